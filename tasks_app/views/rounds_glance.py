"""In which words does the page of a round say its calendar, its rules, who registered and what was done with it?"""

from dataclasses import dataclass
from datetime import date

from tasks_app.models import RoundEvent
from tasks_app.statistics.rounds import EXCUSED, MISSING, REGISTERED, RETURNED

SHOWN = 5
LOOKS = {
    RoundEvent.Kind.OPENED: ("calendar-plus", ""),
    RoundEvent.Kind.CHANGED: ("pencil", ""),
    RoundEvent.Kind.NAMED: ("users", ""),
    RoundEvent.Kind.EXCUSED: ("circle-minus", ""),
    RoundEvent.Kind.URGED: ("speakerphone", "tre"),
    RoundEvent.Kind.COUNCIL: ("users", ""),
    RoundEvent.Kind.CRITERIA: ("adjustments", ""),
    RoundEvent.Kind.CLOSED: ("lock", "xong"),
}


@dataclass(frozen=True)
class Tab:
    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Step:
    """A day of the calendar. `is_now`: the step that runs on the day the page is read."""

    label: str
    from_on: date | None
    until: date | None
    is_over: bool
    is_now: bool


def tabs_of(people):
    def count(*states):
        return sum(person.state in states for person in people)

    return [
        Tab("", "Tất cả", len(people)),
        Tab(MISSING, "Chưa đăng ký", count(MISSING)),
        Tab(RETURNED, "Trả lại, chờ gửi lại", count(RETURNED)),
        Tab(REGISTERED, "Đã đăng ký", count(REGISTERED)),
        Tab(EXCUSED, "Được miễn", count(EXCUSED)),
    ]


def calendar_of(round, on):
    """The steps in order; the first that is not over is the one that runs."""
    days = [
        ("Đăng ký", round.registration_from, round.registration_until),
        ("Thẩm định", None, round.appraisal_until),
        ("Quyết định giao việc", None, round.decision_until),
        ("Chốt năm", None, round.closes_on),
        ("Công bố kết quả", None, round.published_on),
    ]
    steps, running = [], True
    for label, first, until in days:
        over = round.is_over or bool(until and until < on)
        now = running and not over and until is not None and (first is None or first <= on)
        running = running and not now
        steps.append(Step(label, first, until, over, now))
    return [step for step in steps if step.until]


def rules_of(round):
    """(what, how) of the settings, as a reader looks for them."""
    soon = ", ".join(str(day) for day in round.due_soon_days)
    extension = (
        f"{round.get_extension_decider_display()} quyết định đến {round.extension_days} ngày; trên mức đó do Ban Thường vụ"
        if round.extension_decider
        else "Mọi lần gia hạn do Ban Thường vụ quyết định"
    )
    return [
        ("Cam kết", f"Trong {round.commitment_days} ngày từ ngày quyết định"),
        ("Kế hoạch", "Phải được duyệt" if round.plan_approval else "Không phải duyệt"),
        ("Báo cáo", f"{round.get_report_rhythm_display()}, gửi trước hết ngày {round.report_day} của tháng sau kỳ"),
        ("Xác nhận báo cáo", "Thủ trưởng đơn vị phải xác nhận" if round.certified_reports else "Thủ trưởng đơn vị được xác nhận"),
        (
            "Chốt số liệu",
            f"Hết ngày {round.figures_close_day} của tháng sau kỳ" if round.figures_close_day else "Không chốt theo kỳ",
        ),
        ("Nhắc trước hạn", f"Còn {soon} ngày" if soon else "Không nhắc trước"),
        ("Sắp đến hạn", f"Khi còn {round.due_soon_mark_days} ngày"),
        ("Nhắc quá hạn", f"{round.overdue_every_days} ngày một lần"),
        ("Chậm tiến độ", f"Dưới kế hoạch quá {round.slow_points} điểm phần trăm"),
        ("Gia hạn", extension),
        ("Đề nghị gia hạn", "Được gửi cả sau khi quá hạn" if round.late_requests_allowed else "Gửi trước khi hết hạn"),
        ("Ý kiến về kết luận", f"Trong {round.objection_days} ngày từ ngày ghi kết luận"),
        ("Hạn vào ngày nghỉ", "Chuyển sang ngày làm việc kế tiếp" if round.moves_off_days else "Giữ nguyên ngày"),
    ]  # fmt: skip


def lines_of(round, *, whole):
    """What was done with the round, newest first; with `more`: how many are not shown."""
    events = list(round.events.order_by("-at", "-pk")[: None if whole else SHOWN + 1])
    for event in events:
        event.icon, event.tone = LOOKS.get(event.kind, ("notes", ""))
    return {"shown": events if whole else events[:SHOWN], "more": not whole and len(events) > SHOWN}
