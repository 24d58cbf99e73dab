"""How does a round's annex become tasks: drafts, or tasks decided by the paper that the annex belongs to?"""

from collections import Counter
from datetime import date

from cadres.models import Office
from cadres.offices import standing
from tasks_app.actions import rounds
from tasks_app.actions.deciding import decide
from tasks_app.actions.intake import Outcome
from tasks_app.actions.matching import Matcher, Terms
from tasks_app.actions.ordering import change_draft, list_orders
from tasks_app.actions.recording import record_many
from tasks_app.actions.refusals import NotPossible
from tasks_app.exchange.annex import ANNEX, parse
from tasks_app.exchange.problems import Problem
from tasks_app.models import Assignment, Field, Indicator, Round, RoundEvent, Task

LAYOUT = ANNEX
OPTIONS = ("field",)
BATCH = 500


def may_take(user, sheet_import):
    round = sheet_import.round
    return not round.is_over and round.committee_id in standing(user).units(Office.Role.OFFICER)


def terms_of(sheet_import, on):
    options = sheet_import.options
    decided = options.get("issued_on")
    chosen = Field.objects.filter(pk=options["field"]).first() if options.get("field") else None
    return Terms(sheet_import.round, on, chosen, date.fromisoformat(decided) if decided else None)


def examine(sheet, header, sheet_import, *, on, progress):
    annex = parse(sheet, header, skip_hidden=bool(sheet_import.options.get("skip_hidden")))
    terms = terms_of(sheet_import, on)
    matcher = Matcher(annex, header, terms, by=sheet_import.by)
    planned = matcher.run(progress)
    problems = annex.problems + matcher.problems
    if terms.field is None and "field" not in annex.has and any(p.task is None for p in planned):
        problems.append(Problem(0, 0, "Bảng không có cột «Lĩnh vực»: chọn lĩnh vực chung cho cả bảng"))
    return Outcome(
        problems, annex.notes + matcher.notes, planned, [_row(p) for p in planned], _counts(planned)
    )


def essence(planned):
    """What taking the annex would do, as a plain value."""
    return [
        (
            p.line.row,
            p.state,
            p.task and (p.task.pk, p.task.version),
            p.changes,
            p.draft and _essence(p.draft),
        )
        for p in planned
    ]


def _essence(draft):
    people = [(person.cadre.pk, person.title) for person in draft.people]
    return (
        draft.title,
        draft.unit.pk,
        draft.field.pk,
        people,
        draft.due_on,
        draft.starts_on,
        [repr(f) for f in draft.figures],
    )


def _row(planned):
    line = planned.line
    draft = planned.draft
    people = [[p.cadre.full_name, p.title] for p in draft.people] if draft else [
        [name, line.posts[n] if n < len(line.posts) else ""] for n, name in enumerate(line.people)
    ]  # fmt: skip
    figures = [
        [
            f.name,
            _number(f.baseline),
            _number(f.target) + (f"/{_number(f.whole)}" if f.whole else ""),
            f.measure,
        ]
        for f in line.figures
    ]
    return {
        "row": line.row, "number": line.number, "group": line.group, "people": people, "title": line.title,
        "unit": draft.unit.name if draft else line.unit, "figures": figures,
        "due": f"{line.due_on:%d/%m/%Y}" if line.due_on else "", "state": planned.state,
        "code": planned.task.code or "" if planned.task else "", "changes": [list(c) for c in planned.changes],
    }  # fmt: skip


def _number(value):
    return "" if value is None else f"{value:f}".replace(".", ",")


def _counts(planned):
    states = Counter(p.state for p in planned)
    people = {p.cadre.pk for one in planned if one.draft for p in one.draft.people}
    groups = {}
    for one in planned:
        if one.line.group:
            tasks, cadres = groups.setdefault(one.line.group, (0, set()))
            cadres |= {p.cadre.pk for p in one.draft.people} if one.draft else set()
            groups[one.line.group] = (tasks + 1, cadres)
    return {
        "tasks": len(planned), "people": len(people), "new": states["new"], "changed": states["changed"], "same": states["same"],
        "groups": [[name, tasks, len(cadres)] for name, (tasks, cadres) in groups.items()],
    }  # fmt: skip


# ---- saving ----------------------------------------------------------------------------------------------------------


def lock(sheet_import):
    Round.objects.select_for_update(no_key=True).get(pk=sheet_import.round_id)


def save(planned, sheet_import, *, by, at, progress):
    """Drafts made and changed; with a decision among the terms, the whole annex is listed and decided by it in its order."""
    round, options = sheet_import.round, sheet_import.options
    if not may_take(by, sheet_import):
        raise NotPossible("Đồng chí không có thẩm quyền nhập danh mục vào đợt này.")
    made = create_drafts(
        [p.draft for p in planned if p.task is None], f"nhập từ danh mục «{sheet_import.name}»", by=by, at=at
    )
    fresh = iter(made)
    tasks = []
    for number, one in enumerate(planned, 1):
        if one.task is None:
            tasks.append(next(fresh))
        elif one.changes:
            tasks.append(change_draft(one.task, one.draft, by=by, at=at))
        else:
            tasks.append(one.task)
        progress(number)
    decided = _decide(planned, tasks, options, by=by, at=at) if options.get("issued_on") else []
    states = Counter(p.state for p in planned)
    result = {
        "new": states["new"], "changed": states["changed"], "same": states["same"], "decided": len(decided),
        "first": decided[0].code if decided else "", "last": decided[-1].code if decided else "",
    }  # fmt: skip
    if states["new"] or states["changed"] or decided:
        words = f"{states['new']} việc mới, {states['changed']} việc sửa, {len(decided)} việc ghi quyết định"
        rounds.record(round, RoundEvent.Kind.IMPORTED, by=by, at=at, text=f"{sheet_import.name}: {words}")
    return result


def _decide(planned, tasks, options, *, by, at):
    drafts = [task for task in tasks if task.status == Task.Status.DRAFT]
    listed = {task.pk: task for task in list_orders(drafts, by=by, at=at)} if drafts else {}
    waiting = [(p, listed.get(task.pk, task)) for p, task in zip(planned, tasks, strict=True)]
    waiting = [(p, task) for p, task in waiting if task.status == Task.Status.AWAITING_DECISION]
    if not waiting:
        return []
    return decide(
        [task for _, task in waiting], number=options["number"], symbol=options["symbol"],
        issued_on=date.fromisoformat(options["issued_on"]), summary=options.get("summary", ""), by=by, at=at,
        groups={task.pk: p.group for p, task in waiting if p.group},
    )  # fmt: skip


def create_drafts(drafts, act, *, by, at):
    """Many drafts at once, each with its rows and its event; the same as `ordering.create_draft`, in a handful of statements."""
    tasks = Task.objects.bulk_create(
        [Task(**draft.columns, created_by=by, created_at=at) for draft in drafts], batch_size=BATCH
    )
    Assignment.objects.bulk_create(
        [
            Assignment(
                task=task, cadre=person.cadre, collective=person.collective, starts_on=draft.starts_on,
                role=Assignment.Role.CO if place else Assignment.Role.LEAD, name=person.cadre.full_name, title=person.title[:300],
            )
            for task, draft in zip(tasks, drafts, strict=True)
            for place, person in enumerate(draft.people)
        ],
        batch_size=BATCH,
    )  # fmt: skip
    Indicator.objects.bulk_create(
        [
            Indicator(task=task, rank=rank, **{k: v for k, v in vars(figure).items() if k != "pk"})
            for task, draft in zip(tasks, drafts, strict=True)
            for rank, figure in enumerate(draft.figures, 1)
        ],
        batch_size=BATCH,
    )
    through = Task.coordinating_units.through
    through.objects.bulk_create(
        [
            through(task=task, unit=unit)
            for task, draft in zip(tasks, drafts, strict=True)
            for unit in draft.coordinating_units
        ],
        batch_size=BATCH,
    )
    record_many(tasks, "created", act, by=by, at=at)
    return tasks
