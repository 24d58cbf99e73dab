"""Way 1: which rounds take registrations from this cadre, how does his draft go to the committee, and come back?"""

from django.db import transaction
from django.utils import timezone

from cadres.offices import posts_of
from tasks_app.actions import lifecycle
from tasks_app.actions.contents import content_of, differences
from tasks_app.actions.notifying import desk_of, notify, notify_of_round
from tasks_app.actions.ordering import require_complete
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Assignment, Delivery, Notice, Round, Task, TaskEvent
from tasks_app.workflow import TRANSITIONS

TURNS = ("submit", "return", "take_back")
AT_THE_DESK = "Đồng chí là chuyên viên theo dõi của cấp giao"


def rounds_open_to(cadre, *, on):
    """Rounds of the committees that manage the cadre's posts, still running and still taking registrations, newest first."""
    committees = [post.managed_by_id for post in posts_of([cadre.pk], on=on).get(cadre.pk, [])]
    rounds = Round.objects.filter(committee__in=[pk for pk in committees if pk], year_to__gte=on.year)
    return (
        rounds.exclude(registration_until__lt=on)
        .exclude(registration_from__gt=on)
        .filter(published_on=None)
        .select_related("committee__kind")
        .order_by("-year_from", "-pk")
    )


def round_to_come(cadre, *, on):
    """The next round that will take registrations from the cadre; None when none is announced."""
    committees = [post.managed_by_id for post in posts_of([cadre.pk], on=on).get(cadre.pk, [])]
    rounds = Round.objects.filter(committee__in=[pk for pk in committees if pk], registration_from__gt=on)
    return rounds.filter(published_on=None).order_by("registration_from", "pk").first()


def post_for(cadre, committee, *, on):
    """The post with which the cadre registers to this committee: the one it manages; None when there is none (any more)."""
    posts = posts_of([cadre.pk], on=on).get(cadre.pk, [])
    return next((post for post in posts if post.managed_by_id == committee.pk), None)


def earlier_tasks(cadre, visible):
    """Decided tasks that the cadre leads or led, newest first: what a new registration may start from."""
    led = Assignment.objects.filter(cadre=cadre, role=Assignment.Role.LEAD)
    return visible.decided().filter(pk__in=led.values("task")).order_by("-decided_on", "-pk")


def last_turn(task):
    """The act by which the registration last went to the desk or came back, or None."""
    return task.events.filter(kind__in=TURNS).order_by("-at", "-pk").first()


def last_sent(task):
    """What the committee's desk was last sent: {"content": …, "at": datetime}, or None where it never was."""
    for event in task.events.filter(kind="submit").order_by("-at", "-pk"):
        if "content" in event.data:
            return {"content": event.data["content"], "at": event.at}
    return None


def changed_since_last_time(task):
    """What differs between the last two times the registration was sent; [] where it was sent once."""
    if task.origin != Task.Origin.REGISTERED or task.status not in (
        Task.Status.SUBMITTED,
        Task.Status.APPRAISING,
    ):
        return []
    sent = (
        task.events.filter(kind="submit", data__has_key="content")
        .order_by("-at", "-pk")
        .values_list("data", flat=True)
    )
    versions = [data["content"] for data in sent[:2]]
    return differences(versions[1], versions[0]) if len(versions) == 2 else []


def closed_since(task, *, on):
    """The last day on which this registration could have been sent, if it is past; None while it can be.

    What the desk returned is mended and sent again until the appraisal ends, also after the others' last day.
    """
    until = task.round.registration_until
    turn = last_turn(task) if until and until < on else None
    if turn is not None and turn.kind == "return":
        until = task.round.appraisal_until
    return until if until and until < on else None


@transaction.atomic
def submit(task, *, by, at, seen=None):
    """*Gửi đăng ký*, by the cadre himself; what was sent stays on record with the event. The committee's desk is told."""
    on = timezone.localdate(at)
    if until := closed_since(task, on=on):
        raise NotPossible(
            f"Đợt «{task.round}» nhận đăng ký đến hết ngày {until:%d/%m/%Y}. Đề nghị đồng chí liên hệ cơ quan theo dõi.",
            field="round",
        )
    require_complete([task])
    again = last_sent(task) is not None
    task = lifecycle.move(task, "submit", by=by, at=at, seen=seen, data={"content": content_of(task)})
    notify(
        task,
        Notice.Kind.MOVED,
        f"{'Đăng ký gửi lại' if again else 'Đăng ký mới'}: «{task.title}», chờ kiểm tra và chuyển thẩm định",
        to=desk_of(task, on=on),
        why=AT_THE_DESK,
        at=at,
        by=by,
    )
    return task


@transaction.atomic
def take_back(task, *, by, at, seen=None):
    """*Lấy lại để sửa*: sent and not passed on yet, it is the cadre's draft again."""
    return _off_the_desk(task, "take_back", reason="", by=by, at=at, seen=seen, link="")


@transaction.atomic
def withdraw(task, *, reason="", by, at, seen=None, link=""):
    """*Thôi đăng ký*: a draft or what was sent is given up; it stays with the cadre. `link`: where the desk reads on."""
    return _off_the_desk(task, "withdraw", reason=reason, by=by, at=at, seen=seen, link=link)


def _off_the_desk(task, name, *, reason, by, at, seen, link):
    was_sent = task.status == Task.Status.SUBMITTED
    told = list(desk_of(task, on=timezone.localdate(at))) if was_sent else []
    task = lifecycle.move(task, name, by=by, at=at, reason=reason, seen=seen)
    act = TRANSITIONS[name].act
    text = f"{speaker(by, on=timezone.localdate(at))} {act} «{task.title}»" + (
        f": {reason}" if reason else ""
    )
    # The desk does not see the task any more: the notice leads to its round.
    if link:
        notify_of_round(
            task.round, Delivery.Rule.NOTICE, text, to=told, url=link, why=AT_THE_DESK, at=at, by=by
        )
    return task


@transaction.atomic
def hand_to_cadre(task, *, by, at):
    """The assistant has prepared the draft: the log shows both names, and the cadre is asked to confirm and send it."""
    lead = task.assignments.open().lead_first().select_related("cadre__user").first()
    act = f"cập nhật thay đ/c {lead.cadre.full_name} bản đăng ký, chuyển đồng chí xác nhận"
    record(task, TaskEvent.Kind.EDITED, act, by=by, at=at, on_behalf_of=lead.cadre)
    notify(
        task,
        Notice.Kind.MOVED,
        f"Bản đăng ký «{task.title}» đã soạn xong, đề nghị đồng chí xác nhận và gửi",
        to=[lead.cadre.user] if lead.cadre.user else [],
        why="Người được ủy quyền đã soạn thay đồng chí",
        at=at,
        by=by,
    )
    return task
