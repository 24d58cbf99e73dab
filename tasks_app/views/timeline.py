"""What happened on a task, newest first, with which shape and colour?"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.urls import reverse

from tasks_app.models import TaskEvent

SHOWN = 8
E = TaskEvent.Kind
# kind -> (icon, tone). Tones are those of the marks; most acts have none.
LOOKS = {
    E.CREATED: ("plus", ""),
    E.EDITED: ("pencil", ""),
    E.COMMITTED: ("check", "xong"),
    E.REPORTED: ("send", "dung"),
    E.CONFIRMED: ("checks", "xong"),
    E.NOTED: ("eye", ""),
    E.CONTESTED: ("message-circle", "tre"),
    E.APPRAISED: ("eye-check", ""),
    E.ADJUSTED: ("adjustments", "tre"),
    E.ABSORBED: ("arrows-exchange", ""),
    E.URGED: ("speakerphone", "tre"),
    E.REPLIED: ("message-circle", "dung"),
    E.INSPECTION_PLANNED: ("calendar", ""),
    E.INSPECTED: ("search", ""),
    E.FOLLOWED_UP: ("checks", "dung"),
    E.DIRECTED: ("message-circle", "nt"),
    E.DIRECTION_CLOSED: ("circle-check", "xong"),
    E.ANSWERED: ("message-circle", "dung"),
    E.CHANGE_ASKED: ("calendar-plus", ""),
    E.CHANGE_WITHDRAWN: ("arrow-back-up", ""),
    E.CHANGE_DECIDED: ("gavel", ""),
    E.HANDED_OVER: ("arrows-exchange", ""),
    E.RECOMMENDED: ("flag", "tre"),
    E.HINDERED: ("flag", "tre"),
    E.PASSED_ON: ("arrows-exchange", ""),
    E.CERTIFIED: ("checks", "xong"),
    E.PLAN_DECIDED: ("eye-check", ""),
    E.YEAR_CONCLUDED: ("clipboard-check", "xong"),
    "submit": ("send", "dung"),
    "return": ("arrow-back-up", "tre"),
    "take_back": ("arrow-back-up", ""),
    "withdraw": ("circle-minus", ""),
    "pass": ("eye-check", ""),
    "list": ("clipboard-list", ""),
    "leave_out": ("circle-x", ""),
    "merge": ("arrows-exchange", "tre"),
    "order": ("clipboard-list", ""),
    "decide": ("clipboard-text", ""),
    "hold": ("player-pause-f", ""),
    "resume": ("player-play", "dung"),
    "ask_conclusion": ("hourglass", "nt"),
    "send_back": ("arrow-back-up", "tre"),
    "conclude": ("clipboard-check", "xong"),
    "close": ("lock", ""),
    "end_early": ("ban", ""),
    "remove": ("circle-minus", ""),
}


@dataclass(frozen=True)
class Line:
    kind: str
    icon: str
    tone: str
    title: str
    at: datetime
    quote: str
    url: str
    paper: str


def timeline(task, *, whole=False):
    """The newest lines, or all of them. One query."""
    events = task.events.order_by("-at", "-pk").values(
        "kind", "act", "text", "by_name", "at", "data",
        helped=F("on_behalf_of__full_name"), number=F("document__number"), symbol=F("document__symbol"),
        issued_on=F("document__issued_on"),
    )  # fmt: skip
    return [_line(task, event) for event in (events if whole else events[:SHOWN])]


def _line(task, event):
    icon, tone = LOOKS.get(event["kind"], ("notes", ""))
    who = event["by_name"]
    if event["helped"] and event["helped"] not in event["act"]:
        who = f"{who} thay đ/c {event['helped']}"
    report = event["data"].get("report")
    paper = ""
    if event["number"]:
        paper = f"Văn bản số {event['number']}-{event['symbol']} ngày {event['issued_on']:%d/%m/%Y}"
    return Line(
        kind=event["kind"],
        icon=icon,
        tone=tone,
        title=f"{who} {event['act']}",
        at=event["at"],
        quote=event["text"],
        url=reverse("tasks:report_page", args=[task.ref, report]) if report else "",
        paper=paper,
    )
