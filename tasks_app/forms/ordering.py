"""How is an order (or a registration) typed, in four numbered parts, as a draft or whole?"""

from datetime import date

from django import forms

from cadres.forms.fields import DayField, LongTextField, TextField
from cadres.models import Appointment
from tasks_app.actions.ordering import left
from tasks_app.forms.base import ActForm
from tasks_app.forms.conflicts import show_current
from tasks_app.forms.drafts import draft_of, facts_of
from tasks_app.forms.indicators import blank_row, indicator_rows, raw_rows, rows_after, rows_of
from tasks_app.forms.picking import People, PickField, Tasks, Units, same
from tasks_app.models import Field, Rhythm, Round, Task
from tasks_app.permissions import visible_tasks

# What a draft may still lack; everything is asked for when it goes on to the committee.
MAY_WAIT = ("natures", "due_on", "starts_on")
PICKS = ("lead", "co", "collective", "coordinating", "contributes_to")
RUNNING = (*Task.OPEN, Task.Status.SUBMITTED, Task.Status.APPRAISING, Task.Status.AWAITING_DECISION)
READ_FOR_THE_CHECKS = (
    "lead", "co", "collective", "coordinating", "title", "product", "authority_note", "starts_on", "due_on",
    "report_rhythm",
)  # fmt: skip
# What a new task takes over from an earlier one: what is to be done, not when, by whom else and on which basis.
COPIED = ("title", "field", "natures", "product", "authority_note", "coordinating", "report_rhythm")
TOO_LONG = "Rút gọn còn nhiều nhất %(limit_value)d ký tự, hiện là %(show_value)d"


class OrderForm(ActForm):
    """`giver`: the committee in whose name the task is given; `post`: the fixed post of who registers it for himself.

    `rows` is the formset of indicators, part of the form: valid and drawn together. `final` asks for everything.
    """

    lead = PickField(
        url_name="tasks:find_people",
        missing="Chọn đồng chí được giao",
        label="Đồng chí được giao",
        help_text="Gõ tên hoặc chức vụ, ví dụ: giám đốc sở",
    )
    co = PickField(
        url_name="tasks:find_people",
        many=True,
        missing="Chọn đồng chí",
        required=False,
        label="Đồng chí cùng thực hiện",
    )
    collective = PickField(
        url_name="tasks:find_units",
        missing="Chọn tập thể",
        required=False,
        label="Giao cho tập thể",
        help_text="Đồng chí được giao là người đứng đầu chịu trách nhiệm của tập thể này",
    )
    coordinating = PickField(
        url_name="tasks:find_units",
        many=True,
        missing="Chọn đơn vị",
        required=False,
        label="Đơn vị phối hợp",
    )
    title = TextField(
        label="Tên việc",
        max_length=300,
        help_text="Bắt đầu bằng động từ, nêu rõ sản phẩm cuối cùng",
        error_messages={"required": "Nhập tên việc", "max_length": TOO_LONG},
    )
    field = forms.ModelChoiceField(
        label="Lĩnh vực",
        queryset=Field.objects.order_by("rank", "pk"),
        empty_label="Chọn lĩnh vực",
        error_messages={"required": "Chọn lĩnh vực", "invalid_choice": "Chọn lĩnh vực trong danh sách"},
    )
    basis = TextField(label="Căn cứ", max_length=300, required=False, error_messages={"max_length": TOO_LONG})
    natures = forms.MultipleChoiceField(
        label="Tính chất việc",
        choices=Task.Nature.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một tính chất của việc"},
    )
    product = LongTextField(
        label="Sản phẩm cần đạt",
        rows=2,
        max_length=2000,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    authority_note = LongTextField(
        label="Rõ thẩm quyền",
        rows=2,
        max_length=1000,
        required=False,
        help_text="Đồng chí được tự quyết định việc gì, việc gì phải xin ý kiến và xin ý kiến ai",
        error_messages={"max_length": TOO_LONG},
    )
    contributes_to = PickField(
        url_name="tasks:find_tasks",
        missing="Chọn việc",
        required=False,
        label="Cụ thể hóa việc của cấp trên",
        help_text="Gõ mã hoặc tên việc, ví dụ: TU-2021-012",
    )
    origin = forms.ChoiceField(
        label="Nguồn",
        choices=[(o.value, o.label) for o in (Task.Origin.ORDERED, Task.Origin.ADDED)],
        initial=Task.Origin.ORDERED.value,
        error_messages={"required": "Chọn nguồn của việc", "invalid_choice": "Chọn nguồn trong danh sách"},
    )
    round = forms.ModelChoiceField(
        label="Đợt giao việc",
        queryset=Round.objects.none(),
        empty_label=None,
        error_messages={"required": "Chọn đợt giao việc", "invalid_choice": "Chọn đợt trong danh sách"},
    )
    starts_on = DayField(what="ngày bắt đầu", label="Bắt đầu", help_text="Ngày/tháng/năm")
    due_on = DayField(
        what="hạn hoàn thành", label="Hạn hoàn thành", help_text="Ngày/tháng/năm, ví dụ 31/12/2026"
    )
    report_rhythm = forms.TypedChoiceField(
        label="Kỳ báo cáo",
        choices=Rhythm.choices,
        coerce=int,
        error_messages={"required": "Chọn kỳ báo cáo", "invalid_choice": "Chọn kỳ báo cáo trong danh sách"},
    )

    def __init__(
        self, data=None, *, giver, rounds, by, on, task=None, post=None, final=False, drawn=None, copied=None,
        asked=None,
    ):  # fmt: skip
        """`drawn`: what was typed so far, to draw the page anew without judging it. `copied`: the task to start from;
        `asked`: first values from the address."""
        self.giver, self.by, self.on, self.post, self.final = giver, by, on, post, final
        super().__init__(data, task=task, initial=None)
        for name in () if post is None else ("origin", "lead", "collective"):
            del self.fields[name]
        self.fields["round"].queryset = rounds
        self._set_lookups()
        self.initial |= self._start(rounds) if task is None else self._of(task)
        self.initial |= asked or {}
        rows = [blank_row([])] if task is None else rows_of(task)
        if copied is not None:
            self.initial |= {name: value for name, value in self._of(copied).items() if name in COPIED}
            rows = rows_after(copied) or rows
        self.rows = indicator_rows(data, final=final, initial=rows)
        if drawn is not None:
            self._draw(drawn)

    def _set_lookups(self):
        root = f"/{self.giver.ancestor_ids[0]}/"
        # Who registers for himself names people of his own unit; the committee, everybody below it.
        people = People(self.post.unit if self.post else self.giver, on=self.on)
        lookups = {
            "lead": people,
            "co": people,
            "collective": Units(self.giver.path, on=self.on),
            "coordinating": Units(root, on=self.on),
            "contributes_to": Tasks(self.by),
        }
        for name in PICKS:
            if name in self.fields:
                self.fields[name].lookup = lookups[name]
                self.fields[name].widget.within = (
                    people.within.pk if name in ("lead", "co") else self.giver.pk
                )

    def _start(self, rounds):
        first = self.first_round = rounds.first()
        return {
            "round": first and first.pk,
            "basis": first.base_document if first else "",
            "report_rhythm": first.report_rhythm if first else Rhythm.QUARTER,
            "starts_on": self.on,
        }

    def _of(self, task):
        """The draft as it is now, as initial values."""
        people = list(task.assignments.open().lead_first())
        posts = posts_for(people, giver=self.giver, on=self.on)
        values = {
            name: getattr(task, name)
            for name in (
                "title", "basis", "natures", "product", "authority_note", "origin", "starts_on", "due_on",
                "report_rhythm",
            )
        } | {"field": task.field_id, "round": task.round_id}  # fmt: skip
        picks = {
            "lead": posts[:1] if people else [],
            "co": posts[1:],
            "collective": [people[0].collective] if people else [],
            "coordinating": task.coordinating_units.order_by("pk"),
            "contributes_to": [task.contributes_to],
        }
        for name, objects in picks.items():
            if name in self.fields:
                values[name] = self.fields[name].initial_for(objects)
        return values

    def _draw(self, data):
        for name, field in self.fields.items():
            # What was kept has neither key nor version: an empty one would let a second press through.
            if name not in ("key", "version") or self.add_prefix(name) in data:
                self.initial[name] = field.widget.value_from_datadict(data, None, self.add_prefix(name))
        self.rows = indicator_rows(initial=raw_rows(data))
        for name in PICKS:
            if name in self.fields:
                self.initial[name] = self.fields[name].settle(self.initial[name])

    # ---- what the buttons inside the form do -------------------------------------------------------------------------

    def add_row(self):
        rows = self.rows.initial
        self.rows = indicator_rows(initial=[*rows, blank_row(rows)])

    def drop_row(self, number):
        rows = [row for place, row in enumerate(self.rows.initial, 1) if place != number]
        self.rows = indicator_rows(initial=rows or [blank_row([])])

    def change_pick(self, name, pk, *, drop=False):
        field = self.fields[name]
        value = self.initial[name]
        field.widget.found, field.widget.settled = [], None
        self.initial[name] = field.drop(value, pk) if drop else field.pick(value, pk)
        self.initial[name] = field.settle(self.initial[name])
        field.widget.focus = True

    # ---- rules -------------------------------------------------------------------------------------------------------

    def is_valid(self):
        # Both are judged, so that everything to be mended is said at once.
        whole = super().is_valid()
        return self.rows.is_valid() and whole

    @property
    def status(self):
        if self.refusal_status:
            return self.refusal_status
        return 422 if self.is_bound and not self.is_valid() else 200

    def _clean_fields(self):
        super()._clean_fields()
        if not self.final:
            for name in MAY_WAIT:
                errors = self._errors.get(name)
                if errors and all(error.code == "required" for error in errors.as_data()):
                    del self._errors[name]
                    self.cleaned_data[name] = [] if name == "natures" else None

    def clean(self):
        values = self.cleaned_data
        if "lead" in self.fields:
            self._lead_of_collective(values)
        lead = self.lead_post
        for name in ("lead", "co"):
            people = values.get(name) or []
            for post in [people] if isinstance(people, Appointment) else people:
                if left(post.cadre):
                    self.add_error(name, self.fields[name].lookup.nobody(post.cadre.full_name))
        co = [post.cadre_id for post in values.get("co") or []]
        if lead and lead.cadre_id in co or len(set(co)) < len(co):
            self.add_error("co", "Mỗi đồng chí chỉ ghi một lần trong một việc")
        starts_on, due_on = values.get("starts_on") or self.on, values.get("due_on")
        if due_on and due_on <= starts_on:
            self.add_error("due_on", f"Nhập hạn hoàn thành sau ngày bắt đầu {starts_on:%d/%m/%Y}")
        elif self.final and due_on and due_on < self.on:
            self.add_error("due_on", f"Nhập hạn hoàn thành từ hôm nay, {self.on:%d/%m/%Y}, trở đi")
        if self.final and due_on and "due_on" not in self.errors:
            self._check_closing_days(starts_on, due_on)
        if self.final and lead and values.get("title"):
            self._check_overlap(lead.cadre, values["title"])
        return values

    def _lead_of_collective(self, values):
        """A collective without a named head is carried by its head on the roster."""
        unit = values.get("collective")
        errors = self._errors.get("lead")
        if unit is None or not errors or errors.as_data()[0].code != "required":
            return
        head = (
            self.fields["lead"]
            .lookup.posts()
            .filter(unit=unit, position__is_head=True)
            .exclude(cadre__user__is_active=False)
            .order_by("position__rank", "pk")
            .first()
        )
        if head is not None:
            del self._errors["lead"]
            values["lead"] = head
            self.fields["lead"].widget.texts[head.pk] = self.fields["lead"].lookup.text(head)

    def _check_overlap(self, cadre, title):
        """One comrade doesn't carry two running tasks of one name: the second is a slip, or must say how it differs."""
        others = visible_tasks(self.by).of_cadres([cadre]).filter(status__in=RUNNING)
        if self.task is not None:
            others = others.exclude(pk=self.task.pk)
        twin = next((t for t in others.only("title", "code", "public_id") if same(t.title, title)), None)
        if twin is not None:
            known = f" (mã {twin.code})" if twin.code else ""
            self.add_error(
                "title",
                f"Đồng chí {cadre.full_name} đang có việc cùng tên{known}, ghi rõ địa bàn hoặc nội dung khác",
            )

    def _check_closing_days(self, starts_on, due_on):
        for row in self.rows.filled if self.rows.is_valid() else []:
            day = row.cleaned_data.get("due_on")
            if day and not starts_on <= day <= due_on:
                row.add_error("due_on", f"Nhập ngày trong khoảng {starts_on:%d/%m/%Y} đến {due_on:%d/%m/%Y}")

    # ---- what it says ------------------------------------------------------------------------------------------------

    @property
    def lead_post(self):
        return self.post or (self.cleaned_data.get("lead") if self.is_bound else None)

    def draft(self):
        """The valid form as a `Draft`."""
        return draft_of(self)

    def facts(self):
        """What the six checks need, as far as it can be read."""
        return facts_of(self, self._readable())

    def lead_now(self):
        """The lead as far as known, for the line on what else he carries."""
        return self.post or self._readable().get("lead")

    def _readable(self):
        if self.is_bound:
            self.is_valid()
            return self.cleaned_data
        if not hasattr(self, "_read"):
            self._read = {}
            for name in READ_FOR_THE_CHECKS:
                field, value = self.fields.get(name), self.initial.get(name)
                if field is None:
                    continue
                try:
                    self._read[name] = (
                        value if isinstance(value, date) else field.clean(value if value is not None else "")
                    )
                except forms.ValidationError:
                    continue
        return self._read

    def show_current(self, task):
        """After a conflict: beside each field that differs, what stands there now."""
        rounds = self.fields["round"].queryset
        now = type(self)(giver=self.giver, rounds=rounds, by=self.by, on=self.on, task=task, post=self.post)
        show_current(self, now)


def posts_for(people, *, giver, on):
    """The posts behind the assignments of a draft, in their order: by title where it still fits, else the highest."""
    held = {}
    rows = People(giver, on=on).posts().filter(cadre__in=[row.cadre_id for row in people])
    for post in rows.highest_first():
        held.setdefault(post.cadre_id, []).append(post)
    found = []
    for row in people:
        posts = held.get(row.cadre_id, [])
        found.append(next((p for p in posts if p.title == row.title), posts[0] if posts else None))
    return found
