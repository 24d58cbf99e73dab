"""How is a request for a change decided, granted in full or in part or refused, and how does it take effect?"""

from django.db import transaction

from cadres.models import Cadre
from tasks_app import permissions as may
from tasks_app.actions import handing_over, lifecycle, proposals
from tasks_app.actions.changing import POSSIBLE_IN, WORDS, check_later, locked
from tasks_app.actions.contents import write_content
from tasks_app.actions.deadlines import settle_commitments, settle_deadlines
from tasks_app.actions.measuring import MEASURED, measure_tasks
from tasks_app.actions.notifying import desk_of, notify
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import DESK, day, tell_assignees
from tasks_app.models import ChangeRequest, Notice, TaskEvent

K, Outcome = ChangeRequest.Kind, ChangeRequest.Outcome
# The arrow that an approved request sets going.
STEPS = {K.HOLD: "hold", K.RESUME: "resume", K.END: "end_early", K.REMOVE: "remove"}


@transaction.atomic
def approve(change, *, document, due_approved=None, granted=None, reason="", by, at, seen=None):
    """Ghi quyết định đồng ý: the change takes effect, with the paper it rests on, in one transaction.

    Another day (`due_approved`) or other content (`granted`, as `proposals.narrowed` gives it) than asked is granted in part,
    and has a reason.
    """
    task, change = locked(change, seen)
    _may_decide(task, by)
    if document is None:
        raise NotPossible("Ghi số, ký hiệu và ngày của văn bản.", field="number")
    change.document, change.decided_on = document, document.issued_on
    return _grant(task, change, due_approved=due_approved, granted=granted, reason=reason, by=by, at=at)


@transaction.atomic
def grant_delegated(change, *, due_approved=None, reason="", by, at, seen=None):
    """Duyệt gia hạn trong phạm vi được giao: a short extension by the one person to whom the round leaves it, without a paper."""
    task, change = locked(change, seen)
    if change.kind != K.EXTENSION or not may.may_grant_extension(by, task):
        raise NotPossible("Đồng chí không được giao duyệt gia hạn việc này.")
    due = due_approved or change.due_proposed
    most = task.round.extension_days
    # All that were left to him count together: ten small ones are no small one.
    used = sum(c.days_granted for c in task.changes.granted().filter(delegated=True))
    if (due - task.due_on).days + used > most:
        raise NotPossible(
            f"Đồng chí được duyệt gia hạn nhiều nhất {most} ngày đối với một việc"
            + (f", đã duyệt {used} ngày" if used else "")
            + ". Gia hạn dài hơn do cấp giao quyết định.",
            field="due_approved",
        )
    change.delegated, change.decided_on = True, day(at)
    granted = _grant(task, change, due_approved=due_approved, reason=reason, by=by, at=at)
    told = f"{speaker(by, on=day(at))} đã duyệt gia hạn việc «{task.title}» đến {due:%d/%m/%Y}"
    notify(granted.task, Notice.Kind.CHANGED, told, to=desk_of(task, on=day(at)), why=DESK, at=at, by=by)
    return granted


def _grant(task, change, *, due_approved, reason, by, at, granted=None):
    if task.status not in POSSIBLE_IN[change.kind]:
        raise NotPossible(
            f"Không thể {WORDS[change.kind]} khi việc ở trạng thái «{task.get_status_display()}»."
        )
    change.outcome, change.outcome_reason, change.decided_by = Outcome.APPROVED, reason, by
    if change.kind == K.EXTENSION:
        change.due_approved = due_approved or change.due_proposed
        check_later(task, change.due_approved, "due_approved")
        in_part = change.due_approved != change.due_proposed
    else:
        in_part = change.kind == K.CONTENT and granted is not None and granted != change.proposal
    if in_part:
        change.outcome = Outcome.PARTLY
        if not reason.strip():
            raise NotPossible("Nêu lý do quyết định khác với đề nghị.", field="reason")
    if change.kind == K.CONTENT:
        change.granted = change.proposal if granted is None else granted
        if not change.granted:
            raise NotPossible("Chọn ít nhất một nội dung được đồng ý, hoặc ghi không đồng ý.")
        proposals.require_whole(task, change.granted)
    change.save()
    if change.kind in STEPS:
        _step(task, change, by=by, at=at)
    elif change.kind == K.ASSIGNEE:
        _replace(task, change, by=by, at=at)
    else:
        _rewrite(task, change, by=by, at=at)
    return change


@transaction.atomic
def refuse(change, *, reason, document=None, by, at, seen=None):
    """Ghi quyết định không đồng ý, with its reason; nothing else changes."""
    task, change = locked(change, seen)
    _may_decide(task, by)
    if not reason.strip():
        raise NotPossible("Nêu lý do không đồng ý để đồng chí được giao biết.", field="reason")
    change.outcome, change.outcome_reason, change.document = Outcome.REFUSED, reason, document
    change.decided_on, change.decided_by = document.issued_on if document else day(at), by
    change.save()
    lifecycle.touch(task)
    act = f"ghi quyết định không đồng ý {WORDS[change.kind]}"
    record(
        task, TaskEvent.Kind.CHANGE_DECIDED, act, by=by, at=at, text=reason, document=document,
        data={"change": change.pk},
    )  # fmt: skip
    tell_assignees(task, f"Đề nghị {WORDS[change.kind]} việc «{task.title}» không được đồng ý", by=by, at=at)
    return change


def _may_decide(task, by):
    if not may.may_decide_change(by, task):
        raise NotPossible("Đồng chí không có thẩm quyền ghi quyết định về đề nghị này.")


def _step(task, change, *, by, at):
    """Hold, resume, end, remove: the arrow of the workflow, with its own event."""
    document, reason = change.document, change.outcome_reason or change.reason
    moved = lifecycle.move(
        task, STEPS[change.kind], by=by, at=at, reason=reason, document=document, seen=task.version
    )
    measure_tasks([moved], on=day(at))
    moved.save(update_fields=MEASURED)
    tell_assignees(moved, f"Việc «{task.title}»: {WORDS[change.kind]} theo văn bản {document}", by=by, at=at)


def _replace(task, change, *, by, at):
    assignment = task.assignments.filter(pk=change.proposal["assignment"]).first()
    if assignment is None or assignment.ends_on:
        raise NotPossible("Đồng chí được đề nghị thay không còn được giao việc này.")
    handing_over.hand_over(
        task, assignment, handing_over.Outcome.SUCCESSOR, to_cadre=Cadre.objects.get(pk=change.proposal["cadre"]),
        handed_over_on=max(assignment.starts_on, change.document.issued_on), state_note=change.reason,
        document=change.document, by=by, at=at, seen=task.version,
    )  # fmt: skip


def _rewrite(task, change, *, by, at):
    """An extension or other targets: a new version of the content; the original deadline and targets are left alone."""
    if change.kind == K.EXTENSION:
        what = f"gia hạn đến {change.due_approved:%d/%m/%Y}, hạn trước đó {task.due_on:%d/%m/%Y}"
        closing = [on for on in (task.due_on, task.named_due_on) if on]
        task.due_on = change.due_approved
        settle_deadlines([task])
        if task.named_due_on:
            what += f", tính đến {task.due_on:%d/%m/%Y} theo lịch làm việc"
        # Figures that were to be closed at the deadline are closed at the new one.
        task.indicators.filter(due_on__in=closing).update(due_on=task.due_on)
        task.extension_count += 1
    else:
        what = WORDS[K.CONTENT]
        proposals.take_effect(task, change.granted, on=change.decided_on)
        # A new content asks for a new commitment.
        task.committed_on = None
        settle_commitments([task], since=day(at))
    write_content(task, by=by, at=at, document=change.document, reason=change.reason)
    measure_tasks([task], on=day(at))
    lifecycle.touch(
        task, "due_on", "named_due_on", "extension_count", "product", "committed_on", "commitment_due_on", "named_commitment_due_on",
        "content_version",
        *MEASURED,
    )  # fmt: skip
    in_part = " (đồng ý một phần)" if change.outcome == Outcome.PARTLY else ""
    verb = "duyệt" if change.delegated else "ghi quyết định"
    record(
        task, TaskEvent.Kind.CHANGE_DECIDED, f"{verb} {what}{in_part}", by=by, at=at,
        text=change.outcome_reason or change.reason, document=change.document, data={"change": change.pk},
    )  # fmt: skip
    tell_assignees(task, f"Việc «{task.title}»: {what}{in_part}", by=by, at=at)
