"""Which columns do the lists of a committee's desk have in a file: its queues, rounds, requests, urging, inspections, papers?"""

from django.db.models import F
from django.utils import timezone

from cadres.offices import standing
from tasks_app.models import FollowUp, Urge
from tasks_app.permissions import visible_documents, visible_missions, visible_tasks
from tasks_app.statistics import waiting_tasks as conditions
from tasks_app.statistics.directions import STATES, directions_for, for_list
from tasks_app.views import (
    change_list,
    directing,
    follow_ups,
    inspections,
    queues,
    register,
    rounds,
    urge_log,
)
from tasks_app.views.listings.listing import Listing, column


def _asked(request, name, known):
    """What the address asks for, as the page reads it: the first of the known words where it asks for none of them."""
    return request.GET[name] if request.GET.get(name) in known else next(iter(known))


def _to_urge(request, on):
    return queues.Queue(request, conditions.to_urge(on)).tasks.order_by("due_on", "pk")


def _to_conclude(request, on):
    found = queues.Queue(request, conditions.to_conclude()).tasks
    return found.order_by(F("asked_conclusion_on").asc(nulls_first=True), "pk")


def _for_opinion(request, on):
    return queues.Queue(request, conditions.for_opinion(on), queues.MATTERS).tasks.order_by("due_on", "pk")


def _changes(request, on):
    me = standing(request.user)
    step, kind, rows = change_list.changes_of_page(request)
    return [change_list.line_of(row, me, on) for row in change_list.in_order(rows, step, kind, me)]


def _urges(request, on):
    urges = Urge.objects.filter(task__in=visible_tasks(request.user))
    choices = urge_log.states(on)
    return urge_log.in_order(urges.filter(choices[_asked(request, "tinh-trang", choices)][1]))


def _directions(request, on):
    mine = directions_for(request.user)
    return for_list(mine, _asked(request, "muc", STATES), me=standing(request.user), user=request.user)


def _missions(request, on):
    state = inspections.STATES[_asked(request, "tinh-trang", inspections.STATES)][1]
    return inspections.in_order(visible_missions(request.user).filter(state))


def _follow_ups(request, on):
    rows = FollowUp.objects.filter(inspection__task__in=visible_tasks(request.user))
    return follow_ups.in_order(rows, _asked(request, "tinh-trang", follow_ups.states(on)), on)


def _documents(request, on):
    _, found = register.documents_of_page(request, visible_documents(request.user))
    return register.with_tasks(list(found), request.user)


def _day(moment):
    return moment and timezone.localdate(moment)


def _people(task):
    return "\n".join(person.name for person in task.people)


TASK = (
    column("Việc", lambda row: row.task.title, 44),
    column("Mã việc", lambda row: row.task.code, 14),
)

LISTINGS = (
    Listing("can-don-doc", "Việc cần đôn đốc", "tasks:urge_queue", queues.urge_queue, _to_urge),
    Listing("cho-ket-luan", "Việc chờ kết luận", "tasks:conclusion_queue", queues.conclusion_queue, _to_conclude),
    Listing("cho-y-kien", "Việc cần cho ý kiến", "tasks:opinion_queue", queues.opinion_queue, _for_opinion),
    Listing("dot-giao-viec", "Các đợt giao việc", "tasks:round_list", rounds.round_list,
            lambda request, on: rounds.counted_rounds(request.user), (
        column("Đợt", lambda row: row.name, 36), column("Cấp ủy", lambda row: row.committee, 28),
        column("Giai đoạn, năm", lambda row: row.stage or row.year_from, 14),
        column("Đăng ký đến", lambda row: row.registration_until, 12),
        column("Quyết định đến", lambda row: row.decision_until, 12),
        column("Kỳ báo cáo", lambda row: row.get_report_rhythm_display(), 16),
        column("Đã giao", lambda row: row.decided, 9), column("Chờ quyết định", lambda row: row.waiting, 9),
    )),
    Listing("de-nghi-thay-doi", "Đề nghị thay đổi", "tasks:change_list", change_list.change_list, _changes, (
        *TASK, column("Đề nghị", lambda row: row.change.kind_name, 18),
        column("Hạn đề nghị", lambda row: row.change.due_proposed, 12),
        column("Lý do", lambda row: row.change.reason, 40), column("Nguyên nhân", lambda row: row.change.cause_name, 14),
        column("Người đề nghị", lambda row: row.change.requested_by, 24),
        column("Ngày đề nghị", lambda row: _day(row.change.requested_at), 12),
        column("Hạn ban đầu", lambda row: row.task.original_due_on, 12), column("Hạn hiện nay", lambda row: row.task.due_on, 12),
        column("Đang chờ ở khâu nào", lambda row: row.step, 18), column("Số ngày chờ", lambda row: row.days if row.step else None, 9),
        column("Kết quả", lambda row: row.change.outcome_name if row.change.outcome else None, 16),
        column("Ngày quyết định", lambda row: row.change.decided_on, 12),
        column("Văn bản", lambda row: row.change.document and row.change.document.label, 18),
    )),
    Listing("da-don-doc", "Các lần đôn đốc", "tasks:urge_log", urge_log.urge_log, _urges, (
        column("Ngày", lambda row: _day(row.at), 12), *TASK, column("Đồng chí thực hiện", lambda row: _people(row.task), 24),
        column("Bên đôn đốc", lambda row: row.body_name, 24), column("Nội dung", lambda row: row.text, 44),
        column("Lần thứ", lambda row: row.nth, 8), column("Trả lời trước ngày", lambda row: row.answer_by, 12),
        column("Trả lời", lambda row: row.reply, 40), column("Ngày trả lời", lambda row: _day(row.replied_at), 12),
    )),
    Listing("y-kien-chi-dao", "Ý kiến chỉ đạo", "tasks:direction_list", directing.direction_list, _directions, (
        column("Ngày", lambda row: _day(row.at), 12), column("Ý kiến", lambda row: row.text, 44),
        column("Người ghi", lambda row: row.by.spoken_name, 22), *TASK,
        column("Giao đồng chí", lambda row: row.to_cadre.full_name if row.to_cadre else _people(row.task), 24),
        column("Đơn vị", lambda row: row.task.unit, 28), column("Ngày trả lời", lambda row: _day(row.answered_at), 12),
        column("Kết thúc ngày", lambda row: _day(row.closed_at), 12),
    )),
    Listing("kiem-tra", "Các đoàn kiểm tra", "tasks:mission_list", inspections.mission_list, _missions, (
        column("Đoàn kiểm tra", lambda row: row.name, 40), column("Cấp ủy", lambda row: row.committee, 28),
        column("Văn bản", lambda row: row.document and row.document.label, 18),
        column("Từ ngày", lambda row: row.starts_on, 12), column("Đến ngày", lambda row: row.ends_on, 12),
        column("Nơi kiểm tra", lambda row: row.place, 22),
        column("Trưởng đoàn", lambda row: "\n".join(member.name for member in row.heads), 24),
        column("Số việc", lambda row: row.task_count, 8), column("Đã ghi kết quả", lambda row: row.recorded_count, 9),
    )),
    Listing("kien-nghi-kiem-tra", "Kiến nghị sau kiểm tra", "tasks:follow_up_list", follow_ups.follow_up_list, _follow_ups, (
        column("Kiến nghị", lambda row: row.text, 44), column("Gửi tới", lambda row: row.addressee, 28),
        column("Việc", lambda row: row.inspection.task.title, 44), column("Mã việc", lambda row: row.inspection.task.code, 14),
        column("Đoàn kiểm tra", lambda row: row.inspection.team, 28), column("Ngày kiểm tra", lambda row: row.inspection.inspected_on, 12),
        column("Hạn", lambda row: row.due_on, 12), column("Báo cáo thực hiện ngày", lambda row: _day(row.done_at), 12),
        column("Kết quả", lambda row: row.done_text, 36), column("Xác nhận ngày", lambda row: row.closed_on, 12),
    )),
    Listing("so-van-ban", "Sổ văn bản", "tasks:document_list", register.document_list, _documents, (
        column("Số, ký hiệu", lambda row: row.label, 18), column("Ngày", lambda row: row.issued_on, 12),
        column("Trích yếu", lambda row: row.summary, 50), column("Cơ quan", lambda row: row.issuer_name or row.body, 30),
        column("Sổ", lambda row: row.get_direction_display(), 10), column("Ngày đến", lambda row: row.received_on, 12),
        column("Số việc", lambda row: row.task_count, 8),
    )),
)  # fmt: skip
