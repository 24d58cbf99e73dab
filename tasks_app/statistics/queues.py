"""Where does something wait for somebody, since when, and for whom? One line a queue; badges and pages count by these alone.

To add a kind of record that waits: a condition that says which rows of it wait, and a `Queue` in `QUEUES`. *Cần làm*,
*Đang chờ ở khâu nào*, the badges and *Việc của tôi* then know it. `waiting.py` reads them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cadres.models import Office
from tasks_app.models import (
    Commitment,
    Direction,
    FollowUp,
    Mark,
    Obstacle,
    Recommendation,
    Task,
)
from tasks_app.statistics.audiences import (
    APPRAISER,
    ASSIGNEE,
    AT_DESK,
    AUTHOR,
    CARRIER,
    LEADER,
    MEANT,
    OFFICER,
    OFFICER_OR_TEAM,
    Carrier,
    Desk,
    Named,
    body,
    cadre,
    giver_of,
)
from tasks_app.statistics.states import marked
from tasks_app.statistics.waiting_records import (
    changes_pending,
    days_before,
    drafts_to_confirm,
    more_wanted,
    moved,
    newest_plans,
    not_noted,
    objections_open,
    sent_reports,
    to_certify,
    to_inspect,
    to_mend,
    urges_unanswered,
)
from tasks_app.statistics.waiting_registrations import named_to_register, posts_to_register
from tasks_app.statistics.waiting_results import (
    asked_conclusion_of,
    decision_waits_since,
    last_word,
    minutes_to_confirm,
    minutes_to_decide,
    minutes_to_mend,
    minutes_to_take,
    sheets_to_enter,
    to_score,
    years_to_conclude,
)
from tasks_app.statistics.waiting_tasks import (
    ESCALATION_DAYS,
    to_conclude,
    to_decide_change,
    to_escalate,
    to_urge,
)

S, Plan = Task.Status, Commitment.Plan
# A report is asked for so many days before its last day.
REPORT_AHEAD_DAYS = 7


# ---- rows that wait --------------------------------------------------------------------------------------------------


def tasks(condition):
    """`condition`: a Q, or a function of the day."""
    return lambda on: Task.objects.filter(condition(on) if callable(condition) else condition)


def of_open_tasks(rows):
    """`rows`: records with a `task`, or a function of the day; what belongs to a task that is over waits for nobody."""
    return lambda on: (rows(on) if callable(rows) else rows).filter(task__status__in=Task.OPEN)


def of_running_tasks(rows):
    """The same, but of tasks in force only: nothing is reported or committed to while a task is on hold or waits for its conclusion."""
    return lambda on: (rows(on) if callable(rows) else rows).filter(task__status=S.IN_FORCE)


# ---- the queues ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Queue:
    """Rows of one kind that wait for the same hand.

    `code`: its word in addresses. `act`: what the person does ("Cam kết"). `stage`: how staff read it ("Chờ cam kết").
    `rows(on)`: the records that wait. `since`, `due`: column or expression, date or moment. `page`, `args`: the address of
    the act, from "ref" (of the task), "pk" (of the record, or of what `record` names instead) or "task"; `query` is filled
    in with the same words.
    `task`, `giver`: the columns that lead to the task and to the committee; `subject`: what is shown where there is no task.
    `detail`: the column of the words that were said (the urge, the direction), shown under the task.
    `part`: "own" (of *Việc của tôi*), "desk" (all else that somebody has to do), "opinion" (of *Cần cho ý kiến*), or "urge" (a working list that waits for nobody:
    counted, but no line of *Cần làm*).
    """

    code: str
    act: str
    stage: str
    waits_for: Carrier | Named | Desk
    rows: Callable
    since: object
    page: str
    args: tuple = ("ref",)
    record: str = "pk"
    query: str = ""
    due: object = None
    task: str | None = "task"
    giver: str | None = None
    subject: object = None
    detail: object = None
    part: str = "desk"

    @property
    def desk(self):
        """The column of the committee that gave the task (or opened the round)."""
        return self.giver or giver_of(self.task)


def of_tasks(code, act, stage, waits_for, condition, **more):
    return Queue(code, act, stage, waits_for, tasks(condition), task="pk", **more)


REGISTERED = Q(origin=Task.Origin.REGISTERED)
AWAITING_COMMITMENT = Q(status=S.IN_FORCE, committed_on=None)

QUEUES = (
    # With the cadre.
    *(
        Queue(
            code, act, stage, cadre(person), rows, task=None, giver="round__committee", subject="round__name",
            since="round__registration_from", due="round__registration_until", page="register_task", args=(), part="own",
        )
        for code, act, stage, person, rows in (
            ("can-dang-ky", "Đăng ký việc", "Chờ đăng ký", "person", posts_to_register),
            ("can-dang-ky-danh-sach", "Đăng ký việc theo danh sách", "Chờ đăng ký theo danh sách", "cadre", named_to_register),
        )
    ),
    of_tasks(
        "dang-ky", "Hoàn thiện đăng ký", "Đang soạn đăng ký", CARRIER, Q(status=S.DRAFT) & REGISTERED,
        since=moved("return"), page="edit_task", part="own",
    ),
    of_tasks(
        "cam-ket", "Cam kết", "Chờ cam kết", CARRIER, AWAITING_COMMITMENT,
        since="decided_on", due="commitment_due_on", page="commit_task", part="own",
    ),
    of_tasks(
        "bao-cao", "Báo cáo tiến độ", "Chờ báo cáo", CARRIER,
        lambda on: Q(status=S.IN_FORCE, next_report_on__lte=on + timedelta(days=REPORT_AHEAD_DAYS)),
        since=days_before("next_report_on", REPORT_AHEAD_DAYS), due="next_report_on", page="report_task", part="own",
    ),
    Queue(
        "xac-nhan-bao-cao", "Xác nhận báo cáo được chuẩn bị thay", "Chờ đồng chí xác nhận báo cáo", cadre("cadre"),
        of_running_tasks(drafts_to_confirm()), since="saved_at", page="report_task", part="own",
    ),
    Queue(
        "bo-sung-bao-cao", "Bổ sung báo cáo", "Chờ bổ sung báo cáo", CARRIER, of_running_tasks(more_wanted()),
        detail="note_text", since="submitted_at", page="report_task", part="own",
    ),
    Queue(
        "tra-loi-don-doc", "Trả lời đôn đốc", "Chờ trả lời đôn đốc", ASSIGNEE, of_open_tasks(urges_unanswered()),
        detail="text", since="at", due="answer_by", page="reply_urge", args=("ref", "pk"), part="own",
    ),
    Queue(
        "tra-loi-chi-dao", "Trả lời ý kiến chỉ đạo", "Chờ trả lời ý kiến chỉ đạo", MEANT,
        of_open_tasks(Direction.objects.unanswered().filter(to_outsider=False)),
        detail="text", since="at", due="due_on", page="answer_direction", args=("ref", "pk"), part="own",
    ),
    Queue(
        # From a giao ban, to somebody who does not carry the task: not of *Việc của tôi*.
        "tra-loi-chi-dao-khac", "Trả lời ý kiến chỉ đạo", "Chờ đồng chí ngoài việc trả lời ý kiến chỉ đạo", cadre("to_cadre"),
        of_open_tasks(Direction.objects.unanswered().filter(to_outsider=True)),
        detail="text", since="at", due="due_on", page="answer_direction", args=("ref", "pk"),
    ),
    Queue(
        "sua-ke-hoach", "Sửa kế hoạch", "Chờ sửa kế hoạch", cadre("cadre"), of_running_tasks(newest_plans(Plan.RETURNED)),
        detail="plan_text", since="plan_decided_at", page="commit_task", part="own",
    ),
    of_tasks(
        "qua-han", "Báo cáo kết quả việc quá hạn", "Quá hạn, chưa đề nghị kết luận", CARRIER,
        lambda on: marked(Mark.OVERDUE, on), since="due_on", due="due_on", page="report_task", part="own",
    ),
    Queue(
        "xac-nhan-ban-giao", "Xác nhận biên bản bàn giao", "Chờ bên giao xác nhận", cadre("minutes__cadre"),
        lambda on: minutes_to_confirm(), since="minutes__at", page="handover_page", args=("pk",), record="minutes",
        giver="minutes__giver", part="own",
    ),
    Queue(
        # Not of *Việc của tôi*: the tasks are not his yet.
        "nhan-ban-giao", "Xác nhận nhận bàn giao", "Chờ bên nhận xác nhận", cadre("to_cadre"),
        lambda on: minutes_to_take(), since="minutes__at", page="handover_page", args=("pk",), record="minutes",
        giver="minutes__giver",
    ),
    Queue(
        "thuc-hien-kien-nghi", "Báo cáo thực hiện kiến nghị sau kiểm tra", "Chờ khắc phục sau kiểm tra", cadre("to_cadre"),
        lambda on: to_mend().filter(to_cadre__isnull=False), task="inspection__task",
        detail="text", since="inspection__inspected_on", due="due_on", page="report_follow_up", args=("ref", "pk"), part="own",
    ),
    # At the desk of the committee that gives the task.
    of_tasks(
        "du-thao", "Hoàn thiện dự thảo đặt hàng", "Đang soạn đặt hàng", AUTHOR, Q(status=S.DRAFT) & ~REGISTERED,
        since="created_at", page="edit_task",
    ),
    of_tasks(
        "kiem-tra", "Kiểm tra bản đăng ký", "Chờ kiểm tra hình thức", OFFICER, Q(status=S.SUBMITTED),
        since=moved("submit"), page="task_page",
    ),
    of_tasks(
        "tham-dinh", "Thẩm định", "Chờ thẩm định", APPRAISER, Q(status=S.APPRAISING), since=moved("pass"),
        page="appraise_task",
    ),
    of_tasks(
        "quyet-dinh", "Ghi quyết định giao việc", "Chờ quyết định giao việc", OFFICER, Q(status=S.AWAITING_DECISION),
        since=moved("list", "order"), page="decide_tasks", args=(), query="viec={ref}",
    ),
    Queue(
        "xem-bao-cao", "Cho ý kiến về báo cáo", "Chờ ý kiến về báo cáo", OFFICER, of_open_tasks(not_noted()),
        since="submitted_at", page="note_report", args=("ref", "pk"),
    ),
    Queue(
        "tra-loi-y-kien-khac", "Trả lời ý kiến khác về báo cáo", "Chờ trả lời ý kiến khác về báo cáo", OFFICER,
        of_open_tasks(sent_reports().filter(~Q(contested_reason=""), contest_answered_at=None)),
        detail="contested_reason", since="submitted_at", page="answer_contest", args=("ref", "pk"),
    ),
    Queue(
        "duyet-ke-hoach", "Cho ý kiến về kế hoạch", "Chờ duyệt kế hoạch", OFFICER,
        of_open_tasks(newest_plans(Plan.WAITING)), since="at", page="decide_plan", args=("ref", "pk"),
    ),
    Queue(
        "xem-tra-loi-chi-dao", "Xem trả lời ý kiến chỉ đạo", "Chờ xem trả lời ý kiến chỉ đạo", Named("by", "user"),
        of_open_tasks(Direction.objects.filter(closed_at=None, answered_at__isnull=False)),
        detail="answer", since="answered_at", page="follow_direction", args=("ref", "pk"),
    ),
    Queue(
        "tham-dinh-thay-doi", "Thẩm định đề nghị thay đổi", "Chờ thẩm định đề nghị thay đổi", APPRAISER,
        of_open_tasks(changes_pending().filter(opinion_at=None)),
        detail="reason", since="requested_at", page="give_opinion", args=("ref", "pk"),
    ),
    Queue(
        "quyet-dinh-thay-doi", "Ghi quyết định về đề nghị thay đổi", "Chờ quyết định đề nghị thay đổi", OFFICER,
        of_open_tasks(changes_pending()),
        detail="reason", since=Coalesce("opinion_at", "requested_at"), page="decide_change", args=("ref", "pk"),
    ),
    of_tasks(
        "ket-luan", "Công nhận kết quả", "Chờ kết luận", OFFICER, to_conclude(),
        since=Coalesce("asked_conclusion_on", "due_on"), page="conclude_task",
    ),
    Queue(
        "tra-loi-y-kien-ket-luan", "Trả lời ý kiến về kết luận", "Chờ trả lời ý kiến về kết luận", OFFICER,
        lambda on: objections_open(), task="conclusion__task", detail="text", since="at", page="answer_objection",
        args=("ref", "pk"),
    ),
    Queue(
        # The form opens with the first year that is missing.
        "ket-luan-nam", "Ghi kết luận năm", "Chờ kết luận năm", OFFICER, years_to_conclude, task="pk", since="waits_since",
        page="conclude_year",
    ),
    Queue(
        "y-kien-ban-giao", "Xem ý kiến khác về biên bản bàn giao", "Có ý kiến khác về biên bản bàn giao", OFFICER,
        lambda on: minutes_to_mend(), since=last_word(agreed=False), page="handover_page", args=("pk",), record="minutes",
        giver="minutes__giver",
    ),
    Queue(
        "quyet-dinh-ban-giao", "Ghi quyết định bàn giao", "Chờ quyết định bàn giao", OFFICER, minutes_to_decide,
        since=decision_waits_since(), page="decide_handover", args=("pk",), record="minutes", giver="minutes__giver",
    ),
    Queue(
        "ghi-kiem-tra", "Ghi kết quả kiểm tra", "Chờ ghi kết quả kiểm tra", OFFICER_OR_TEAM, of_open_tasks(to_inspect),
        since="inspected_on", page="record_inspection", args=("ref", "pk"),
    ),
    Queue(
        "khac-phuc", "Xác nhận kết quả thực hiện kiến nghị sau kiểm tra", "Chờ xác nhận khắc phục sau kiểm tra", OFFICER,
        lambda on: FollowUp.objects.open().filter(done_at__isnull=False), task="inspection__task",
        detail="done_text", since="done_at", due="due_on", page="close_follow_up", args=("ref", "pk"),
    ),
    Queue(
        "vuong-mac", "Ghi kết quả tháo gỡ vướng mắc", "Vướng mắc chưa có nơi tháo gỡ", OFFICER,
        of_open_tasks(Obstacle.objects.filter(solved_on=None, solver=None)),
        detail="text", since="named_on", due="due_on", page="solve_obstacle", args=("ref", "pk"),
    ),
    # With the council.
    Queue(
        "cham-diem", "Chấm điểm kết quả", "Chờ hội đồng chấm điểm", cadre("cadre"), lambda on: to_score(), task="about",
        since=asked_conclusion_of("about"), page="score_task", record="seat", giver="council__round__committee",
    ),
    Queue(
        "nhap-phieu-diem", "Nhập phiếu điểm đã ký", "Chờ thư ký nhập phiếu điểm", cadre("cadre"), lambda on: sheets_to_enter(),
        task="about", since=asked_conclusion_of("about"), page="enter_sheet", args=("ref", "pk"), record="seat",
        giver="council__round__committee", detail="name",
    ),
    # With the unit that carries the task.
    Queue(
        "xac-nhan-don-vi", "Xác nhận báo cáo của đơn vị", "Chờ thủ trưởng đơn vị xác nhận báo cáo",
        Desk((Office.Role.UNIT_HEAD,), "task__unit"), of_open_tasks(to_certify), since="submitted_at",
        page="certify_report", args=("ref", "pk"),
    ),
    # With the body that was asked.
    Queue(
        "thao-go", "Tháo gỡ vướng mắc", "Chờ tháo gỡ vướng mắc", body("solver"),
        of_open_tasks(Obstacle.objects.filter(solved_on=None, solver__isnull=False)),
        detail="text", since="named_on", due="due_on", page="solve_obstacle", args=("ref", "pk"),
    ),
    Queue(
        "kien-nghi", "Trả lời kiến nghị", "Chờ trả lời kiến nghị", body("addressee"),
        of_open_tasks(Recommendation.objects.filter(answered_on=None)),
        detail="text", since="made_on", due="due_on", page="answer_recommendation", args=("ref", "pk"),
    ),
    Queue(
        "khac-phuc-don-vi", "Báo cáo thực hiện kiến nghị sau kiểm tra", "Chờ đơn vị khắc phục sau kiểm tra", body("to_unit"),
        lambda on: to_mend().filter(to_unit__isnull=False), task="inspection__task",
        detail="text", since="inspection__inspected_on", due="due_on", page="report_follow_up", args=("ref", "pk"),
    ),
    # What the leaders must see.
    of_tasks(
        "y-kien-de-nghi", "Cho ý kiến về đề nghị thay đổi", "Có đề nghị thay đổi", AT_DESK, to_decide_change(),
        since=Subquery(changes_pending().filter(task=OuterRef("pk")).order_by("requested_at").values("requested_at")[:1]),
        page="task_page", part="opinion",
    ),
    of_tasks(
        "y-kien-qua-han", f"Cho ý kiến về việc quá hạn trên {ESCALATION_DAYS} ngày", f"Quá hạn trên {ESCALATION_DAYS} ngày",
        LEADER, to_escalate, since="due_on", due="due_on", page="direct_task", part="opinion",
    ),
    of_tasks(
        "y-kien-ket-luan", "Xem kết quả chờ kết luận", "Chờ kết luận", AT_DESK, to_conclude(),
        since=Coalesce("asked_conclusion_on", "due_on"), page="task_page", part="opinion",
    ),
    # The officer's working list.
    of_tasks("don-doc", "Đôn đốc", "Cần đôn đốc", AT_DESK, to_urge, since="due_on", page="urge_task", part="urge"),
)  # fmt: skip
BY_CODE = {queue.code: queue for queue in QUEUES}
