"""Which giao ban did the Thường trực of the living round hold, with which conclusions?

One a fortnight ago, closed, whose conclusions were answered or are waiting; one of yesterday that goes on. Written as rows:
nobody is told today of what was said then.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cadres.models import Appointment, Office
from tasks_app.actions.recording import speaker as speaker_of
from tasks_app.models import (
    Assignment,
    Direction,
    DirectionStep,
    Meeting,
    MeetingConclusion,
    MeetingItem,
    Task,
    TaskEvent,
)
from tasks_app.statistics.meetings import stuck_tasks

DAYS = timedelta
# What was concluded of the first tasks on the agenda: (words, days until the deadline, the answer or "").
CONCLUSIONS = (
    ("Báo cáo rõ nguyên nhân, phương án hoàn thành phần còn lại.", 10, "Đã báo cáo, phần còn lại xong trong tháng."),
    ("Làm việc với đơn vị phối hợp, thống nhất tiến độ từng tuần.", 12, ""),
    ("Chuẩn bị hồ sơ để Thường trực kiểm tra thực tế.", 21, ""),
)  # fmt: skip


def load_meetings(found):
    committee = found.units["TTQ"]
    officer, leader = (
        Office.objects.in_force(found.today).filter(role=role, unit=committee).order_by("pk").first().user
        for role in (Office.Role.OFFICER, Office.Role.LEADER)
    )
    words = {
        "attendees": "Thường trực Tỉnh ủy, Ban Tổ chức, Văn phòng Tỉnh ủy, Ủy ban Kiểm tra",
        "place": "Phòng họp số 2",
    }
    past = _moment(found.today - DAYS(days=14), 8)
    chair = speaker_of(leader, on=found.today)
    first = _meeting(committee, past, past - DAYS(days=7), officer, chair, **words)
    items = _agenda(first, found.today - DAYS(days=14))
    for item, conclusion in zip(items, CONCLUSIONS, strict=False):
        # The last one goes to somebody who does not carry the task.
        outsider = _outsider(item, found.today) if conclusion is CONCLUSIONS[-1] else None
        _conclude(item, conclusion, officer, outsider)
    first.note = "Các đơn vị báo cáo kết quả tại phiên sau."
    first.closed_by, first.closed_at = officer, past + DAYS(hours=2)
    first.save()
    yesterday = found.today - DAYS(days=1)
    goes_on = _meeting(committee, _moment(yesterday, 8), past, officer, chair, **words)
    _add(goes_on, _agenda(goes_on, yesterday), officer)


def _meeting(committee, opened_at, since_at, officer, chair, **words):
    return Meeting.objects.create(
        committee=committee, held_on=timezone.localdate(opened_at), chair=chair[:200], since_at=since_at,
        opened_by=officer, opened_at=opened_at, **words,
    )  # fmt: skip


def _agenda(meeting, on):
    made = [
        MeetingItem(meeting=meeting, task_id=pk, rank=rank, why=why)
        for rank, (pk, why) in enumerate(stuck_tasks(meeting.committee, on=on), start=1)
    ]
    return MeetingItem.objects.bulk_create(made)


def _add(meeting, items, officer):
    """One task more, which is not stuck."""
    known = [item.task_id for item in items]
    running = Task.objects.filter(giver=meeting.committee, status=Task.Status.IN_FORCE).exclude(pk__in=known)
    if task := running.order_by("code").first():
        MeetingItem.objects.create(
            meeting=meeting, task=task, rank=len(items) + 1, why="Bổ sung tại phiên: chuẩn bị nhân rộng", added_by=officer,
            added_at=meeting.opened_at + DAYS(minutes=5),
        )  # fmt: skip


def _outsider(item, on):
    """Who holds a post under the committee, can sign in and never carried the task."""
    posts = Appointment.objects.in_force(on).filter(
        unit__path__startswith=item.meeting.committee.path, cadre__user__is_active=True
    )
    posts = posts.exclude(cadre__in=Assignment.objects.filter(task=item.task_id).values("cadre"))
    return posts.select_related("cadre__user").order_by("pk").first()


def _conclude(item, conclusion, officer, outsider=None):
    text, days, answer = conclusion
    task = Task.objects.get(pk=item.task_id)
    person = outsider or task.assignments.open().lead_first().first()
    at = item.meeting.opened_at + DAYS(minutes=10 * item.rank)
    due_on = item.meeting.held_on + DAYS(days=days)
    answered = {"answer": answer, "answered_by": person.cadre.user, "answered_at": at + DAYS(days=6)}
    direction = Direction.objects.create(
        task=task, text=text, due_on=due_on, to_cadre=person.cadre, to_outsider=outsider is not None, by=officer,
        at=at, **(answered if answer and person.cadre.user else {}),
    )  # fmt: skip
    if direction.answered_at:
        DirectionStep.objects.create(
            direction=direction, kind=DirectionStep.Kind.ANSWER, text=answer, by=direction.answered_by,
            at=direction.answered_at,
        )  # fmt: skip
    MeetingConclusion.objects.create(
        item=item, text=text, cadre=person.cadre, due_on=due_on, direction=direction, by=officer, at=at
    )
    TaskEvent.objects.create(
        task=task, kind=TaskEvent.Kind.DIRECTED, by=officer, by_name=speaker_of(officer, on=item.meeting.held_on), at=at,
        act=f"ghi ý kiến chỉ đạo tại phiên giao ban ngày {item.meeting.held_on:%d/%m/%Y}", text=direction.text,
    )  # fmt: skip


def _moment(day, hour):
    return timezone.make_aware(datetime.combine(day, time(hour)))
