"""How is one order given to many comrades at once, each with his own name of the task, figures and deadline?"""

from django import forms
from django.db.models import Count

from cadres.forms.fields import DayField, NumberField, TextField
from tasks_app.actions.copies import Copy
from tasks_app.actions.ordering import Person, left
from tasks_app.forms.base import ActForm
from tasks_app.forms.indicators import figure_problems
from tasks_app.forms.picking import People, Picked, PickField, same
from tasks_app.models import Assignment, Indicator, Task

MOST = 300
RUNNING = (*Task.OPEN, *Task.UNDER_CONSIDERATION)


class CopiesForm(ActForm):
    """A row for each post in `post` (hidden inputs); fields are named after the post: `title-12`, `target-12-7`."""

    person = PickField(
        url_name="tasks:find_people",
        missing="Chọn đồng chí",
        required=False,
        label="Thêm một đồng chí",
        help_text="Gõ tên hoặc chức vụ, rồi chọn",
    )
    position = forms.ChoiceField(label="Thêm mọi đồng chí giữ chức danh", required=False)

    def __init__(self, data=None, *, task, on, drawn=None):
        """`drawn`: what was typed so far, to draw the page anew without judging it."""
        super().__init__(data, task=task)
        self.on = on
        self.people = People(task.giver, on=on)
        self.fields["person"].lookup = self.people
        self.fields["person"].widget.within = task.giver_id
        self.rows = list(task.indicators.order_by("rank", "pk"))
        self.lead = task.assignments.open().lead_first().first()
        self.carrying = set(task.assignments.open().values_list("cadre", flat=True))
        self.fields["position"].choices = [("", "Chọn chức danh"), *self._positions()]
        sent = data if data is not None else drawn
        self.posts = self._posts(sent.getlist("post") if sent is not None else [])
        for post in self.posts:
            self._add_fields(post)
        for name in self.fields if drawn is not None else ():
            self.initial[name] = self.fields[name].widget.value_from_datadict(drawn, None, name)

    def _positions(self):
        held = self.people.posts().exclude(cadre__in=self.carrying).exclude(cadre__user__is_active=False)
        found = (
            held.order_by()
            .values("position", "position__name", "unit__kind__name", "unit__kind")
            .annotate(n=Count("cadre", distinct=True))
        )
        rows = sorted(found, key=lambda row: (row["position__name"], row["unit__kind__name"]))
        return [
            (
                f"{row['position']}-{row['unit__kind']}",
                f"{row['position__name']}, {row['unit__kind__name']} ({row['n']})",
            )
            for row in rows
            if row["n"] > 1
        ]

    def _posts(self, ids):
        wanted = [int(pk) for pk in dict.fromkeys(ids) if str(pk).isdecimal() and len(str(pk)) < 16][:MOST]
        found = {post.pk: post for post in self.people.get(wanted)}
        kept, seen = [], set(self.carrying)
        for pk in wanted:
            post = found.get(pk)
            if post is not None and post.cadre_id not in seen:
                seen.add(post.cadre_id)
                kept.append(post)
        return kept

    def _add_fields(self, post):
        who = post.cadre.full_name
        self.fields[f"title-{post.pk}"] = TextField(
            label=f"Tên việc của đồng chí {who}", max_length=300, initial=self.task.title,
            error_messages={"required": f"Nhập tên việc của đồng chí {who}"},
        )  # fmt: skip
        self.fields[f"due-{post.pk}"] = DayField(
            label=f"Hạn của đồng chí {who}", what="hạn hoàn thành", initial=self.task.due_on
        )
        for row in self.rows:
            if row.kind in Indicator.BOOLEAN:
                continue
            self.fields[f"baseline-{post.pk}-{row.pk}"] = NumberField(
                what="hiện trạng", minimum=0, label=f"Hiện trạng {row.name}, đồng chí {who}", required=False,
                initial=row.baseline,
            )  # fmt: skip
            self.fields[f"target-{post.pk}-{row.pk}"] = NumberField(
                what="chỉ tiêu giao", minimum=0, label=f"Chỉ tiêu giao {row.name}, đồng chí {who}", initial=row.target
            )  # fmt: skip
            if row.kind == Indicator.Kind.RATIO:
                self.fields[f"whole-{post.pk}-{row.pk}"] = NumberField(
                    what="tổng số", minimum=1, label=f"Tổng số {row.name}, đồng chí {who}", initial=row.whole
                )

    # ---- what the small buttons do -------------------------------------------------------------------------------

    def add(self, pks):
        known = {post.pk for post in self.posts}
        for post in self._posts([*(post.pk for post in self.posts), *pks]):
            if post.pk not in known:
                self.posts.append(post)
                self._add_fields(post)

    def add_picked(self, pk):
        self.add([pk])
        self.initial["person"] = Picked()

    def add_typed(self):
        """Somebody typed in full and no candidate chosen; several are offered by the field itself."""
        settled = self.fields["person"].settle(self.initial.get("person") or Picked())
        if settled.ids:
            self.add_picked(settled.ids[0])

    def add_position(self, text):
        position, _, kind = text.partition("-")
        if not (position.isdecimal() and kind.isdecimal() and len(text) < 30):
            return
        held = self.people.posts().filter(position=int(position), unit__kind=int(kind))
        held = held.exclude(cadre__user__is_active=False).order_by("unit__rank", "unit__name_key", "pk")
        self.add(held.values_list("pk", flat=True)[:MOST])
        self.initial["position"] = ""

    def drop(self, pk):
        self.posts = [post for post in self.posts if post.pk != pk]

    # ---- rules -----------------------------------------------------------------------------------------------------

    def clean(self):
        values = self.cleaned_data
        if not self.posts:
            self.add_error("person", "Thêm ít nhất một đồng chí")
        for post in self.posts:
            due_on = values.get(f"due-{post.pk}")
            if due_on and due_on <= max(self.task.starts_on, self.on):
                self.add_error(f"due-{post.pk}", "Nhập hạn hoàn thành sau hôm nay và sau ngày bắt đầu")
            if left(post.cadre):
                self.add_error("person", self.people.nobody(post.cadre.full_name))
            self._check_figures(post, values)
        self._check_overlap(values)
        return values

    def _check_figures(self, post, values):
        for row in self.rows:
            target = values.get(f"target-{post.pk}-{row.pk}")
            if target is not None:
                baseline = values.get(f"baseline-{post.pk}-{row.pk}")
                whole = values.get(f"whole-{post.pk}-{row.pk}")
                for name, sentence in figure_problems(row.kind, baseline, target, whole):
                    name = f"{name if name in ('baseline', 'target') else 'target'}-{post.pk}-{row.pk}"
                    if name not in self.errors:
                        self.add_error(name, sentence)

    def _check_overlap(self, values):
        """One comrade doesn't carry two running tasks of one name."""
        carried = Assignment.objects.open().filter(
            cadre__in=[post.cadre_id for post in self.posts], task__status__in=RUNNING
        )
        titles = {}
        for cadre, title in carried.values_list("cadre", "task__title"):
            titles.setdefault(cadre, []).append(title)
        for post in self.posts:
            title = values.get(f"title-{post.pk}")
            if title and any(same(title, other) for other in titles.get(post.cadre_id, ())):
                self.add_error(
                    f"title-{post.pk}",
                    f"Đồng chí {post.cadre.full_name} đang có việc cùng tên, ghi rõ địa bàn hoặc nội dung khác",
                )

    def copies(self):
        """The valid form as the copies to be made."""
        values = self.cleaned_data
        return [
            Copy(
                person=Person(post.cadre, post.title),
                unit=post.unit,
                title=values[f"title-{post.pk}"],
                due_on=values[f"due-{post.pk}"],
                figures={
                    row.pk: {
                        name: values.get(f"{name}-{post.pk}-{row.pk}")
                        for name in ("baseline", "target", "whole")
                    }
                    for row in self.rows
                    if row.kind not in Indicator.BOOLEAN
                },
            )
            for post in self.posts
        ]

    @property
    def lines(self):
        """What the table shows: (post, title, due, [(indicator, baseline, target, whole or None)]) with bound fields."""
        return [
            (
                post,
                self[f"title-{post.pk}"],
                self[f"due-{post.pk}"],
                [
                    (
                        row,
                        self[f"baseline-{post.pk}-{row.pk}"],
                        self[f"target-{post.pk}-{row.pk}"],
                        self[f"whole-{post.pk}-{row.pk}"] if row.kind == Indicator.Kind.RATIO else None,
                    )
                    for row in self.rows
                    if row.kind not in Indicator.BOOLEAN
                ],
            )
            for post in self.posts
        ]
