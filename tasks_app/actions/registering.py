"""Way 1: which rounds take registrations from this cadre, and how does his draft go to the committee?"""

from django.db import transaction
from django.utils import timezone

from cadres.offices import posts_of
from tasks_app.actions import lifecycle
from tasks_app.actions.notifying import desk_of, notify
from tasks_app.actions.ordering import require_complete
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Notice, Round


def rounds_open_to(cadre, *, on):
    """Rounds of the committees that manage the cadre's posts, still running and still taking registrations, newest first."""
    committees = [post.managed_by_id for post in posts_of([cadre.pk], on=on).get(cadre.pk, [])]
    rounds = Round.objects.filter(committee__in=[pk for pk in committees if pk], year_to__gte=on.year)
    return (
        rounds.exclude(registration_until__lt=on)
        .select_related("committee__kind")
        .order_by("-year_from", "-pk")
    )


def post_for(cadre, committee, *, on):
    """The post with which the cadre registers to this committee: the one it manages; None when there is none (any more)."""
    posts = posts_of([cadre.pk], on=on).get(cadre.pk, [])
    return next((post for post in posts if post.managed_by_id == committee.pk), None)


@transaction.atomic
def submit(task, *, by, at, seen=None):
    """*Gửi đăng ký*, by the cadre himself. The committee's desk is told."""
    on = timezone.localdate(at)
    until = task.round.registration_until
    if until and until < on:
        raise NotPossible(
            f"Đợt «{task.round}» nhận đăng ký đến hết ngày {until:%d/%m/%Y}. Đề nghị đồng chí liên hệ cơ quan theo dõi.",
            field="round",
        )
    require_complete([task])
    task = lifecycle.move(task, "submit", by=by, at=at, seen=seen)
    notify(
        task,
        Notice.Kind.MOVED,
        f"Đăng ký mới: «{task.title}», chờ kiểm tra và chuyển thẩm định",
        to=desk_of(task, on=on),
        why="Đồng chí là chuyên viên theo dõi của cấp giao",
        at=at,
        by=by,
    )
    return task


@transaction.atomic
def hand_to_cadre(task, *, by, at):
    """The assistant has prepared the draft: the cadre is asked to confirm and send it."""
    lead = task.assignments.open().lead_first().first()
    notify(
        task,
        Notice.Kind.MOVED,
        f"Bản đăng ký «{task.title}» đã soạn xong, đề nghị đồng chí xác nhận và gửi",
        to=[lead.cadre.user] if lead and lead.cadre.user else [],
        why="Người được ủy quyền đã soạn thay đồng chí",
        at=at,
        by=by,
    )
    return task
