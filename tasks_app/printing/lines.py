"""What do tasks say on paper? Tasks with all their records become lines of plain text, a handful of queries for any number."""

from decimal import Decimal

from django.db.models import Prefetch

from cadres.templatetags.vi import vi_date, vi_number, vi_percent
from tasks_app.documents.parts import Figure, Group, Person, TaskLine
from tasks_app.models import (
    Appraisal,
    Assignment,
    Conclusion,
    Indicator,
    Mark,
    Obstacle,
    ProgressReport,
    Recommendation,
    Result,
    Task,
)

K = Indicator.Kind
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
WORDS = {K.YES_NO: ("Chưa", "Có"), K.DOCUMENT: ("Chưa ban hành", "Đã ban hành")}


def with_records(tasks, on):
    """The queryset with everything that `line` reads; ten queries for any number of tasks."""
    return (
        tasks.with_mark(on)
        .select_related("unit__parent__kind", "field", "round", "giver__kind", "giver__parent__kind", "decision", "group")
        .prefetch_related(
            Prefetch("assignments", Assignment.objects.open().lead_first(), to_attr="people"),
            Prefetch("indicators", Indicator.objects.order_by("rank", "pk"), to_attr="rows"),
            "coordinating_units",
            Prefetch("obstacles", Obstacle.objects.filter(solved_on=None).order_by("pk"), to_attr="open_obstacles"),
            Prefetch("recommendations", Recommendation.objects.filter(answered_on=None).order_by("pk"), to_attr="open_asks"),
            Prefetch(
                "reports", ProgressReport.objects.filter(status="submitted").order_by("-submitted_at", "-pk"), to_attr="sent",
            ),
            Prefetch("appraisals", Appraisal.objects.order_by("-at", "-pk"), to_attr="opinions"),
            Prefetch("conclusions", Conclusion.objects.order_by("-concluded_on", "-pk"), to_attr="conclusion_rows"),
        )
    )  # fmt: skip


def line(task, on, *, number="", results=None):
    """One task of `with_records` as it stands on the day. `results`: {indicator pk: IndicatorResult} of a conclusion."""
    results = results or {}
    final = next((c for c in task.conclusion_rows if c.year is None), None)
    report = task.sent[0] if task.sent else None
    opinion = task.opinions[0] if task.opinions else None
    return TaskLine(
        number=str(number),
        code=task.code or "",
        title=task.title,
        natures=_sentence(", ".join(str(Task.Nature(n).label).lower() for n in task.natures)),
        origin=task.get_origin_display(),
        field=task.field.name,
        unit=task.unit_name or task.unit.name,
        people="; ".join(f"{p.name}, {p.title}" if p.title else p.name for p in task.people),
        product=task.product,
        authority=task.authority_note,
        basis=task.basis,
        starts_on=vi_date(task.starts_on),
        due_on=vi_date(task.due_on),
        original_due_on=vi_date(task.original_due_on) if task.original_due_on != task.due_on else "",
        coordinating="; ".join(unit.name for unit in task.coordinating_units.all()),
        document=document_words(task.decision),
        figures=tuple(figure(row, results.get(row.pk)) for row in task.rows),
        standing=standing(task, on),
        share=vi_percent(task.progress) if task.is_decided else "",
        obstacles="; ".join(o.text for o in task.open_obstacles),
        proposals="; ".join(r.text for r in task.open_asks),
        own_view=str(report.get_outlook_display()) if report and report.outlook else "",
        appraisal=opinion_words(opinion),
        conclusion=str(Result(final.result).label) if final else "",
        finished_on=vi_date(task.finished_on) if task.finished_on else "",
    )


def _sentence(text):
    return text[:1].upper() + text[1:]


def opinion_words(opinion):
    if opinion is None:
        return ""
    return (
        f"{opinion.get_opinion_display()}. {opinion.text}".rstrip(". ")
        if opinion.text
        else opinion.get_opinion_display()
    )


def document_words(document, *, kind="Quyết định"):
    """Quyết định số 125-QĐ/TU ngày 20/03/2021; the kind by the letters of its symbol."""
    if document is None:
        return ""
    letters = document.symbol.split("/")[0].split("-")[0].upper()
    kinds = {
        "TB": "Thông báo",
        "KL": "Kết luận",
        "NQ": "Nghị quyết",
        "BC": "Báo cáo",
        "CV": "Công văn",
        "TTR": "Tờ trình",
        "KH": "Kế hoạch",
    }
    return f"{kinds.get(letters, kind)} số {document.label} ngày {vi_date(document.issued_on)}"


def standing(task, on):
    """ "Quá hạn 20 ngày", "Đúng tiến độ"; the state before the decision."""
    mark = getattr(task, "mark", None)
    if not mark:
        return task.get_status_display()
    if mark == Mark.OVERDUE:
        return f"Quá hạn {(on - task.due_on).days} ngày"
    return str(Mark(mark).label)


def figure(row, result=None):
    """An indicator with its figures; of a conclusion the self-reported beside the confirmed one."""
    return Figure(
        name=row.name,
        unit="" if row.kind in WORDS else row.measure_unit,
        baseline=figure_value(row, row.baseline),
        target=_target(row),
        actual=figure_value(row, row.current),
        reported=figure_value(row, result.reported) if result else "",
        confirmed=figure_value(row, result.confirmed if result else row.confirmed),
        share="" if row.kind in WORDS or row.attainment is None else vi_percent(row.attainment),
        result=str(Result(result.result).label) if result else "",
        source="; ".join(filter(None, (row.data_source, row.confirmed_by))),
    )


def figure_value(row, value):
    if value is None:
        return ""
    if row.kind in WORDS:
        return WORDS[row.kind][bool(value)]
    if row.kind == K.RATIO and row.whole:
        return f"{vi_number(value)}/{vi_number(row.whole)}"
    return vi_number(value)


def _target(row):
    if row.kind in WORDS:
        return "Ban hành" if row.kind == K.DOCUMENT else "Có"
    text = figure_value(row, row.target)
    return f"≤ {text}" if row.lower_is_better and text else text


# ---- lists -----------------------------------------------------------------------------------------------------------


def groups(tasks, on):
    """(groups with their people and tasks, number of tasks, number of people): by the row of the headline table, each
    person once in a group with all his tasks, numbered through. A task of two stands with its lead; both are counted."""
    by_group: dict = {}
    for task in tasks:
        by_group.setdefault(task.group_id, []).append(task)
    ranked = sorted(
        by_group.items(), key=lambda item: (item[0] is None, getattr(item[1][0].group, "rank", 0) or 0)
    )
    found, number, everybody = [], 0, set()
    for place, (_, members) in enumerate(ranked):
        people: dict = {}
        for task in members:
            people.setdefault(tuple(p.cadre_id for p in task.people), []).append(task)
        rows = []
        for own in people.values():
            number += 1
            name, title = _who(own[0])
            rows.append(
                Person(
                    number=str(number),
                    name=name,
                    title=title,
                    tasks=tuple(line(t, on, number=i) for i, t in enumerate(own, 1)),
                )
            )
        heads = {p.cadre_id for task in members for p in task.people}
        everybody |= heads
        name = (
            members[0].group.name
            if members[0].group
            else members[0].management_level or "Cán bộ được giao việc"
        )
        found.append(
            Group(number=ROMANS[place] if place < len(ROMANS) else str(place + 1), name=name,
                  tasks=vi_number(len(members)), persons=vi_number(len(heads)), people=tuple(rows))
        )  # fmt: skip
    return tuple(found), len(tasks), len(everybody)


def _who(task):
    """(names, title of the lead) as the list prints them; who carries a task with others stands with them."""
    lead = task.people[0] if task.people else None
    if lead is None:
        return "", ""
    others = "".join(f"\n{p.name}, {p.title}" if p.title else f"\n{p.name}" for p in task.people[1:])
    return lead.name + others, lead.title


def person(assignment, tasks=()):
    if assignment is None:
        return Person(tasks=tuple(tasks))
    return Person(name=assignment.name, title=assignment.title, tasks=tuple(tasks))


def plain_number(value):
    return vi_number(Decimal(value)) if value is not None else ""
