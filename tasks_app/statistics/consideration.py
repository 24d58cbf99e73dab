"""What lies on the desk of a round: which tasks under which tab, and how many?"""

from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, Sum, Value, When

from tasks_app.models import Assignment, Indicator, Task, TaskEvent

S = Task.Status
# In this order they stand on the desk: what waits for a hand first.
STATE_ORDER = (S.SUBMITTED, S.APPRAISING, S.AWAITING_DECISION, S.DRAFT)
CHANGES = (TaskEvent.Kind.ADJUSTED, TaskEvent.Kind.ABSORBED, TaskEvent.Kind.APPRAISED)


@dataclass(frozen=True)
class Tab:
    """`condition`: in SQL; `code` is the word of the address."""

    code: str
    label: str
    condition: Q
    empty: str


def tab(code, label, *statuses, empty):
    return Tab(code, label, Q(status__in=statuses), empty)


TABS = {
    found.code: found
    for found in (
        Tab("", "Cả đợt", Q(), "Đợt này chưa có việc nào được đăng ký hoặc đặt hàng."),
        tab("cho-kiem-tra", "Chờ kiểm tra", S.SUBMITTED, empty="Không còn bản đăng ký nào chờ kiểm tra."),
        tab("tham-dinh", "Đang thẩm định", S.APPRAISING, empty="Không có việc nào đang thẩm định."),
        tab("danh-muc", "Danh mục trình", S.AWAITING_DECISION, empty="Danh mục trình chưa có việc nào."),
        tab("nhap", "Nháp đặt hàng", S.DRAFT, empty="Không có bản nháp đặt hàng nào."),
        tab(
            "da-giao", "Đã giao", *(s for s in S if s not in Task.BEFORE_DECISION),
            empty="Chưa có việc nào của đợt được quyết định giao.",
        ),
        tab("khong-dua-vao", "Không đưa vào, đã gộp", S.REJECTED, S.MERGED, empty="Không có việc nào."),
    )
}  # fmt: skip


def tasks_of_round(visible, round):
    """The round's tasks that the user may see. Registrations still in a cadre's hands are not there (permissions.py)."""
    return visible.filter(round=round)


def counts(tasks):
    """{tab code: number of tasks}; one query."""
    names = {code: f"n_{place}" for place, code in enumerate(TABS)}
    found = tasks.order_by().aggregate(
        **{names[code]: Count("pk", filter=each.condition or None) for code, each in TABS.items()}
    )
    return {code: found[name] for code, name in names.items()}


def not_measurable():
    """No indicator, one without a target, or weights that don't add up: the committee can't decide it as it stands."""
    rows = Indicator.objects.filter(task=OuterRef("pk")).order_by()
    whole = rows.values("task").annotate(sum=Sum("weight")).filter(sum=100)
    return ~Q(Exists(whole)) | Q(Exists(rows.filter(target=None)))


def in_desk_order(tasks):
    """By state, then by unit as official lists sort, so that one unit's tasks stand together."""
    place = Case(
        *(When(status=status, then=Value(place)) for place, status in enumerate(STATE_ORDER)),
        default=Value(len(STATE_ORDER)),
        output_field=IntegerField(),
    )
    return tasks.order_by(place, "unit__kind__level", "unit__rank", "unit__name_key", "pk")


def in_list_order(tasks):
    """As the danh mục trình stands: as the officer put it, what came since at the end."""
    return tasks.order_by(
        F("list_place").asc(nulls_last=True),
        "round",
        "unit__kind__level",
        "unit__rank",
        "unit__name_key",
        "pk",
    )


def for_consideration(tasks):
    """All that a row of the desk shows; three queries more, however long the page."""
    people = Assignment.objects.open().lead_first().select_related("cadre__user", "collective")
    return tasks.select_related(
        "field", "round", "unit", "giver", "contributes_to", "merged_into"
    ).prefetch_related(
        Prefetch("assignments", people, to_attr="people"),
        Prefetch("indicators", Indicator.objects.order_by("rank", "pk"), to_attr="rows"),
        Prefetch(
            "events",
            TaskEvent.objects.filter(kind__in=CHANGES).order_by("-at", "-pk"),
            to_attr="considered",
        ),
    )


def opinion_of(task):
    """The newest event of an appraisal, None before there is one. The opinion ends its `act`, what was said is its `text`."""
    return next((event for event in task.considered if event.kind == TaskEvent.Kind.APPRAISED), None)


def changes_of(task):
    """What the desk changed before the decision, the newest first: [{"name", "old", "new"}]."""
    return [change for event in task.considered for change in event.data.get("changes", ())]
