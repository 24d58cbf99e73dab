"""How is a change to a decided task asked for, withdrawn and appraised? (Deciding it: `granting`.)"""

from django.db import transaction

from cadres.models import Cadre, Office
from tasks_app import permissions as may
from tasks_app.actions import attaching, handing_over, lifecycle, proposals
from tasks_app.actions.notifying import desk_of, holders_of, notify
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import DESK, day, tell_assignees
from tasks_app.models import ChangeRequest, Notice, Task, TaskEvent

K, S = ChangeRequest.Kind, Task.Status
# In which states a change of a kind can be asked for and decided.
POSSIBLE_IN = {
    K.EXTENSION: (S.IN_FORCE, S.ON_HOLD),
    K.CONTENT: (S.IN_FORCE, S.ON_HOLD),
    K.ASSIGNEE: Task.OPEN,
    K.HOLD: (S.IN_FORCE,),
    K.RESUME: (S.ON_HOLD,),
    K.END: Task.OPEN,
    K.REMOVE: Task.OPEN,
}
# In the middle of a sentence: "đề nghị gia hạn".
WORDS = {
    K.EXTENSION: "gia hạn",
    K.CONTENT: "điều chỉnh chỉ tiêu, nội dung",
    K.ASSIGNEE: "thay đồng chí thực hiện",
    K.HOLD: "tạm dừng",
    K.RESUME: "tiếp tục thực hiện",
    K.END: "thôi giao",
    K.REMOVE: "đưa ra khỏi danh mục",
}
NEEDS_CAUSE = (K.EXTENSION, K.CONTENT)
# Once the deadline is over, these would make what came late look as if it were in time.
BEFORE_DEADLINE = (K.EXTENSION, K.CONTENT, K.HOLD)


def why_not(task, kind, *, on, pending=None):
    """Why no change of this kind can be asked for on that day, as a sentence; None when it can.

    `pending`: the kinds that wait for a decision, where the caller knows them.
    """
    if task.status not in POSSIBLE_IN[kind]:
        return f"Không thể đề nghị {WORDS[kind]} khi việc ở trạng thái «{task.get_status_display()}»."
    if kind in BEFORE_DEADLINE and on > task.due_on and not task.round.late_requests_allowed:
        return f"Đề nghị {WORDS[kind]} phải gửi trước khi hết hạn {task.due_on:%d/%m/%Y}."
    if pending is None:
        pending = set(task.changes.filter(outcome="").values_list("kind", flat=True))
    if kind in pending:
        return f"Đang có một đề nghị {WORDS[kind]} chờ quyết định."
    return None


@transaction.atomic
def ask(task, kind, *, reason, cause="", due_proposed=None, proposal=None, files=None, by, at, seen=None):
    """Đề nghị thay đổi: by the cadre, or drawn up by an officer. The task stays in force meanwhile.

    `proposal`: what `proposals.written` takes for a change of content; {"assignment": pk, "cadre": pk} for a change of
    assignee. `files`: the key of the form in which evidence was staged.
    """
    task = lifecycle.lock_one(task, seen=seen)
    if not may.may_ask_change(by, task):
        raise NotPossible("Đồng chí không có thẩm quyền đề nghị thay đổi việc này.")
    if refusal := why_not(task, kind, on=day(at)):
        raise NotPossible(refusal)
    if not reason.strip():
        raise NotPossible("Nêu lý do đề nghị.", field="reason")
    if kind in NEEDS_CAUSE and not cause:
        raise NotPossible("Chọn nguyên nhân chủ quan hoặc khách quan.", field="cause")
    if kind == K.EXTENSION:
        check_later(task, due_proposed, "due_proposed")
    is_cadre = may.is_assignee(by, task)
    made = ChangeRequest.objects.create(
        task=task, kind=kind, reason=reason, cause=cause, due_before=task.due_on, due_proposed=due_proposed,
        proposal=_written(task, kind, proposal or {}, on=day(at)), requested_by=by, requested_at=at,
        by_desk=not is_cadre,
    )  # fmt: skip
    attaching.claim(task, files, by=by, change=made)
    lifecycle.touch(task)
    until = f" đến {due_proposed:%d/%m/%Y}" if due_proposed else ""
    act = f"{'đề nghị' if is_cadre else 'lập đề nghị'} {WORDS[kind]}{until}"
    record(task, TaskEvent.Kind.CHANGE_ASKED, act, by=by, at=at, text=reason, data={"change": made.pk})
    _tell_of_request(task, f"{speaker(by, on=day(at))} {act} việc «{task.title}»", is_cadre, by=by, at=at)
    return made


def _tell_of_request(task, text, is_cadre, *, by, at):
    """The desk and the appraisers learn what waits for them; the cadre, what was drawn up about his task."""
    desk = list(desk_of(task, on=day(at)))
    notify(task, Notice.Kind.CHANGED, text, to=desk, why=DESK, at=at, by=by)
    known = {user.pk for user in desk}
    appraisers = holders_of(Office.Role.APPRAISER, over=task.giver, on=day(at)).exclude(pk__in=known)
    why = "Đồng chí thẩm định đề nghị thay đổi của cấp giao"
    notify(task, Notice.Kind.CHANGED, text, to=appraisers, why=why, at=at, by=by)
    if not is_cadre:
        tell_assignees(task, text, by=by, at=at)


@transaction.atomic
def add_evidence(change, files, *, by, at, seen=None):
    """Bổ sung minh chứng to a request that waits; by who asked, or the desk."""
    task, change = locked(change, seen)
    if not may.may_add_to_change(by, change):
        raise NotPossible("Chỉ người đề nghị bổ sung minh chứng cho đề nghị này.")
    added = attaching.claim(task, files, by=by, change=change)
    if not added:
        raise NotPossible("Chọn ít nhất một tệp.", field=attaching.FIELD)
    lifecycle.touch(task)
    act = f"bổ sung minh chứng cho đề nghị {WORDS[change.kind]}"
    names = ", ".join(file.name for file in added)
    record(task, TaskEvent.Kind.CHANGE_ASKED, act, by=by, at=at, text=names, data={"change": change.pk})
    told = f"{speaker(by, on=day(at))} {act} việc «{task.title}»"
    notify(task, Notice.Kind.CHANGED, told, to=desk_of(task, on=day(at)), why=DESK, at=at, by=by)
    return added


@transaction.atomic
def withdraw(change, *, reason="", by, at, seen=None):
    """Rút đề nghị before it is decided: by who asked, or for the desk by any officer. It stays on record."""
    task, change = locked(change, seen)
    if not may.may_withdraw_change(by, change):
        raise NotPossible("Chỉ người đề nghị được rút đề nghị này.")
    change.outcome, change.outcome_reason = ChangeRequest.Outcome.WITHDRAWN, reason
    change.decided_on, change.decided_by = day(at), by
    change.save()
    lifecycle.touch(task)
    act = f"rút đề nghị {WORDS[change.kind]}"
    record(task, TaskEvent.Kind.CHANGE_WITHDRAWN, act, by=by, at=at, text=reason, data={"change": change.pk})
    told = f"{speaker(by, on=day(at))} {act} việc «{task.title}»"
    notify(task, Notice.Kind.CHANGED, told, to=desk_of(task, on=day(at)), why=DESK, at=at, by=by)
    tell_assignees(task, told, by=by, at=at)
    return change


@transaction.atomic
def give_opinion(change, text, *, advice="", by, at, seen=None):
    """Ghi ý kiến thẩm định on a request that waits for its decision."""
    task, change = locked(change, seen)
    if not may.may_give_opinion_on_change(by, task):
        raise NotPossible("Đồng chí không có thẩm quyền thẩm định đề nghị này.")
    if change.opinion:
        raise NotPossible("Đề nghị này đã có ý kiến thẩm định.")
    change.advice, change.opinion, change.opinion_by, change.opinion_at = advice, text, by, at
    change.save(update_fields=["advice", "opinion", "opinion_by", "opinion_at"])
    lifecycle.touch(task)
    said = (
        f": {ChangeRequest.Advice(advice).label[:1].lower()}{ChangeRequest.Advice(advice).label[1:]}"
        if advice
        else ""
    )
    act = f"thẩm định đề nghị {WORDS[change.kind]}{said}"
    record(task, TaskEvent.Kind.APPRAISED, act, by=by, at=at, text=text, data={"change": change.pk})
    told = f"Đã có ý kiến thẩm định đề nghị {WORDS[change.kind]} việc «{task.title}»"
    notify(task, Notice.Kind.CHANGED, told, to=desk_of(task, on=day(at)), why=DESK, at=at, by=by)
    return change


def locked(change, seen):
    """The task under its lock, and the request read again after it: whoever comes second finds it decided."""
    task = lifecycle.lock_one(change.task, seen=seen)
    change = ChangeRequest.objects.select_related("requested_by").get(pk=change.pk)
    change.task = task
    if change.outcome:
        raise NotPossible(
            f"Đề nghị này đã được quyết định ngày {change.decided_on:%d/%m/%Y}: {change.get_outcome_display()}."
            if change.outcome != ChangeRequest.Outcome.WITHDRAWN
            else f"Đề nghị này đã được rút ngày {change.decided_on:%d/%m/%Y}."
        )
    return task, change


def check_later(task, due_on, field):
    if due_on is None or due_on <= task.due_on:
        raise NotPossible(f"Hạn mới phải sau hạn hiện tại {task.due_on:%d/%m/%Y}.", field=field)


def _written(task, kind, proposal, *, on):
    """The proposal as it is kept: figures as exact strings beside the ones they would replace, names beside ids."""
    if kind == K.CONTENT:
        return proposals.written(task, proposal)
    if kind == K.ASSIGNEE:
        assignment = task.assignments.open().filter(pk=proposal.get("assignment")).first()
        cadre = Cadre.objects.filter(pk=proposal.get("cadre")).first()
        if assignment is None or cadre is None or cadre.pk in may.assigned_cadres(task):
            raise NotPossible("Chọn một đồng chí khác với đồng chí đang được giao.", field="cadre")
        return {
            "assignment": assignment.pk, "from": assignment.name, "cadre": cadre.pk, "to": cadre.full_name,
            "title": handing_over.title_of(cadre, on=on),
        }  # fmt: skip
    return {}
