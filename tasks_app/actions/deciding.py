"""The decision: one document over one or many tasks, all or nothing, binding at once."""

import re

from django.db import transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from cadres.models import Unit
from cadres.offices import posts_of
from tasks_app.actions import lifecycle
from tasks_app.actions.contents import write_contents
from tasks_app.actions.deadlines import settle_commitments, settle_deadlines
from tasks_app.actions.measuring import MEASURED, measure_tasks
from tasks_app.actions.notifying import carriers_of, notify_many
from tasks_app.actions.ordering import lacks_of
from tasks_app.actions.papers import document
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Assignment, Notice, StatisticalGroup, Task
from tasks_app.models.many_rows import write_each

FIXED = [
    "code", "decision", "decided_on", "giver_name", "unit_name", "unit_path", "management_level", "group",
    "original_due_on", "due_on", "named_due_on", "commitment_due_on", "named_commitment_due_on", "content_version",
]  # fmt: skip


@transaction.atomic
def decide(tasks, *, number, symbol, issued_on, summary="", decided_on=None, by, at, seen=None, groups=None):
    """Record one decision of the givers' committee over the tasks, in the order in which they are to be numbered.

    `decided_on`: the day that counts, the document's own by default. `seen`: {pk: version the user saw}. `groups`:
    {pk: StatisticalGroup} where the officer chose the headline row himself. Set-based: some thirty statements, whether one
    task or a thousand are decided. Returns the decided tasks in that order.
    """
    tasks = list(tasks)
    decided_on = decided_on or issued_on
    if not tasks:
        raise NotPossible("Chọn ít nhất một việc.")
    if max(decided_on, issued_on) > timezone.localdate(at):
        raise NotPossible("Ngày của quyết định không thể ở sau ngày hôm nay.", field="issued_on")
    order = {task.pk: place for place, task in enumerate(tasks)}
    locked = sorted(lifecycle.lock(tasks, seen=seen), key=lambda task: order[task.pk])
    lacking = unready(locked, decided_on)
    for task in locked:
        if task.pk in lacking:
            raise NotPossible(lacking[task.pk])
    _refuse_slip(locked, decided_on)
    giver = _one_giver(locked)
    paper = document(body=giver, number=number, symbol=symbol, issued_on=issued_on, summary=summary)

    def prepare(tasks):
        tasks.sort(key=lambda task: order[task.pk])
        _fix(tasks, giver, paper, decided_on, groups or {})
        settle_deadlines(tasks)
        settle_commitments(tasks, since=decided_on)
        write_contents(tasks, by=by, at=at, document=paper)
        measure_tasks(tasks, on=timezone.localdate(at))
        return [*FIXED, *MEASURED]

    moved = lifecycle.move_many(locked, "decide", by=by, at=at, document=paper, prepare=prepare)
    to = carriers_of(moved)
    notify_many(
        [(task, _told(task), to[task.pk]) for task in moved],
        Notice.Kind.ASSIGNED,
        why="Đồng chí được giao việc này",
        at=at,
        by=by,
    )
    return moved


def _told(task):
    return (
        f"Đồng chí được giao việc «{task.title[:200]}», cam kết trước ngày {task.commitment_due_on:%d/%m/%Y}"
    )


def unready(tasks, decided_on, *, rows=None, people=None):
    """{task pk: why it can't be decided, a sentence}: what the page shows beforehand and the act refuses. Two queries, or
    none where indicators and people are given."""
    found = lacks_of(tasks, rows=rows, people=people)
    for task in tasks:
        if task.status != Task.Status.AWAITING_DECISION:
            found[task.pk] = (
                f"Việc «{task.title}» không còn chờ quyết định: đang ở trạng thái «{task.get_status_display()}»."
            )
        elif task.due_on < decided_on:
            found[task.pk] = (
                f"Việc «{task.title}» có hạn {task.due_on:%d/%m/%Y}, trước ngày quyết định {decided_on:%d/%m/%Y}."
            )
    return found


def _refuse_slip(tasks, decided_on):
    """A slip in the year would number the task in a year long gone, and numbers are never taken back."""
    for task in tasks:
        if decided_on.year < task.round.year_from - 1:
            raise NotPossible(
                f"Kiểm tra lại ngày ban hành: {decided_on:%d/%m/%Y} là trước «{task.round.name}» của việc «{task.title}».",
                field="issued_on",
            )


def _one_giver(tasks):
    """The committee that decides, locked: codes are counted under this lock, without a gap and never twice."""
    givers = {task.giver_id for task in tasks}
    if len(givers) > 1:
        raise NotPossible("Một văn bản chỉ ghi quyết định cho các việc của cùng một cấp giao.")
    # NO KEY: rows that merely refer to the unit needn't wait.
    giver = (
        Unit.objects.select_for_update(of=("self",), no_key=True).select_related("kind").get(pk=givers.pop())
    )
    if not giver.short_code:
        raise NotPossible(f"{giver} chưa có mã hiệu để đánh số việc, đề nghị quản trị hệ thống bổ sung.")
    return giver


def _fix(tasks, giver, paper, decided_on, groups):
    """Number the tasks and fix on each what the decision prints: names, level, group, dates."""
    prefix = f"{giver.short_code}-{decided_on.year}-"
    number = last_number(prefix)
    people = {task.pk: [] for task in tasks}
    for row in Assignment.objects.open().filter(task__in=people).lead_first():
        people[row.task_id].append(row)
    posts = posts_of({row.cadre_id for rows in people.values() for row in rows}, on=decided_on)
    rows_of_table = groups_for(giver)
    named = giver_in_words(giver)
    levels = {}
    for task in tasks:
        number += 1
        lead = people[task.pk][0]
        highest = next(iter(posts.get(lead.cadre_id, [])), None)
        task.code = f"{prefix}{number:03}"
        task.decision, task.decided_on = paper, decided_on
        task.giver_name = named[:200]
        task.unit_name, task.unit_path = task.unit.name, task.unit.path
        managing = highest and highest.managed_by_id
        if managing not in levels:
            levels[managing] = level_in_words(highest)[:200]
        task.management_level = levels[managing]
        task.group = groups.get(task.pk) or group_of(giver, highest, rows_of_table)
        task.original_due_on = task.due_on
        for row in people[task.pk]:
            row.name = row.cadre.full_name
            row.title = row.title or (posts[row.cadre_id][0].title if posts.get(row.cadre_id) else "")
            row.starts_on = decided_on
    write_each([row for rows in people.values() for row in rows], ["name", "title", "starts_on"])


def last_number(prefix):
    """The highest number given so far under TU-2021-; codes are never taken back, so the next one leaves no gap."""
    given = Task.objects.filter(code__startswith=prefix, code__regex=rf"^{re.escape(prefix)}\d+$")
    numbers = given.annotate(number=Cast(Substr("code", len(prefix) + 1), IntegerField()))
    return numbers.aggregate(last=Max("number"))["last"] or 0


# ---- words and rows of the headline table ---------------------------------------------------------------------------


def giver_in_words(unit):
    """Who gives, as a decision prints it: a committee decides collectively, an agency through its head."""
    if not unit.kind.is_committee:
        return f"Thủ trưởng {unit.name}"
    # Đảng đoàn and ban cán sự đảng decide as a whole; they have no standing committee.
    return unit.name if unit.kind.code == "dang_doan" else f"Ban Thường vụ {unit.name}"


def level_in_words(post):
    """Diện quản lý: the committee that manages the highest post. "" where the roster doesn't say."""
    if post is None or post.managed_by is None:
        return ""
    managing = Unit.objects.select_related("kind").get(pk=post.managed_by_id)
    return f"Diện {giver_in_words(managing)} quản lý"


def groups_for(giver):
    """{code: row} of the headline table that the giver's tasks are counted in: its own, or the nearest one above."""
    rows = StatisticalGroup.objects.filter(committee__in=giver.ancestor_ids)
    found = {}
    for row in rows.select_related("committee").order_by("rank", "pk"):
        found.setdefault(row.committee.path, {})[row.code] = row
    return found[max(found, key=len)] if found else {}


def group_of(giver, post, rows):
    """The row of the table: tasks given by the table's own committee by its lead's management level, those of bodies
    below it as *phân cấp*. None where it can't be told (no table, or nobody manages the post)."""
    if not rows:
        return None
    if any(row.committee_id != giver.pk for row in rows.values()):
        return rows.get("phan-cap")
    if post is None or post.managed_by_id is None:
        return None
    return rows.get("btv" if post.managed_by_id == giver.pk else "con-lai")
