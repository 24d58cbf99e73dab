"""How is a change to a decided task asked for, appraised and decided, the original always left visible?"""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from cadres.models import Cadre
from tasks_app import permissions as may
from tasks_app.actions import handing_over, lifecycle
from tasks_app.actions.contents import plain, write_content
from tasks_app.actions.measuring import MEASURED, measure_tasks
from tasks_app.actions.notifying import desk_of, notify
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import DESK, day, tell_assignees
from tasks_app.models import ChangeRequest, Notice, Task, TaskEvent

K, S = ChangeRequest.Kind, Task.Status
Outcome = ChangeRequest.Outcome
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
# The arrow that an approved request sets going.
STEPS = {K.HOLD: "hold", K.RESUME: "resume", K.END: "end_early", K.REMOVE: "remove"}
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


def why_not(task, kind, *, on, pending=None):
    """Why no change of this kind can be asked for on that day, as a sentence; None when it can.

    `pending`: the kinds that wait for a decision, where the caller knows them.
    """
    if task.status not in POSSIBLE_IN[kind]:
        return f"Không thể đề nghị {WORDS[kind]} khi việc ở trạng thái «{task.get_status_display()}»."
    if kind == K.EXTENSION and on > task.due_on and not task.round.late_requests_allowed:
        return f"Đề nghị gia hạn phải gửi trước khi hết hạn {task.due_on:%d/%m/%Y}."
    if pending is None:
        pending = set(task.changes.filter(outcome="").values_list("kind", flat=True))
    if kind in pending:
        return f"Đang có một đề nghị {WORDS[kind]} chờ quyết định."
    return None


@transaction.atomic
def ask(task, kind, *, reason, cause="", due_proposed=None, proposal=None, by, at, seen=None):
    """Đề nghị thay đổi: by the cadre, or drawn up by an officer. The task stays in force meanwhile.

    `proposal`: {"targets": {indicator pk: new target}, "product": text} for a change of content; {"assignment": pk,
    "cadre": pk} for a change of assignee.
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
        _check_later(task, due_proposed, "due_proposed")
    made = ChangeRequest.objects.create(
        task=task, kind=kind, reason=reason, cause=cause, due_before=task.due_on, due_proposed=due_proposed,
        proposal=_written(task, kind, proposal or {}, on=day(at)), requested_by=by, requested_at=at,
    )  # fmt: skip
    lifecycle.touch(task)
    is_cadre = may.is_assignee(by, task)
    until = f" đến {due_proposed:%d/%m/%Y}" if due_proposed else ""
    act = f"{'đề nghị' if is_cadre else 'lập đề nghị'} {WORDS[kind]}{until}"
    record(task, TaskEvent.Kind.CHANGE_ASKED, act, by=by, at=at, text=reason, data={"change": made.pk})
    text = f"{speaker(by, on=day(at))} {act} việc «{task.title}»"
    notify(task, Notice.Kind.CHANGED, text, to=desk_of(task, on=day(at)), why=DESK, at=at, by=by)
    if not is_cadre:
        tell_assignees(task, text, by=by, at=at)
    return made


@transaction.atomic
def give_opinion(change, text, *, by, at, seen=None):
    """Ghi ý kiến thẩm định on a request that waits for its decision."""
    task, change = _locked(change, seen)
    if not may.may_give_opinion_on_change(by, task):
        raise NotPossible("Đồng chí không có thẩm quyền thẩm định đề nghị này.")
    if change.opinion:
        raise NotPossible("Đề nghị này đã có ý kiến thẩm định.")
    change.opinion, change.opinion_by, change.opinion_at = text, by, at
    change.save(update_fields=["opinion", "opinion_by", "opinion_at"])
    lifecycle.touch(task)
    act = f"thẩm định đề nghị {WORDS[change.kind]}"
    record(task, TaskEvent.Kind.APPRAISED, act, by=by, at=at, text=text, data={"change": change.pk})
    return change


@transaction.atomic
def approve(change, *, document, due_approved=None, reason="", by, at, seen=None):
    """Ghi quyết định đồng ý: the change takes effect, with the paper it rests on, in one transaction."""
    task, change = _locked(change, seen)
    _may_decide(task, by)
    if document is None:
        raise NotPossible("Ghi số, ký hiệu và ngày của văn bản.", field="number")
    if task.status not in POSSIBLE_IN[change.kind]:
        raise NotPossible(
            f"Không thể {WORDS[change.kind]} khi việc ở trạng thái «{task.get_status_display()}»."
        )
    change.outcome, change.outcome_reason, change.document = Outcome.APPROVED, reason, document
    change.decided_on, change.decided_by = document.issued_on, by
    if change.kind == K.EXTENSION:
        change.due_approved = due_approved or change.due_proposed
        _check_later(task, change.due_approved, "due_approved")
    change.save()
    if change.kind in STEPS:
        _step(task, change, document, by=by, at=at)
    elif change.kind == K.ASSIGNEE:
        _replace(task, change, document, by=by, at=at)
    else:
        _rewrite(task, change, document, by=by, at=at)
    return change


@transaction.atomic
def refuse(change, *, reason, document=None, by, at, seen=None):
    """Ghi quyết định không đồng ý, with its reason; nothing else changes."""
    task, change = _locked(change, seen)
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


def _locked(change, seen):
    """The task under its lock, and the request read again after it: whoever comes second finds it decided."""
    task = lifecycle.lock_one(change.task, seen=seen)
    change = ChangeRequest.objects.get(pk=change.pk)
    change.task = task
    if change.outcome:
        raise NotPossible(
            f"Đề nghị này đã được quyết định ngày {change.decided_on:%d/%m/%Y}: {change.get_outcome_display()}."
        )
    return task, change


def _may_decide(task, by):
    if not may.may_decide_change(by, task):
        raise NotPossible("Đồng chí không có thẩm quyền ghi quyết định về đề nghị này.")


def _check_later(task, due_on, field):
    if due_on is None or due_on <= task.due_on:
        raise NotPossible(f"Hạn mới phải sau hạn hiện tại {task.due_on:%d/%m/%Y}.", field=field)


def _written(task, kind, proposal, *, on):
    """The proposal as it is kept: figures as exact strings beside the ones they would replace, names beside ids."""
    if kind == K.CONTENT:
        rows = {row.pk: row for row in task.indicators.all()}
        targets = {
            str(pk): {"name": rows[pk].name, "from": plain(rows[pk].target), "to": plain(target)}
            for pk, target in proposal.get("targets", {}).items()
            if pk in rows and target is not None and rows[pk].target != target
        }
        product = proposal.get("product", "")
        kept = {"targets": targets}
        if product and product != task.product:
            kept["product"] = {"from": task.product, "to": product}
        if not targets and len(kept) == 1:
            raise NotPossible("Ghi ít nhất một chỉ tiêu hoặc nội dung đề nghị điều chỉnh.")
        return kept
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


def _step(task, change, document, *, by, at):
    """Hold, resume, end, remove: the arrow of the workflow, with its own event."""
    reason = change.outcome_reason or change.reason
    moved = lifecycle.move(
        task, STEPS[change.kind], by=by, at=at, reason=reason, document=document, seen=task.version
    )
    measure_tasks([moved], on=day(at))
    moved.save(update_fields=MEASURED)
    tell_assignees(moved, f"Việc «{task.title}»: {WORDS[change.kind]} theo văn bản {document}", by=by, at=at)


def _replace(task, change, document, *, by, at):
    assignment = task.assignments.filter(pk=change.proposal["assignment"]).first()
    if assignment is None or assignment.ends_on:
        raise NotPossible("Đồng chí được đề nghị thay không còn được giao việc này.")
    handing_over.hand_over(
        task, assignment, handing_over.Outcome.SUCCESSOR, to_cadre=Cadre.objects.get(pk=change.proposal["cadre"]),
        handed_over_on=max(assignment.starts_on, document.issued_on), state_note=change.reason, document=document,
        by=by, at=at, seen=task.version,
    )  # fmt: skip


def _rewrite(task, change, document, *, by, at):
    """An extension or other targets: a new version of the content; the original deadline is left alone."""
    if change.kind == K.EXTENSION:
        what = f"gia hạn đến {change.due_approved:%d/%m/%Y}, hạn trước đó {task.due_on:%d/%m/%Y}"
        # Figures that were to be closed at the deadline are closed at the new one.
        task.indicators.filter(due_on=task.due_on).update(due_on=change.due_approved)
        task.due_on = change.due_approved
        task.extension_count += 1
    else:
        what = WORDS[K.CONTENT]
        for pk, new in change.proposal["targets"].items():
            task.indicators.filter(pk=pk).update(target=Decimal(new["to"]))
        if "product" in change.proposal:
            task.product = change.proposal["product"]["to"]
        # A new content asks for a new commitment.
        task.committed_on = None
        task.commitment_due_on = day(at) + timedelta(days=task.round.commitment_days)
    write_content(task, by=by, at=at, document=document, reason=change.reason)
    measure_tasks([task], on=day(at))
    lifecycle.touch(
        task, "due_on", "extension_count", "product", "committed_on", "commitment_due_on", "content_version",
        *MEASURED,
    )  # fmt: skip
    record(
        task, TaskEvent.Kind.CHANGE_DECIDED, f"ghi quyết định {what}", by=by, at=at,
        text=change.outcome_reason or change.reason, document=document, data={"change": change.pk},
    )  # fmt: skip
    tell_assignees(task, f"Việc «{task.title}»: {what}", by=by, at=at)
