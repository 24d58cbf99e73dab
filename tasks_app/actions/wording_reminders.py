"""In which words is a reminder told, and why to this person? Codes and days only: the words also stand in letters."""

import functools

from tasks_app.models import Notice
from tasks_app.occurrences import ASSISTANT, CO, COMMITTEE, LEAD, NAMED, OFFICER, UNIT_HEAD

Kind = Notice.Kind
KINDS = {
    "due_soon": Kind.DUE_SOON,
    "due_today": Kind.DUE_TODAY,
    "overdue": Kind.OVERDUE,
    "commitment": Kind.COMMITMENT,
    "report_due": Kind.REPORT,
    "report_late": Kind.REPORT,
    "answer": Kind.WAITING,
    "direction": Kind.WAITING,
    "conclusion": Kind.WAITING,
}
ROLE = {
    LEAD: "Đồng chí được giao việc này",
    NAMED: "Ý kiến chỉ đạo giao đồng chí trả lời",
    CO: "Đồng chí cùng thực hiện việc này",
    ASSISTANT: "Đồng chí được ủy quyền cập nhật việc này",
    UNIT_HEAD: "Việc của đơn vị đồng chí phụ trách",
    OFFICER: "Đồng chí theo dõi việc này",
    COMMITTEE: "Việc do cấp ủy của đồng chí giao",
}
WAITED = {
    "overdue": "đã quá hạn",
    "commitment": "chờ cam kết đã quá",
    "report_late": "chậm báo cáo",
    "answer": "chờ trả lời đôn đốc đã quá",
    "direction": "chờ trả lời ý kiến chỉ đạo đã",
    "conclusion": "chờ kết luận đã",
}


def text_of(rule, code, base, on):
    """`base`: the day it is about; `on`: the day on which it is told."""
    name = f"việc {code}"
    if rule in ("due_soon", "due_today", "overdue"):
        return deadline_text(name, base, on)
    day = written(base)
    match rule:
        case "commitment":
            return f"Chờ cam kết: {name}, hạn cam kết {day}"
        case "report_due":
            return f"Đến kỳ báo cáo tiến độ: {name}, hạn gửi {day}"
        case "report_late":
            return f"Chậm báo cáo tiến độ {(on - base).days} ngày: {name}, hạn gửi {day}"
        case "answer":
            return f"Chờ trả lời đôn đốc: {name}, đề nghị trả lời trước ngày {day}"
        case "direction":
            return f"Chờ trả lời ý kiến chỉ đạo ngày {day}: {name}"
        case "conclusion":
            return f"Chờ kết luận từ ngày {day}: {name}"


def deadline_text(name, base, on):
    left = (base - on).days
    if left == 0:
        return f"Đến hạn hôm nay: {name}"
    return f"{f'Còn {left}' if left > 0 else f'Quá hạn {-left}'} ngày: {name}, hạn {written(base)}"


@functools.lru_cache(maxsize=2000)
def written(day):
    """As days are written in words; thousands of reminders share a few hundred."""
    return f"{day:%d/%m/%Y}"


def why_of(reminder):
    """ "Việc của đơn vị đồng chí phụ trách, đã quá hạn 5 ngày làm việc"."""
    why = ROLE[reminder.role]
    if not reminder.days:
        return why
    return f"{why}, {WAITED.get(reminder.rule, 'đã chờ')} {reminder.days} ngày làm việc"
