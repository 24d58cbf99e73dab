"""What does the báo cáo tổng hợp of a committee say: its figures as the overview counts them, and every task?"""

from cadres.templatetags.vi import vi_number
from tasks_app.documents import papers
from tasks_app.models import Mark, Recommendation, Task
from tasks_app.printing import lines
from tasks_app.printing.collecting import Desk, Draft, count_row
from tasks_app.statistics import waiting_tasks

MOST_OVERDUE = 200


def summary_report(overview, tasks, *, on):
    """`overview`: the `statistics.overview.Overview` of the committee in a period; `tasks`: the same tasks, with records."""
    body, tasks = overview.node.unit, list(tasks)
    desk = Desk(body, on=on)
    groups, _, _ = lines.groups(tasks, on)
    counted = overview.counted
    headline = [
        _row(i, row.name, row.tally, row.people)
        for i, row in enumerate(overview.headline or overview.givers, 1)
    ]
    units = [row for group in overview.branches for row in group.rows]
    units.sort(key=lambda row: (-row.tally.count(Mark.OVERDUE), -row.tally.tasks, row.unit.name_key))
    overdue = sorted((t for t in tasks if t.mark == Mark.OVERDUE), key=lambda t: (t.due_on, t.pk))[
        :MOST_OVERDUE
    ]
    paper = papers.SummaryReport(
        **desk.common("bao-cao-tong-hop", f"kết quả giao và thực hiện việc đột phá, đổi mới {_period(overview.period)}".strip()),
        groups=groups, tasks=vi_number(counted.whole.tasks), persons=vi_number(counted.people.total),
        by_group=tuple(headline), by_unit=tuple(_row(i, row.name, row.tally, row.people) for i, row in enumerate(units, 1)),
        total=_row("", "Cộng", counted.whole, counted.people.total),
        overdue=tuple(lines.line(task, on, number=i) for i, task in enumerate(overdue, 1)),
        answers_owed=vi_number(Recommendation.objects.filter(task__in=[t.pk for t in tasks], answered_on=None).count()),
        changes_waiting=vi_number(Task.objects.filter(pk__in=[t.pk for t in tasks]).open().filter(waiting_tasks.to_decide_change()).count()),
        conclusions_waiting=vi_number(counted.whole.count(Mark.AWAITING_CONCLUSION)),
    )  # fmt: skip
    return Draft("bao-cao-tong-hop", body, tuple(tasks), paper)


def _row(number, name, tally, people):
    return count_row(number, name, dict(zip(Mark, tally.marks, strict=True)), people)


def _period(period):
    return period.label[:1].lower() + period.label[1:] if period.label else ""
