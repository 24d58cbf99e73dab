"""Which tasks stand under a word such as «Cần đôn đốc» or «Quá hạn»? Every choice of the list's `trang-thai`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from tasks_app.models import ChangeRequest, Mark, Task
from tasks_app.models.marks import DONE

S = Task.Status
COMPLETED = (Mark.DONE_EARLY, Mark.DONE_ON_TIME, Mark.DONE_LATE)


def marked(mark, on):
    """The condition under which `mark` counts on a day, spelled out so that an index on status and deadline can serve it.

    Says the same as `with_mark(on)` (tested against it), only without the CASE that no index can answer.
    """
    running = Q(status=S.IN_FORCE)
    in_time = running & Q(due_on__gte=on)
    committed = in_time & Q(committed_on__isnull=False)
    slow, soon = Q(slow_from_on__lte=on), Q(due_soon_on__lte=on)
    finished = Q(status__in=(S.CONCLUDED, S.CLOSED))
    done = finished & Q(completed=True)
    return {
        Mark.AWAITING_COMMITMENT: in_time & Q(committed_on=None),
        Mark.ON_TRACK: committed & ~slow & ~soon,
        Mark.DUE_SOON: committed & ~slow & soon,
        Mark.SLOW: committed & slow,
        Mark.OVERDUE: running & Q(due_on__lt=on),
        Mark.AWAITING_CONCLUSION: Q(status=S.AWAITING_CONCLUSION),
        Mark.DONE_EARLY: done & Q(finished_on__lt=F("due_on")),
        Mark.DONE_ON_TIME: done & Q(finished_on=F("due_on")),
        Mark.DONE_LATE: done & Q(finished_on__gt=F("due_on")),
        Mark.NOT_DONE: finished & Q(completed=False),
        Mark.ON_HOLD: Q(status=S.ON_HOLD),
        Mark.ENDED: Q(status__in=(S.ENDED_EARLY, S.REMOVED)),
    }[mark]


def any_mark(marks, on):
    found = Q()
    for mark in marks:
        found |= marked(mark, on)
    return found


def asks_change(**of):
    """A request to change the task waits for its decision; `of`: only of such a kind."""
    return Exists(ChangeRequest.objects.filter(task=OuterRef("pk"), outcome="", **of))


def asks_extension():
    return asks_change(kind="extension")


@dataclass(frozen=True)
class State:
    """`condition(on)`: in SQL. `fits(mark, status, extending)`: the same said of a counted group. `empty`: what an empty list means."""

    code: str
    label: str
    condition: Callable
    fits: Callable
    empty: str = "Không có việc nào ở mục này."


def of_marks(code, label, marks: Iterable, *empty):
    return State(
        code, label, lambda on: any_mark(marks, on), lambda mark, status, extending: mark in marks, *empty
    )


def of_statuses(code, label, statuses: Iterable, *empty):
    return State(
        code,
        label,
        lambda on: Q(status__in=statuses),
        lambda mark, status, extending: status in statuses,
        *empty,
    )


EVERYTHING = State(
    "",
    "Tất cả",
    lambda on: ~Q(status__in=Task.BEFORE_DECISION),
    lambda mark, status, extending: status not in Task.BEFORE_DECISION,
    "Chưa có việc nào được quyết định giao trong phạm vi này.",
)
EXTENSION = State(
    "xin-gia-han",
    "Xin gia hạn",
    lambda on: Q(asks_extension()),
    lambda mark, status, extending: extending,
    "Không có đề nghị gia hạn nào đang chờ quyết định.",
)
TABS = (
    EVERYTHING,
    of_marks(
        "can-don-doc",
        "Cần đôn đốc",
        (Mark.OVERDUE, Mark.SLOW),
        "Không có việc quá hạn hoặc chậm tiến độ.",
    ),
    of_marks(
        "cho-cam-ket",
        "Chờ cam kết",
        (Mark.AWAITING_COMMITMENT,),
        "Các đồng chí được giao đều đã cam kết.",
    ),
    of_marks("dung-tien-do", "Đúng tiến độ", (Mark.ON_TRACK,)),
    of_marks("sap-den-han", "Sắp đến hạn", (Mark.DUE_SOON,), "Không có việc nào sắp đến hạn."),
    EXTENSION,
    of_marks(
        "cho-ket-luan",
        "Chờ kết luận",
        (Mark.AWAITING_CONCLUSION,),
        "Không có việc nào đang chờ kết luận.",
    ),
    of_marks("hoan-thanh", "Hoàn thành", COMPLETED, "Chưa có việc nào hoàn thành."),
    of_statuses(
        "chua-quyet-dinh",
        "Chưa quyết định",
        Task.BEFORE_DECISION,
        "Không có bản đăng ký hoặc dự kiến đặt hàng nào đang chờ quyết định.",
    ),
)
SINGLE = (
    of_marks("qua-han", "Quá hạn", (Mark.OVERDUE,), "Không có việc quá hạn."),
    of_marks("cham-tien-do", "Chậm tiến độ", (Mark.SLOW,), "Không có việc chậm tiến độ."),
    of_marks("da-ket-luan", "Đã kết luận", DONE, "Chưa có việc nào được kết luận."),
    of_marks("hoan-thanh-truoc-han", "Hoàn thành trước hạn", (Mark.DONE_EARLY,)),
    of_marks("hoan-thanh-dung-han", "Hoàn thành đúng hạn", (Mark.DONE_ON_TIME,)),
    of_marks("hoan-thanh-qua-han", "Hoàn thành quá hạn", (Mark.DONE_LATE,)),
    of_marks("khong-hoan-thanh", "Không hoàn thành", (Mark.NOT_DONE,)),
    of_marks("tam-dung", "Tạm dừng", (Mark.ON_HOLD,)),
    of_marks("thoi-giao", "Thôi giao, đưa ra khỏi danh mục", (Mark.ENDED,)),
    of_statuses("dang-thuc-hien", "Đang thực hiện", (S.IN_FORCE,)),
    of_statuses("nhap", "Nháp", (S.DRAFT,)),
    of_statuses("da-dang-ky", "Đã đăng ký", (S.SUBMITTED,)),
    of_statuses("dang-tham-dinh", "Đang thẩm định", (S.APPRAISING,)),
    of_statuses("cho-quyet-dinh", "Chờ quyết định", (S.AWAITING_DECISION,)),
    of_statuses("khong-dua-vao-danh-muc", "Không đưa vào danh mục", (S.REJECTED,)),
    of_statuses("thoi-dang-ky", "Thôi đăng ký", (S.WITHDRAWN,)),
    of_statuses("da-gop", "Đã gộp vào việc khác", (S.MERGED,)),
)
STATES = {state.code: state for state in (*TABS, *SINGLE)}
# Links may also name a mark or a state as the code base does: a figure of the overview knows no other word.
ALIASES = {
    "awaiting_commitment": "cho-cam-ket",
    "on_track": "dung-tien-do",
    "due_soon": "sap-den-han",
    "slow": "cham-tien-do",
    "overdue": "qua-han",
    "awaiting_conclusion": "cho-ket-luan",
    "done_early": "hoan-thanh-truoc-han",
    "done_on_time": "hoan-thanh-dung-han",
    "done_late": "hoan-thanh-qua-han",
    "not_done": "khong-hoan-thanh",
    "on_hold": "tam-dung",
    "ended": "thoi-giao",
    "ended_early": "thoi-giao",
    "removed": "thoi-giao",
    "done": "da-ket-luan",
    "concluded": "da-ket-luan",
    "closed": "da-ket-luan",
    "in_force": "dang-thuc-hien",
    "draft": "nhap",
    "submitted": "da-dang-ky",
    "appraising": "dang-tham-dinh",
    "awaiting_decision": "cho-quyet-dinh",
    "rejected": "khong-dua-vao-danh-muc",
    "withdrawn": "thoi-dang-ky",
    "merged": "da-gop",
}
