"""What does one task look like to this person, and what may he do with it now?"""

from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cadres.offices import standing
from cadres.views.access import VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions.contents import differences
from tasks_app.actions.registering import changed_since_last_time
from tasks_app.forms.acts import DirectionForm
from tasks_app.models import Indicator, Task
from tasks_app.models.marks import secondary_marks
from tasks_app.permissions import READERS, visible_tasks
from tasks_app.statistics.careers import months
from tasks_app.statistics.consideration import CHANGES
from tasks_app.views.acting import today, visible_task
from tasks_app.views.advance import advance
from tasks_app.views.buttons import acts_on, buttons_of
from tasks_app.views.dossier import dossier
from tasks_app.views.inspection_rows import inspection_acts
from tasks_app.views.papers import papers_of
from tasks_app.views.scoring import scores_shown
from tasks_app.views.timeline import timeline
from tasks_app.views.urge_log import messages_for
from tasks_app.workflow import TRANSITIONS

CONTRIBUTIONS_SHOWN = 20
S = Task.Status
S_BEFORE = (*Task.UNDER_CONSIDERATION, S.DRAFT)


@rule(VISIBLE_TASK)
def task_page(request, ref):
    """GET /viec/<ref>/. `?dien-bien=tat-ca` shows the whole timeline, `?minh-chung=tat-ca` all files."""
    task = visible_task(request, ref)
    whole = request.GET.get("dien-bien") == "tat-ca"
    if request.htmx and whole:
        lines = timeline(task, whole=True)
        words = {"task": task, "lines": lines, "event_count": len(lines)}
        return render(request, "tasks_app/task/timeline.html", words)
    return render(request, "tasks_app/task_page.html", page_of(request, task, whole=whole))


def page_of(request, task, *, whole=False):
    """All that the page shows: at most seven queries beside the frame's, whatever the number of rows."""
    on, user = today(), request.user
    people, past = people_of(task)
    for person in (*people, *past):
        person.months = months(person.starts_on, person.ends_on or task.finished_on or on)
    every = list(Indicator.on_record.filter(task=task).order_by("rank", "pk"))
    indicators = [row for row in every if row.dropped_on is None]
    record = dossier(task, every, all_files=request.GET.get("minh-chung") == "tat-ca")
    higher, contributions = neighbours(user, task, record, on)
    scores = scores_shown(user, task, record)  # before the papers: it knows his seat in the council
    offered, made = papers_of(user, task, record)
    lines = timeline(task, whole=whole)
    record.helpers = [row for row in record.helpers if helps_on(row, on)]
    for change in record.pending:
        change.acts = acts_on(user, task, change)
    inspection_acts(user, task, record)
    for row in record.obstacles:
        row.may_solve = not row.solved_on and may.may_solve_obstacle(user, _obstacle(task, row))
    for row in record.directions:
        row.task = task
        row.may_answer = not (row.closed_at or row.answered_at) and may.may_answer_direction(user, row)
        row.may_follow = not row.closed_at and may.may_follow_direction(user, row)
    for row in record.recommendations:
        row.may_answer = not row.answered_on and may.may_answer_recommendation(
            user, _recommendation(task, row)
        )
    return {
        "task": task,
        "on": on,
        "scores": scores,
        "objecting": objecting_to(user, task, record, on),
        "handover": handover_to(user, task, record),
        "may_answer_objection": may.may_answer_objection(user, task),
        "crumbs": crumbs_of(user, task),
        "people": people,
        "past": past,
        "lead": people[0] if people else None,
        "advance": advance(task, indicators, record.targets, on=on),
        "dropped": [row for row in every if row.dropped_on],
        "has_confirmed": any(row.confirmed is not None for row in indicators),
        "record": record,
        "versions": versions_of(record.contents),
        "changed_since": changed_since_last_time(task),
        "secondary": secondary_marks(task, on),
        "buttons": buttons_of(user, task, record, on=on, years=years_of(task, record, on)),
        "waiting": waiting_for(task, record, lines),
        "higher": higher,
        "contributions": contributions[:CONTRIBUTIONS_SHOWN],
        "adjustments": adjustments_of(task) if task.status in S_BEFORE else [],
        "scans": task.decision.scans.order_by("pk") if task.decision else [],
        "survivor": visible_tasks(user).filter(pk=task.merged_into_id).first()
        if task.merged_into_id
        else None,
        "offered_papers": offered,
        "made_papers": made,
        "reads_register": may.reads_register_of(user, task),
        "lines": lines,
        "event_count": record.event_count,
        "may_answer": may.may_answer(user, task),
        "chat": chat_of(user, task, record),
        "may_approve_plan": may.may_approve_plan(user, task),
        "direction_form": DirectionForm(task=task, people=people) if may.may_direct(user, task) else None,
    }


def helps_on(row, on):
    """Is the authorisation in force on that day? Its last day is set for the page."""
    row.last_on = row.ends_on and row.ends_on - timedelta(days=1)
    return row.starts_on <= on and (row.ends_on is None or row.ends_on > on)


def objecting_to(user, task, record, on):
    """The conclusion to which this cadre may still object, and until when: (conclusion, last day); None else."""
    if not may.may_object(user, task):
        return None
    cadre = standing(user).cadre_id
    for conclusion in record.conclusions:
        until = timezone.localdate(conclusion.at) + timedelta(days=task.round.objection_days)
        said = any(o.cadre == cadre and o.against == conclusion.number for o in conclusion.objections)
        final = conclusion.year is None
        if on <= until and not said and (final == (task.status == S.CONCLUDED)):
            return conclusion, until
    return None


def handover_to(user, task, record):
    """The open minutes that hand this task over, for who is a party to them or draws them up."""
    cadre = standing(user).cadre_id
    for row in record.handovers:
        if cadre in (row.cadre, row.to_cadre) or may.may_hand_over(user, task):
            return row
    return None


def chat_of(user, task, record):
    """Messages to copy for the newest urge, for whoever may urge."""
    if not record.urges or record.urges[0].replied_at or not may.may_urge(user, task):
        return []
    newest = record.urges[0]
    return messages_for([SimpleNamespace(task=task, answer_by=newest.answer_by_on)])


def people_of(task):
    """(assigned now, earlier ones): one query, from which the predicates about own tasks read as well."""
    rows = list(task.assignments.all().lead_first())
    task.people = [row for row in rows if row.ends_on is None]
    task._all_cadres = frozenset(row.cadre_id for row in rows)
    return task.people, [row for row in rows if row.ends_on]


def adjustments_of(task):
    """What the desk changed before the decision, newest first; once it is decided the timeline alone tells it."""
    return list(task.events.filter(kind__in=CHANGES, data__has_key="changes").order_by("-at", "-pk"))


def neighbours(user, task, record, on):
    """The higher task that this one makes concrete, and those that contribute to it, as far as the user may see them."""
    if not (task.contributes_to_id or record.contribution_count):
        return None, []
    related = Q(contributes_to=task.pk, decided_on__isnull=False)
    if task.contributes_to_id:
        related |= Q(pk=task.contributes_to_id)
    found = list(
        visible_tasks(user).filter(related).with_mark(on).order_by("due_on", "pk")[: CONTRIBUTIONS_SHOWN + 2]
    )
    higher = next((other for other in found if other.pk == task.contributes_to_id), None)
    return higher, [other for other in found if other is not higher]


def crumbs_of(user, task):
    """A reader comes from the list and the giver's overview, a cadre from his own tasks."""
    me = standing(user)
    name = task.code or task.get_status_display()
    if not me.units(*READERS):
        return [("Việc của tôi", reverse("tasks:my_tasks")), (name, "")]
    crumbs = [("Việc", reverse("tasks:task_list"))]
    if any(task.giver.path.startswith(path) for path in me.paths(*READERS)):
        crumbs.append((task.giver.name, reverse("tasks:unit_overview", args=[task.giver_id])))
    return [*crumbs, (name, "")]


def versions_of(contents):
    """Versions after the first, newest first, each with what it changed: (label, before, after)."""
    return [(new, differences(old.content, new.content)) for new, old in pairwise(contents)]


def years_of(task, record, on):
    """As `concluding.years_to_conclude`, from what is on the page already."""
    if task.status != S.IN_FORCE:
        return []
    done = {conclusion.year for conclusion in record.conclusions}
    return [y for y in range(task.starts_on.year, min(task.due_on.year - 1, on.year) + 1) if y not in done]


def waiting_for(task, record, lines):
    """Đang chờ ở khâu nào, or why it stopped: (tone, title, text), None while it simply runs."""
    giver = task.giver_name or task.giver.name
    last = next((line for line in lines if line.kind in TRANSITIONS), None)
    why = last.quote if last else ""
    paper = last.paper if last else ""
    if last and last.kind == "return" and task.status == S.DRAFT:
        return "tre", "Đã trả lại để hoàn thiện", why
    if last and last.kind == "send_back" and task.status == S.IN_FORCE:
        return "tre", "Yêu cầu bổ sung trước khi kết luận", why
    return {
        S.DRAFT: (
            "tin",
            "Bản nháp",
            "Chưa gửi đi. Chỉ người lập và người có trách nhiệm chuẩn bị nhìn thấy.",
        ),
        S.SUBMITTED: (
            "tin",
            "Đang chờ ở khâu kiểm tra hình thức",
            f"Chuyên viên theo dõi của {giver} kiểm tra.",
        ),
        S.APPRAISING: ("tin", "Đang chờ ý kiến thẩm định", f"Cơ quan thẩm định của {giver} cho ý kiến."),
        S.AWAITING_DECISION: ("tin", "Đang chờ quyết định", f"Đã đưa vào danh mục trình {giver}."),
        S.REJECTED: ("tre", "Không đưa vào danh mục", why),
        S.WITHDRAWN: ("tin", "Thôi đăng ký", why),
        S.MERGED: ("tre", "Đã gộp vào việc khác", why),
        S.ON_HOLD: ("tre", "Tạm dừng thực hiện", ". ".join(filter(None, (why, paper)))),
        S.AWAITING_CONCLUSION: ("tin", "Đang chờ kết luận", f"{giver} xem xét, công nhận kết quả."),
        S.ENDED_EARLY: ("tre", "Thôi giao", ". ".join(filter(None, (why, paper)))),
        S.REMOVED: ("tre", "Đưa ra khỏi danh mục", ". ".join(filter(None, (why, paper)))),
    }.get(task.status)


def _obstacle(task, row):
    solver = SimpleNamespace(path=row.solver_path) if row.solver_path else None
    return SimpleNamespace(task=task, solver=solver)


def _recommendation(task, row):
    return SimpleNamespace(task=task, addressee=SimpleNamespace(path=row.addressee_path))
