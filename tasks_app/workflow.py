"""What may happen next to a task, and at whose hand? The whole life of a task is this table.

Buttons, URLs, permissions, the diagram in docs/architecture.md and the tests all read it. Overdue, slow and due soon are no
states: they are computed (models/marks.py). Commitments, reports, urging and inspections are records within *in force*.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tasks_app import permissions as may
from tasks_app.models import Task

S = Task.Status


@dataclass(frozen=True)
class Transition:
    """One arrow. `label` is the verb on the button; `act` is what the timeline says after the actor's name."""

    name: str
    label: str
    act: str
    sources: tuple[S, ...]
    target: S
    allowed: Callable
    needs_reason: bool = False
    needs_document: bool = False


DECIDED = (S.IN_FORCE, S.ON_HOLD, S.AWAITING_CONCLUSION)

TRANSITIONS = {
    t.name: t
    for t in (
        # Way 1: the cadre registers.
        Transition("submit", "Gửi đăng ký", "gửi đăng ký", (S.DRAFT,), S.SUBMITTED, may.may_submit),
        Transition(
            "return",
            "Trả lại",
            "trả lại bản đăng ký",
            (S.SUBMITTED, S.APPRAISING),
            S.DRAFT,
            may.may_screen,
            needs_reason=True,
        ),
        Transition(
            "pass", "Chuyển thẩm định", "chuyển thẩm định", (S.SUBMITTED,), S.APPRAISING, may.may_screen
        ),
        Transition(
            "list",
            "Đưa vào danh mục trình",
            "đưa vào danh mục trình",
            (S.APPRAISING,),
            S.AWAITING_DECISION,
            may.may_appraise,
        ),
        Transition(
            "leave_out",
            "Không đưa vào danh mục",
            "không đưa vào danh mục",
            # From the list as well: what the committee does not agree to decide must not wait there for good.
            (S.APPRAISING, S.AWAITING_DECISION),
            S.REJECTED,
            may.may_appraise,
            needs_reason=True,
        ),
        # What is not passed on yet is still the cadre's own: he may take it back to mend it, or give it up.
        Transition(
            "take_back", "Lấy lại để sửa", "lấy lại bản đăng ký", (S.SUBMITTED,), S.DRAFT, may.may_submit
        ),
        Transition(
            "withdraw", "Thôi đăng ký", "thôi đăng ký", (S.DRAFT, S.SUBMITTED), S.WITHDRAWN, may.may_submit
        ),
        Transition(
            "merge",
            "Gộp",
            "gộp vào việc khác",
            (S.SUBMITTED, S.APPRAISING, S.AWAITING_DECISION),
            S.MERGED,
            may.may_screen,
            needs_reason=True,
        ),
        # Way 2: the committee orders or adds.
        Transition(
            "order",
            "Đưa vào danh mục trình",
            "đưa vào danh mục trình",
            (S.DRAFT,),
            S.AWAITING_DECISION,
            may.may_list_order,
        ),
        # The decision binds at once.
        Transition(
            "decide",
            "Ghi quyết định giao việc",
            "ghi quyết định giao việc",
            (S.AWAITING_DECISION,),
            S.IN_FORCE,
            may.may_record_decision,
            needs_document=True,
        ),
        Transition(
            "hold",
            "Tạm dừng",
            "ghi quyết định tạm dừng",
            (S.IN_FORCE,),
            S.ON_HOLD,
            may.may_record_decision,
            needs_reason=True,
            needs_document=True,
        ),
        Transition(
            "resume",
            "Tiếp tục thực hiện",
            "ghi quyết định tiếp tục thực hiện",
            (S.ON_HOLD,),
            S.IN_FORCE,
            may.may_record_decision,
            needs_document=True,
        ),
        Transition(
            "ask_conclusion",
            "Đề nghị kết luận",
            "đề nghị kết luận",
            (S.IN_FORCE,),
            S.AWAITING_CONCLUSION,
            may.may_ask_conclusion,
        ),
        Transition(
            "send_back",
            "Yêu cầu bổ sung",
            "yêu cầu bổ sung",
            (S.AWAITING_CONCLUSION,),
            S.IN_FORCE,
            may.may_record_decision,
            needs_reason=True,
        ),
        Transition(
            "conclude",
            "Công nhận kết quả",
            "công nhận kết quả",
            (S.AWAITING_CONCLUSION,),
            S.CONCLUDED,
            may.may_record_decision,
            needs_document=True,
        ),
        Transition("close", "Khóa kỳ", "công bố, khóa kỳ", (S.CONCLUDED,), S.CLOSED, may.may_record_decision),
        # By decision only, from any decided state.
        Transition(
            "end_early",
            "Thôi giao",
            "ghi quyết định thôi giao",
            DECIDED,
            S.ENDED_EARLY,
            may.may_record_decision,
            needs_reason=True,
            needs_document=True,
        ),
        Transition(
            "remove",
            "Đưa ra khỏi danh mục",
            "ghi quyết định đưa ra khỏi danh mục",
            DECIDED,
            S.REMOVED,
            may.may_record_decision,
            needs_reason=True,
            needs_document=True,
        ),
    )
}


def open_to(user, task):
    """The transitions this user may set going now, in the order of the table."""
    return [t for t in TRANSITIONS.values() if task.status in t.sources and t.allowed(user, task)]
