"""How is one decision over many results typed: which tasks, which result for each, and why where it is another than proposed?"""

from dataclasses import dataclass
from datetime import date

from django import forms

from cadres.forms.fields import LongTextField, TextField
from tasks_app.actions import papers
from tasks_app.actions.concluding import Findings
from tasks_app.actions.proposing import Proposal, facts_of
from tasks_app.forms.acts import PaperForm
from tasks_app.models import Result, Task


@dataclass
class Line:
    """One task that waits: what would be written. `figures`: [(indicator, reported, confirmed, proposed result)]."""

    task: Task
    figures: list
    finished_on: date
    proposal: Proposal
    open_follow_ups: bool
    said: str = ""
    mean: object = None
    ticked: bool = False
    result: object = None
    reason: object = None

    @property
    def proposed(self):
        return Result(self.proposal.facts.result).label

    def facts(self, result):
        if result == self.proposal.facts.result:
            return self.proposal.facts
        return facts_of(
            result,
            finished_on=self.finished_on,
            due_on=self.task.due_on,
            open_follow_ups=self.open_follow_ups,
        )


class ConcludeManyForm(PaperForm):
    comment = LongTextField(label="Nhận xét chung", max_length=2000, required=False, rows=2)

    def __init__(self, *args, lines, giver, **options):
        super().__init__(*args, **options)
        self.lines, self.giver = {line.task.pk: line for line in lines}, giver
        chosen = set(self.data.getlist("viec")) if self.is_bound else set()
        for pk, line in self.lines.items():
            line.ticked = str(pk) in chosen
            result = forms.ChoiceField(
                label=f"Kết luận việc {line.task.code}", choices=Result.choices, required=line.ticked,
                initial=line.proposal.facts.result, error_messages={"required": "Chọn kết luận"},
            )  # fmt: skip
            result.widget.attrs |= {"class": "form-select", "aria-label": result.label}
            reason = TextField(
                label=f"Lý do khác đề xuất, việc {line.task.code}", max_length=500, required=False
            )
            reason.widget.attrs |= {
                "class": "form-control", "aria-label": reason.label, "placeholder": "Lý do nếu khác đề xuất",
            }  # fmt: skip
            self.fields[f"kl-{pk}"], self.fields[f"ly-do-{pk}"] = result, reason
        for pk, line in self.lines.items():
            line.result, line.reason = self[f"kl-{pk}"], self[f"ly-do-{pk}"]

    @property
    def seen(self):
        """{pk: version the user saw} of the ticked tasks."""
        found = {}
        for pk, line in self.lines.items():
            if line.ticked:
                text = self.data.get(f"version-{pk}", "")
                found[pk] = (
                    int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else line.task.version
                )
        return found

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day and day > self.today:
            raise forms.ValidationError("Ngày ban hành không được sau hôm nay")
        return day

    def clean(self):
        data = super().clean()
        if not any(line.ticked for line in self.lines.values()):
            gone = self.data.getlist("viec")
            raise forms.ValidationError(
                "Việc đồng chí chọn không còn chờ kết luận, đề nghị chọn lại"
                if gone
                else "Chọn ít nhất một việc"
            )
        for pk, line in self.lines.items():
            other = data.get(f"kl-{pk}") not in (None, "", line.proposal.facts.result)
            if line.ticked and other and not data.get(f"ly-do-{pk}") and f"ly-do-{pk}" not in self.errors:
                self.add_error(
                    f"ly-do-{pk}", f"Kết luận khác với đề xuất ({line.proposed.lower()}): ghi lý do"
                )
        return data

    def verdicts(self):
        """What `concluding.conclude_many` takes."""
        data, paper = self.cleaned_data, self.paper()
        found = []
        for pk, line in self.lines.items():
            if not line.ticked:
                continue
            result = data[f"kl-{pk}"]
            other = result != line.proposal.facts.result
            found.append((line.task, Findings(
                facts=line.facts(result),
                figures={row.pk: (confirmed, proposed) for row, _, confirmed, proposed in line.figures},
                finished_on=line.finished_on, document=paper, comment=data["comment"],
                difference_reason=data[f"ly-do-{pk}"] if other else "",
            )))  # fmt: skip
        return found

    def paper(self):
        data = self.cleaned_data
        return papers.document(
            body=self.giver, number=data["number"], symbol=data["symbol"], issued_on=data["issued_on"]
        )
