"""How is a giao ban opened, how does each of its conclusions become a direction, and how is it closed?"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max

from cadres.models import Appointment, Cadre
from tasks_app import permissions as may
from tasks_app.actions import directing
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.telling import day
from tasks_app.models import Meeting, MeetingConclusion, MeetingItem, Task
from tasks_app.statistics.meetings import givers, stuck_tasks

FIRST_LOOK_BACK = timedelta(days=7)
ADDED = "Bổ sung tại phiên"


@transaction.atomic
def open_meeting(committee, *, held_on, chair, attendees="", place="", by, at):
    """Mở phiên giao ban: the agenda is every task of the committee that is stuck at this moment."""
    if not may.may_hold_meeting(by, committee):
        raise NotPossible("Đồng chí không có thẩm quyền mở phiên giao ban của cấp ủy này.", field="committee")
    if held_on > day(at):
        raise NotPossible("Mở phiên giao ban vào ngày họp, không mở trước.", field="held_on")
    last = Meeting.objects.filter(committee=committee).order_by("-opened_at").first()
    if last and held_on < last.held_on:
        raise NotPossible(f"Phiên trước họp ngày {last.held_on:%d/%m/%Y}, ghi ngày sau đó.", field="held_on")
    since = last.opened_at if last else at - FIRST_LOOK_BACK
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                committee=committee, held_on=held_on, chair=chair, attendees=attendees, place=place, since_at=since,
                opened_by=by, opened_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise NotPossible(
            "Cấp ủy đang có một phiên giao ban chưa kết thúc, đề nghị kết thúc phiên đó trước.", field="committee"
        ) from None  # fmt: skip
    MeetingItem.objects.bulk_create(
        MeetingItem(meeting=meeting, task_id=pk, rank=rank, why=why)
        for rank, (pk, why) in enumerate(stuck_tasks(committee, on=day(at)), start=1)
    )
    return meeting


@transaction.atomic
def add_item(meeting, task, *, reason="", by, at):
    """Bổ sung vào chương trình: a running task of the committee that was not stuck at the opening; it comes last."""
    meeting = _locked(meeting.pk)
    if not may.may_hold_meeting(by, meeting.committee_id):
        raise NotPossible("Đồng chí không có thẩm quyền bổ sung chương trình của phiên giao ban này.")
    if not meeting.is_open:
        raise NotPossible("Phiên giao ban đã kết thúc, không bổ sung chương trình.")
    task = Task.objects.get(pk=task.pk)
    if task.giver_id not in givers(meeting.committee):
        raise NotPossible("Chọn việc do cấp ủy của phiên giao.", field="contributes_to")
    if not task.is_open:
        raise NotPossible(
            f"Việc đang ở trạng thái «{task.get_status_display()}», không đưa vào chương trình.",
            field="contributes_to",
        )
    if known := meeting.items.filter(task=task).first():
        raise NotPossible(f"Việc này đã ở vị trí {known.rank} của chương trình.", field="contributes_to")
    last = meeting.items.aggregate(last=Max("rank"))["last"] or 0
    why = f"{ADDED}: {reason.strip()}" if reason.strip() else ADDED
    return MeetingItem.objects.create(
        meeting=meeting, task=task, rank=last + 1, why=why[:300], added_by=by, added_at=at
    )


@transaction.atomic
def conclude_item(item, text, *, cadre, due_on, by, at, seen=None):
    """Ghi kết luận: a direction on the task in the meeting's name, with a person and a day; he is told at once.

    `cadre`: pk of who carries the task, or of anybody with a post under the committee who can sign in to answer.
    """
    meeting = _locked(item.meeting_id)
    if not may.may_hold_meeting(by, meeting.committee_id):
        raise NotPossible("Đồng chí không có thẩm quyền ghi kết luận của phiên giao ban này.")
    if not meeting.is_open:
        raise NotPossible("Phiên giao ban đã kết thúc, không ghi thêm kết luận.")
    if due_on < day(at):
        raise NotPossible("Thời hạn không được trước hôm nay.", field="due_on")
    direction = directing.direct(
        item.task, text, due_on=due_on, to_cadre=_named(item.task, cadre, meeting, on=day(at)), meeting=meeting, by=by, at=at,
        seen=seen,
    )  # fmt: skip
    return MeetingConclusion.objects.create(
        item=item, text=text, cadre_id=cadre, due_on=due_on, direction=direction, by=by, at=at
    )


@transaction.atomic
def close_meeting(meeting, *, note="", by, at):
    """Kết thúc phiên: from then on its minutes stay as they are."""
    meeting = _locked(meeting.pk)
    if not may.may_hold_meeting(by, meeting.committee_id):
        raise NotPossible("Đồng chí không có thẩm quyền kết thúc phiên giao ban này.")
    if not meeting.is_open:
        raise NotPossible("Phiên giao ban này đã kết thúc.")
    meeting.note, meeting.closed_by, meeting.closed_at = note, by, at
    meeting.save(update_fields=["note", "closed_by", "closed_at"])
    return meeting


def _named(task, pk, meeting, *, on):
    """The cadre who is to carry out a conclusion."""
    cadre = Cadre.objects.select_related("user").filter(pk=pk).first()
    if cadre is not None and task.assignments.open().filter(cadre=cadre).exists():
        return cadre
    under = Appointment.objects.in_force(on).filter(unit__path__startswith=meeting.committee.path)
    if cadre is None or not under.filter(cadre=cadre).exists():
        raise NotPossible(
            "Chọn đồng chí được giao việc này, hoặc đồng chí giữ chức vụ thuộc cấp ủy.", field="lead"
        )
    if cadre.user is None or not cadre.user.is_active:
        raise NotPossible(
            f"Đồng chí {cadre.full_name} chưa có tài khoản để trả lời: giao đồng chí được giao việc này làm đầu mối.",
            field="lead",
        )
    return cadre


def _locked(pk):
    return Meeting.objects.select_for_update(of=("self",)).select_related("committee").get(pk=pk)
