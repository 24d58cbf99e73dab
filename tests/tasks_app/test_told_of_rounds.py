"""Who is urged to register, or sits at the desk of a round, is told by letter too: owed with the act, looked at again before it goes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from tasks_app.actions import registering, rounds, sending
from tasks_app.models import Delivery, Message, Task
from tasks_app.statistics.promises import promises
from tasks_app.views.promises import dead_read, deliveries_read
from tests.factories import make_task
from tests.tasks_app.ordering_desk import make_registering_desk

pytestmark = pytest.mark.django_db
S = Task.Status


@pytest.fixture
def desk():
    found = make_registering_desk()
    for user in (found.hung, found.officer):
        user.email = f"{user.username}@example.vn"
        # No quiet hours: the clock of these tests is the real one.
        user.quiet_from_hour = user.quiet_until_hour = 0
        user.save()
    return found


def urge(desk, *, at=None):
    rounds.urge_registrations(
        desk.round, [desk.hung.cadre, desk.mai], "Đề nghị đăng ký việc bí mật.", link=reverse("tasks:register_task"), by=desk.officer,
        at=at or timezone.now(),
    )  # fmt: skip


def registration(desk):
    return make_task(
        round=desk.round, giver=desk.giver, unit=desk.land, assignee=desk.hung, status=S.SUBMITTED, origin=Task.Origin.REGISTERED,
    )  # fmt: skip


def sent():
    """What letters were sent, a day later: whatever digest it was for has gone."""
    mail.outbox.clear()
    sending.pay_due(now=lambda: timezone.now() + timedelta(days=7))
    return mail.outbox


def ends():
    return set(Delivery.objects.exclude(channel="in_app").values_list("state", "reason"))


def test_who_is_urged_to_register_gets_a_letter_of_its_own_that_says_nothing_to_others(desk):
    urge(desk)
    assert set(Delivery.objects.values_list("channel", "state")) == {("in_app", "sent"), ("mail", "due")}
    (letter,) = sent()
    assert letter.to == [desk.hung.email]
    assert letter.subject == "Đôn đốc đăng ký việc đột phá, đổi mới"
    assert "/viec/dang-ky/" in letter.body and "bí mật" not in letter.body
    assert ends() == {("sent", "")}


def test_two_urges_are_two_letters_and_one_told_twice_is_one(desk):
    at = timezone.now()
    urge(desk, at=at)
    urge(desk, at=at)
    urge(desk, at=at + timedelta(hours=1))
    assert len(sent()) == 2


def test_who_has_registered_meanwhile_is_not_urged_by_letter_any_more(desk):
    urge(desk)
    registration(desk)
    assert sent() == []
    assert ends() == {("withheld", sending.NO_LONGER)}


def test_who_was_excused_meanwhile_is_not_urged_by_letter_any_more(desk):
    urge(desk)
    rounds.excuse(desk.round, desk.hung.cadre, "Nghỉ ốm", by=desk.officer, at=timezone.now())
    assert sent() == []


def test_a_round_whose_registration_is_over_urges_nobody_any_more(desk):
    urge(desk)
    desk.round.registration_until = desk.today - timedelta(days=1)
    desk.round.save()
    assert sent() == []


def given_up(desk):
    registering.withdraw(
        registration(desk), reason="Trùng", by=desk.hung, at=timezone.now(), link=reverse("tasks:round_page", args=[desk.round.pk])
    )  # fmt: skip


def test_the_desk_hears_of_a_registration_given_up_with_its_digest(desk):
    given_up(desk)
    letter = next(letter for letter in sent() if letter.to == [desk.officer.email])
    assert f"/dot-giao-viec/{desk.round.pk}/" in letter.body and "Trùng" not in letter.body
    assert "1 việc" in letter.subject


def test_who_has_left_the_desk_is_not_told_by_letter_any_more(desk):
    given_up(desk)
    Office.objects.filter(user=desk.officer).update(ends_on=desk.today)
    assert sent() == []
    assert ends() == {("withheld", sending.NOT_HIS)}


def test_the_desk_counts_what_its_rounds_owe_and_a_stranger_does_not(desk):
    urge(desk)
    at = timezone.now()
    assert promises(deliveries_read(desk.officer), at=at).due == 2
    assert promises(deliveries_read(desk.stranger), at=at).due == 0
    Delivery.objects.filter(channel="mail").update(state="dead", settled_at=at)
    Message.objects.update(state="dead")
    assert dead_read(desk.officer).count() == 1
    assert not dead_read(desk.stranger).exists()
