"""Which buttons stand on a task's page for this person now? One filled button, the others beside it or under *Thao tác khác*."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.urls import reverse

from cadres.offices import standing
from tasks_app import permissions as may
from tasks_app import workflow
from tasks_app.actions import changing
from tasks_app.models import ChangeRequest, Task

K, S = ChangeRequest.Kind, Task.Status
# Arrows of the workflow that are asked for and decided as changes.
AS_CHANGE = {"hold": K.HOLD, "resume": K.RESUME, "end_early": K.END, "remove": K.REMOVE}
CHANGE_ICONS = {
    K.EXTENSION: "calendar-due",
    K.CONTENT: "adjustments",
    K.ASSIGNEE: "users",
    K.HOLD: "player-pause-f",
    K.RESUME: "player-play",
    K.END: "ban",
    K.REMOVE: "circle-minus",
}


@dataclass(frozen=True)
class Button:
    label: str
    url: str
    icon: str


@dataclass
class Buttons:
    """`main`: the filled one; `beside`: at most two; `more`: the rest, under a menu."""

    main: Button | None
    beside: list
    more: list


def buttons_of(user, task, record, *, on, years=()):
    """`record`: the task's dossier; `years`: years that wait for a yearly conclusion."""
    firsts, beside, more = [], [], []
    for group in (_of_steps, _of_work, _of_team, _of_desk, _of_changes):
        mains, others, rest = group(user, task, record, on)
        firsts, beside, more = firsts + mains, beside + others, more + rest
    if years and may.may_record_decision(user, task):
        more.append(button_to(task, "conclude_year", f"Kết luận năm {years[0]}", "clipboard-check"))
    main, waiting = (firsts[0], firsts[1:]) if firsts else (None, [])
    beside = waiting + beside
    return Buttons(main, beside[:2], beside[2:] + more)


def button_to(task, view, label, icon, *more):
    return Button(label, reverse(f"tasks:{view}", args=[task.ref, *more]), icon)


def _of_steps(user, task, record, on):
    """What the table of transitions opens to him, each at its own page."""
    mains, beside, more = [], [], []
    for step in workflow.open_to(user, task):
        if step.name in ("submit", "order") or step.name in AS_CHANGE:
            continue
        if step.name == "leave_out" and task.status == S.APPRAISING or step.name == "merge":
            continue  # one page with *list*; merging begins from two tasks, on the round's desk
        if step.name == "leave_out":
            url = f"{reverse('tasks:act_on_many', args=['leave_out'])}?viec={task.public_id}"
            more.append(Button(step.label, url, "circle-x"))
            continue
        if step.name in ("take_back", "withdraw"):
            icon = "arrow-back-up" if step.name == "take_back" else "circle-minus"
            place = beside if step.name == "take_back" else more
            place.append(button_to(task, f"{step.name}_registration", step.label, icon))
            continue
        if step.name == "list":
            mains.append(button_to(task, "appraise_task", "Thẩm định", "eye-check"))
        elif step.name == "decide":
            url = f"{reverse('tasks:decide_tasks')}?viec={task.ref}"
            mains.append(Button(step.label, url, "gavel"))
        elif step.name == "conclude":
            mains.append(button_to(task, "conclude_task", step.label, "clipboard-check"))
        elif step.name == "close":
            url = reverse("tasks:close_round", args=[task.round_id])
            more.append(Button(step.label, f"{url}?nam={task.concluded_on.year}", "lock"))
        elif step.name == "ask_conclusion":
            done = task.progress >= 1
            (mains if done else more).append(button_to(task, "ask_conclusion", step.label, "clipboard-check"))
        else:
            icon = {"pass": "eye-check"}.get(step.name, "arrow-back-up")
            place = mains if step.name == "pass" else beside
            place.append(button_to(task, "move_task", step.label, icon, step.name))
    if may.may_adjust(user, task):
        beside.append(button_to(task, "adjust_task", "Điều chỉnh", "adjustments"))
    if may.may_edit_draft(user, task) and task.origin != Task.Origin.REGISTERED:
        more.append(button_to(task, "copy_order", "Giao cho nhiều đồng chí", "users"))
    if may.may_edit_draft(user, task):
        mains.append(button_to(task, "edit_task", "Hoàn thiện bản nháp", "pencil"))
    return mains, beside, more


def _of_team(user, task, record, on):
    """A member of a team on the spot finds his one job first."""
    waiting = next((row for row in record.inspections if getattr(row, "may_record", False)), None)
    if waiting is None or may.may_record_inspection(user, task):
        return [], [], []
    return [button_to(task, "record_inspection", "Ghi kết quả kiểm tra", "search", waiting.id)], [], []


def _of_work(user, task, record, on):
    """The cadre's own work, and a paper of his entered by the desk."""
    mains, beside, more = [], [], []
    me = standing(user).cadre_id
    # The lead's word is the task's; who carries it with him gives his own.
    carries_along = any(person.cadre_id == me and person.role == "co" for person in task.people)
    owes_his_own = carries_along and not any(row.cadre == me for row in record.commitments)
    if may.may_commit(user, task) and (task.committed_on is None or owes_his_own):
        mains.append(button_to(task, "commit_task", "Cam kết", "checks"))
    if may.may_name_obstacle(user, task):
        more.append(button_to(task, "name_obstacle", "Nêu vướng mắc", "flag"))
    if may.may_report(user, task):
        mains.append(button_to(task, "report_task", "Báo cáo tiến độ", "send"))
    elif may.may_enter_paper(user, task):
        more.append(button_to(task, "report_task", "Nhập theo báo cáo giấy", "report"))
    return mains, beside, more


def _of_desk(user, task, record, on):
    mains, beside, more = [], [], []
    if may.may_score(user, task):
        mains.append(button_to(task, "score_task", "Chấm điểm", "award"))
    if record.pending and may.may_decide_change(user, task):
        change = record.pending[0]
        label = (
            f"Ghi quyết định {changing.WORDS[change.kind]}"
            if change.kind != K.CONTENT
            else "Ghi quyết định điều chỉnh"
        )
        mains.append(button_to(task, "decide_change", label, "gavel", change.id))
    if may.may_urge(user, task) and task.status == S.IN_FORCE:
        mains.append(button_to(task, "urge_task", "Đôn đốc", "speakerphone"))
    if may.may_direct(user, task):
        beside.append(button_to(task, "direct_task", "Ghi ý kiến", "message-circle"))
    if may.may_check_result(user, task):
        beside.append(button_to(task, "check_result", "Ghi kiểm tra kết quả", "clipboard-check"))
    if may.may_record_inspection(user, task):
        more.append(button_to(task, "inspect_task", "Ghi kết quả kiểm tra", "search"))
        if not any(row.recorded_at is None and not row.dropped_reason for row in record.inspections):
            url = f"{reverse('tasks:new_mission')}?viec={task.ref}"
            more.append(Button("Lập đoàn kiểm tra", url, "users"))
    if may.may_hand_over(user, task):
        more.append(button_to(task, "hand_over_task", "Ghi bàn giao", "arrows-exchange"))
    return mains, beside, more


def _of_changes(user, task, record, on):
    """Requests that can be made now. The extension stands beside; the cadre asks for it, an officer draws it up."""
    if not may.may_ask_change(user, task):
        return [], [], []
    own = may.is_assignee(user, task)
    pending = {change.kind for change in record.pending}
    beside, more = [], []
    for kind in K:
        if own and kind == K.REMOVE or changing.why_not(task, kind, on=on, pending=pending):
            continue
        label = _label(kind, own)
        button = button_to(task, "ask_change", label, CHANGE_ICONS[kind], kind)
        (beside if kind == K.EXTENSION else more).append(button)
    return [], beside, more


def _label(kind, own):
    if kind == K.EXTENSION:
        return "Xin gia hạn" if own else "Lập đề nghị gia hạn"
    short = {K.CONTENT: "điều chỉnh"}.get(kind, changing.WORDS[kind])
    return f"Đề nghị {short}" if own else f"Lập đề nghị {short}"


def acts_on(user, task, change):
    """What he may do about a request that waits; `change`: its row of the dossier."""
    asked = SimpleNamespace(
        task=task, outcome=change.outcome, requested_by_id=change.requested_by_id, by_desk=change.by_desk
    )
    found = []
    if change.kind == K.EXTENSION and may.may_grant_extension(user, task):
        found.append(button_to(task, "grant_extension", "Duyệt gia hạn", "check", change.id))
    if may.may_decide_change(user, task):
        found.append(button_to(task, "decide_change", "Ghi quyết định", "gavel", change.id))
    if may.may_give_opinion_on_change(user, task) and not change.opinion:
        found.append(button_to(task, "give_opinion", "Ghi ý kiến thẩm định", "eye-check", change.id))
    if may.may_add_to_change(user, asked):
        found.append(button_to(task, "support_change", "Bổ sung minh chứng", "paperclip", change.id))
    if may.may_withdraw_change(user, asked):
        found.append(button_to(task, "withdraw_change", "Rút đề nghị", "arrow-back-up", change.id))
    return found
