"""What stands in the notification lists on the day of loading? What happened lately, and the reminders that hold today.

Reminders whose day has passed are on record as in-app rows only: their e-mails are withheld, so that a fresh demo sends
nothing of the past (product.md §10.10).
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from tasks_app.actions import reminding
from tasks_app.demo.loading_records import speaker
from tasks_app.demo.story import HANOI
from tasks_app.models import Delivery, Heartbeat, Message, Notice

SHOWN_DAYS, UNREAD_DAYS = 60, 9
ASSIGNEE, DESK = "Đồng chí được giao việc này", "Đồng chí theo dõi việc này"
TO_ASSIGNEE = {
    "decide": ("assigned", "Đồng chí được giao việc «{title}»"),
    "urged": ("urged", "{who} đôn đốc việc «{title}»"),
    "directed": ("directed", "{who} ghi ý kiến chỉ đạo về việc «{title}»"),
    "noted": ("report", "{who} {act}: «{title}»"),
    "year_concluded": ("concluded", "Việc «{title}»: {act}"),
    "rescheduled": ("changed", "Việc «{title}»: {act}"),
    "passed_on": ("changed", "{who} {act}: «{title}»"),
    "resume": ("changed", "Việc «{title}»: {act}"),
    "send_back": ("moved", "Việc «{title}»: {act}"),
    "close": ("moved", "Đã công bố kết quả, khóa kỳ: «{title}»"),
    "inspected": ("changed", "Có kết quả kiểm tra việc «{title}»"),
    "conclude": ("concluded", "Đã kết luận việc «{title}»"),
    "change_decided": ("changed", "Việc «{title}»: {act}"),
    "hold": ("changed", "Việc «{title}»: {act}"),
    "end_early": ("changed", "Việc «{title}»: {act}"),
    "remove": ("changed", "Việc «{title}»: {act}"),
    "return": ("moved", "Việc «{title}»: {act}"),
    "list": ("moved", "Việc đồng chí đăng ký được đưa vào danh mục trình: «{title}»"),
    "leave_out": ("moved", "Việc đồng chí đăng ký không được đưa vào danh mục: «{title}»"),
}
TO_DESK = {
    "submit": ("moved", "Đăng ký mới: «{title}», chờ kiểm tra và chuyển thẩm định"),
    "committed": ("commitment", "{who} cam kết thực hiện việc «{title}»"),
    "reported": ("report", "{who} {act}: «{title}»"),
    "change_asked": ("changed", "{who} {act} việc «{title}»"),
    "hindered": ("changed", "{who} nêu vướng mắc của việc «{title}»"),
    "ask_conclusion": ("moved", "{who} đề nghị kết luận việc «{title}»"),
}


def load_notices(found):
    notices = []
    people, desks = found.plan.roster.people, found.plan.roster.desks
    for plan in found.plan.tasks:
        for event in plan.events:
            age = (found.today - timezone.localdate(event.at)).days
            if age > SHOWN_DAYS:
                continue
            who = speaker(found, event.actor, event.at) if event.actor else found.words[plan.giver]
            for table, keys, why in (
                (TO_ASSIGNEE, [c.person for c in plan.carriers if c.ends_on is None], ASSIGNEE),
                (TO_DESK, [plan.follower or desks[plan.giver]], DESK),
            ):
                if event.kind not in table:
                    continue
                kind, text = table[event.kind]
                text = text.format(title=plan.content.title, who=who, act=event.act)[:300]
                notices += [
                    Notice(recipient=found.users[key], task=found.tasks[plan.key], kind=kind, text=text, why=why,
                           at=event.at, read_at=event.at + timedelta(hours=20) if age > UNREAD_DAYS else None)
                    for key in keys
                    if people[key].active and key != event.actor
                ]  # fmt: skip
    Notice.objects.bulk_create(sorted(notices, key=lambda notice: notice.at), batch_size=500)


def plan_reminders(found):
    """Those that hold today, once everything else is there that they may be about."""
    at = datetime.combine(found.today, time(0, 5), tzinfo=HANOI)
    reminding.plan(on=found.today, at=at)
    Delivery.objects.filter(state=Delivery.State.DUE).update(
        state=Delivery.State.WITHHELD,
        settled_at=at,
        reason="Dữ liệu minh họa: thư của những ngày đã qua không gửi",
    )
    Message.objects.filter(state=Message.State.DUE).update(state=Message.State.WITHHELD)
    # Nothing ran that night: what the first planner finds is owed from the moment when it could first be known.
    Heartbeat.objects.all().delete()
