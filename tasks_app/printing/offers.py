"""Which papers does the page of a task offer to this person, and from which record is each made?"""

from dataclasses import dataclass

from django.db.models import Prefetch

from tasks_app import permissions as may
from tasks_app.documents.kinds import KINDS
from tasks_app.models import ChangeRequest, Conclusion, Handover, Inspection, Task
from tasks_app.printing import collecting, councils, handovers
from tasks_app.printing.lines import with_records

S = Task.Status
LISTED = (S.SUBMITTED, S.APPRAISING, S.AWAITING_DECISION)


@dataclass(frozen=True)
class Offer:
    """`pk`: of the record that the paper is about, where there may be several."""

    code: str
    pk: int | None = None
    about: str = ""

    @property
    def kind_label(self):
        return KINDS[self.code].label

    @property
    def label(self):
        return f"{KINDS[self.code].label}{f' {self.about}' if self.about else ''}"


def offers(user, task, record):
    """`record`: the task's dossier. No query of its own."""
    found = []
    if may.may_print_for_cadre(user, task):
        if task.origin == Task.Origin.REGISTERED:
            found.append(Offer("phieu-dang-ky"))
        if task.is_decided:
            found += [Offer("ban-cam-ket"), Offer("bao-cao-can-bo")]
    found += _of_council(user, task, record)
    if not may.may_print_for_committee(user, task):
        return found
    if task.status in LISTED:
        found.append(Offer("to-trinh-giao-viec"))
    if task.status == S.AWAITING_DECISION or task.is_decided:
        found += [Offer("quyet-dinh-giao-viec"), Offer("thong-bao-giao-viec")]
    if task.is_open:
        found.append(Offer("cong-van-don-doc"))
    for change in record.changes:
        words = f"({change.kind_name.lower()}, {change.requested_at:%d/%m/%Y})"
        found += [
            Offer("to-trinh-thay-doi", change.id, words),
            Offer("quyet-dinh-thay-doi", change.id, words),
        ]
    found += [
        Offer("bien-ban-kiem-tra", i.id, f"ngày {i.inspected_on:%d/%m/%Y}")
        for i in record.inspections
        if i.recorded_at
    ]
    found += [
        Offer("thong-bao-ket-luan", c.id, f"năm {c.year}" if c.year else "") for c in record.conclusions
    ]
    found += [
        Offer("bien-ban-ban-giao", h.id, f"ngày {h.handed_over_on:%d/%m/%Y}") for h in record.handed_over
    ]
    return found


def _of_council(user, task, record):
    """Blank sheets while the council scores, its minutes once sheets are in. A single sheet is printed at its row."""
    if not (record.seats and record.criteria and (task.asked_conclusion_on or record.sheets)):
        return []
    found = []
    if task.status == S.AWAITING_CONCLUSION and may.may_print_blank_sheet(user, task):
        found.append(Offer(councils.SHEET, about="(để trống)"))
    if record.sheets and may.may_print_sheets(user, task, given={sheet.member for sheet in record.sheets}):
        found.append(Offer(councils.MINUTES))
    return found


def _council_draft(user, task, code, pk, *, on):
    if code == councils.SHEET and pk is None:
        return councils.sheet(task, on=on) if may.may_print_blank_sheet(user, task) else None
    if not may.may_print_sheets(user, task, given={given.member_id for given in task.sheets}):
        return None
    if code == councils.MINUTES:
        return councils.minutes([task], on=on)
    given = next((given for given in task.sheets if given.pk == pk), None)
    return councils.sheet(task, given, on=on) if given else None


def draft_for(user, task, code, pk, *, on):
    """The paper as a `Draft`, or None where it isn't this person's to make or there is no such record."""
    if code in (councils.SHEET, councils.MINUTES):
        task = councils.with_sheets(with_records(Task.objects.filter(pk=task.pk), on)).get()
        return _council_draft(user, task, code, pk, on=on)
    cadres_own = code in ("phieu-dang-ky", "ban-cam-ket", "bao-cao-can-bo")
    allowed = may.may_print_for_cadre if cadres_own else may.may_print_for_committee
    if not allowed(user, task):
        return None
    task = with_records(Task.objects.filter(pk=task.pk), on).get()
    if code == "bao-cao-can-bo":
        return (
            collecting.cadre_report(task.people[0].cadre, [task], on=on)
            if task.people and task.is_decided
            else None
        )
    if code in OF_TASK:
        return OF_TASK[code](task, on)
    if code in OF_RECORD:
        rows, make = OF_RECORD[code]
        row = rows(task).filter(pk=pk).first()
        return make(row, task, on) if row else None
    return None


def _assigning(code):
    def make(task, on):
        document = task.decision if code != "to-trinh-giao-viec" and task.is_decided else None
        return collecting.assigning(code, task.giver, [task], on=on, document=document)

    return make


OF_TASK = {
    "phieu-dang-ky": lambda task, on: collecting.registration(task, on=on),
    "ban-cam-ket": lambda task, on: collecting.commitment(task, on=on) if task.is_decided else None,
    "cong-van-don-doc": lambda task, on: (
        collecting.urging(task.giver, [task], on=on) if task.is_open else None
    ),
    **{
        code: _assigning(code)
        for code in ("to-trinh-giao-viec", "quyet-dinh-giao-viec", "thong-bao-giao-viec")
    },
}
OF_RECORD = {
    "to-trinh-thay-doi": (
        lambda task: ChangeRequest.objects.filter(task=task).select_related("document", "task"),
        lambda row, task, on: collecting.change_paper("to-trinh-thay-doi", row, task, on=on),
    ),
    "quyet-dinh-thay-doi": (
        lambda task: ChangeRequest.objects.filter(task=task).select_related("document", "task"),
        lambda row, task, on: collecting.change_paper("quyet-dinh-thay-doi", row, task, on=on),
    ),
    "bien-ban-kiem-tra": (
        lambda task: Inspection.objects.recorded().filter(task=task).select_related("mission").prefetch_related(
            "mission__members", "figures__indicator", "follow_ups"
        ),
        lambda row, task, on: collecting.inspection_minutes(row, task, on=on),
    ),
    "thong-bao-ket-luan": (
        lambda task: Conclusion.objects.filter(task=task).select_related("document").prefetch_related(Prefetch("results")),
        lambda row, task, on: collecting.conclusion_notice(row, task, on=on),
    ),
    "bien-ban-ban-giao": (
        lambda task: Handover.objects.filter(task=task).select_related("from_assignment__cadre", "to_cadre", "document"),
        lambda row, task, on: handovers.handover_minutes(row, task, on=on),
    ),
}  # fmt: skip
