"""How is a cadre urged, alone or with others, and how does he answer?

An urge adds a record and changes nothing of the task: its version stays, so that a report being written isn't made stale.
"""

from datetime import timedelta

from django.db import transaction

from cadres.offices import posts_of
from cadres.templatetags.vi import vi_percent
from tasks_app import permissions as may
from tasks_app.actions import lifecycle
from tasks_app.actions.measuring import measures_of, plan_to_date
from tasks_app.actions.notifying import notify
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import day, tell_assignees
from tasks_app.models import Notice, Task, TaskEvent, Urge
from tasks_app.progress import task_progress
from tasks_app.statistics.wording import result_text

ANSWER_DAYS = 7
S = Task.Status


def why_not(by, task):
    """Why this user can't urge on this task, as the end of a sentence; "" when he can."""
    if not task.is_open:
        return f"việc đang ở trạng thái «{task.get_status_display()}»"
    if not (may.is_officer(by, task) or may.is_leader(by, task)):
        return "việc không do đồng chí theo dõi, chỉ đạo"
    return "" if may.is_not_his_own(by, task) else "đồng chí là người được giao việc này"


@transaction.atomic
def urge_many(tasks, *, text="", answer_by, by, at, seen=None):
    """Urge on all of them, or none: an `Urge`, an event and a notice each. Returns the urges.

    `text`: the same words to all; empty, each gets the neutral words of `draft_texts`. `seen`: {pk: version the user saw}.
    """
    on = day(at)
    if answer_by < on:
        raise NotPossible("Nhập ngày trả lời từ hôm nay trở đi", field="answer_by")
    locked = lifecycle.lock(tasks, seen=seen)
    if not locked:
        raise NotPossible("Chọn ít nhất một việc để đôn đốc.")
    for task in locked:
        if reason := why_not(by, task):
            raise NotPossible(f"Chưa đôn đốc việc nào: không thể đôn đốc «{task.title}» vì {reason}.")
    texts = {} if text else draft_texts(locked, on=on, answer_by=answer_by)
    body = body_of(by, on=on)
    urges = [
        Urge(
            task=task,
            text=text or texts[task.pk],
            answer_by=answer_by,
            body_name=body or task.giver_name or task.giver.name,
            by=by,
            at=at,
        )
        for task in locked
    ]
    Urge.objects.bulk_create(urges)
    for urge in urges:
        record(
            urge.task, TaskEvent.Kind.URGED, "đôn đốc", by=by, at=at, text=urge.text, data={"urge": urge.pk}
        )
        told = f"{urge.body_name} đôn đốc việc «{urge.task.title}», đề nghị trả lời trước ngày {answer_by:%d/%m/%Y}"
        tell_assignees(urge.task, told, by=by, at=at, kind=Notice.Kind.URGED)
    return urges


def body_of(by, *, on):
    """The body in whose name the user writes: that of his first post; "" when he holds none."""
    cadre = getattr(by, "cadre", None)
    posts = posts_of([cadre.pk], on=on).get(cadre.pk) if cadre else None
    return posts[0].unit.name if posts else ""


@transaction.atomic
def reply(urge, text, *, by, at, seen=None):
    """The assignee answers an urge, once; whoever urged is told."""
    task = lifecycle.lock_one(urge.task, seen=seen)
    if not may.may_answer(by, task):
        raise NotPossible("Chỉ đồng chí được giao trả lời đôn đốc, khi việc đang thực hiện.")
    urge = Urge.objects.select_related("by").get(pk=urge.pk)
    if urge.replied_at:
        raise NotPossible("Lần đôn đốc này đã được trả lời.")
    urge.reply, urge.replied_by, urge.replied_at = text, by, at
    urge.save(update_fields=["reply", "replied_by", "replied_at"])
    record(task, TaskEvent.Kind.REPLIED, "trả lời đôn đốc", by=by, at=at, text=text, data={"urge": urge.pk})
    told = f"{speaker(by, on=day(at))} trả lời đôn đốc về việc «{task.title}»"
    notify(task, Notice.Kind.URGED, told, to=[urge.by], why="Đồng chí đã đôn đốc việc này", at=at, by=by)
    return urge


def answer_day(on):
    """The day proposed for the answer."""
    return on + timedelta(days=ANSWER_DAYS)


def draft_texts(tasks, *, on, answer_by):
    """{task pk: neutral words: what is missing, by when}; three queries for any number of tasks."""
    measures = measures_of(tasks)
    indicators = Task.indicators.rel.related_model.objects.filter(task__in=tasks).order_by("rank", "pk")
    rows = {}
    for indicator in indicators:
        rows.setdefault(indicator.task_id, []).append(indicator)
    return {
        task.pk: draft_text(task, measures[task.pk], rows.get(task.pk, []), on=on, answer_by=answer_by)
        for task in tasks
    }


def draft_text(task, measures, indicators, *, on, answer_by):
    until = f"trước ngày {answer_by:%d/%m/%Y}"
    if task.status == S.AWAITING_CONCLUSION:
        return f"Việc đang chờ kết luận. Đề nghị đồng chí bổ sung số liệu, minh chứng còn thiếu {until}."
    if task.status == S.ON_HOLD:
        return f"Việc đang tạm dừng. Đề nghị đồng chí báo cáo tình hình, điều kiện để tiếp tục {until}."
    if task.committed_on is None:
        late = task.commitment_due_on and task.commitment_due_on < on
        term = f" (hạn {task.commitment_due_on:%d/%m/%Y})" if late else ""
        return f"Việc chưa có cam kết{term}. Đề nghị đồng chí gửi cam kết, kế hoạch thực hiện {until}."
    facts = [standing_of(task, measures, indicators, on), deadline_of(task, on)]
    if task.next_report_on and task.next_report_on < on:
        facts.append(f"chưa có báo cáo tiến độ phải gửi ngày {task.next_report_on:%d/%m/%Y}")
    asked = (
        "báo cáo kết quả, nguyên nhân và ngày dự kiến hoàn thành"
        if task.due_on < on
        else "báo cáo kết quả, khó khăn và giải pháp"
    )
    stated = "; ".join(facts)
    return f"{stated[0].upper()}{stated[1:]}. Đề nghị đồng chí {asked} {until}."


def standing_of(task, measures, indicators, on):
    """ "đạt 53%, kế hoạch đến hôm nay 79% (9/17 đơn vị)"."""
    share, plan = task_progress(measures), plan_to_date(measures, on=on)
    text = f"đạt {vi_percent(share)}" if share is not None else "chưa có số liệu"
    if plan is not None and task.due_on >= on:
        text += f", kế hoạch đến hôm nay {vi_percent(plan)}"
    unfinished = [row for row in indicators if (row.progress or 0) < 1]
    return f"{text} ({result_text(unfinished[0])})" if unfinished else text


def deadline_of(task, on):
    days = (task.due_on - on).days
    if days < 0:
        return f"đã quá hạn {-days} ngày (hạn {task.due_on:%d/%m/%Y})"
    return f"hạn hoàn thành {task.due_on:%d/%m/%Y}, còn {days} ngày" if days else "hạn hoàn thành là hôm nay"
