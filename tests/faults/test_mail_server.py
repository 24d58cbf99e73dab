"""What a mail server may answer, or not answer: nothing is lost, nobody else waits for it, and a second copy is sent only in doubt."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import Error, connection

from tasks_app.actions import mailing, reminding, sending
from tasks_app.models import Delivery, Message, Notice
from tests.factories import make_task, make_user
from tests.faults.kit.mail import mail_sink

DAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 5, tzinfo=UTC)


@pytest.fixture(params=[(), ("one",)], ids=["takes several commands at once", "takes one at a time"])
def sink(request, tmp_path, settings):
    with mail_sink(tmp_path, *request.param) as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", found.port, 3
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.RELAY_LOG = str(found.log)
        yield found


def owed_to(*addresses):
    for address in addresses:
        user = make_user()
        user.email = f"{address}@example.vn"
        user.save(update_fields=["email"])
        make_task(
            assignee=user,
            due_on=DAY + timedelta(days=3),
            decided_on=DAY - timedelta(days=1),
            committed_on=DAY,
        )
    reminding.plan(on=DAY, at=NOON)


def at(**later):
    """A clock that stands so long after noon."""
    moment = NOON + timedelta(**later)
    return lambda: moment


def states():
    return {m.recipient.email.partition("@")[0]: m.state for m in Message.objects.select_related("recipient")}


@pytest.mark.django_db
def test_each_answer_has_its_end_and_the_others_get_their_letters_in_the_same_round(sink):
    bad = ["a.r421", "nobody.r550", "b.r451", "c.r550", "d.d451", "e.d550", "f.silent", "g.close"]
    good = ["h", "i", "j"]
    owed_to(*bad, *good)
    sending.pay_due(now=lambda: NOON)
    assert states() == dict.fromkeys(
        ["a.r421", "b.r451", "d.d451", "f.silent", "g.close"], "retry"
    ) | dict.fromkeys(["nobody.r550", "c.r550", "e.d550"], "dead") | dict.fromkeys(good, "sent")
    assert sorted(sink.recipients()) == [f"{name}@example.vn" for name in good]
    assert Notice.objects.count() == len(bad + good)


@pytest.mark.django_db
def test_what_failed_for_a_while_arrives_once(sink):
    owed_to("a.r421x1", "b.r451x2", "d.d451x1", "f.silentx1", "g.closex2")
    for minutes in (0, 2, 10, 50, 200):
        sending.pay_due(now=at(minutes=minutes))
    assert set(states().values()) == {"sent"}
    assert set(sink.accepted().values()) == {1}
    assert len(sink.accepted()) == 5


@pytest.mark.django_db
@pytest.mark.parametrize(("readable", "copies"), [(True, 1), (False, 2)])
def test_a_letter_taken_without_an_answer_is_looked_up_in_the_relays_log(sink, settings, readable, copies):
    settings.RELAY_LOG = str(sink.log) if readable else ""
    owed_to("f.silenttakenx1", "g.closetakenx1")
    for minutes in (0, 2):
        sending.pay_due(now=at(minutes=minutes))
    assert set(states().values()) == {"sent"}
    assert set(sink.accepted().values()) == {copies}  # a second copy has the same Message-ID
    assert set(Message.objects.values_list("copies_in_doubt", flat=True)) == {copies - 1}


@pytest.mark.django_db
def test_a_mail_server_that_cannot_be_reached_counts_against_no_letter(settings, tmp_path):
    with mail_sink(tmp_path) as gone:
        port = gone.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    owed_to("a", "b")
    for days in range(5):
        sending.pay_due(now=at(hours=days))
    assert set(Message.objects.values_list("state", "failures")) == {("retry", 0)}
    assert "ConnectionRefusedError" in Message.objects.first().error


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 1])
def test_a_letter_that_cannot_be_built_never_stops_the_queue(sink, monkeypatch, number):
    owed_to("a", "b", "c")
    poisoned = Message.objects.order_by("due_at", "pk")[number]
    whole = mailing.letter_of

    def build(message, person, pieces):
        if message.pk == poisoned.pk:
            raise ValueError("poison")
        return whole(message, person, pieces)

    monkeypatch.setattr(mailing, "letter_of", build)
    assert sending.pay_due(now=lambda: NOON) == {"retry": 1, "sent": 2}
    assert sorted(sink.accepted().values()) == [1, 1]


def lose_the_database():
    mine, other = connection.connection.get_backend_pid(), connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [mine])
    other.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["after the answer", "before the answer"])
def test_a_database_that_is_gone_between_sending_and_marking_leaves_one_copy(sink, monkeypatch, moment):
    from cadres.audit import acting_as
    from cadres.models import system_actor

    with acting_as(system_actor("importer")):
        owed_to("a", "b")
    whole, mark = mailing.MailCourier.send, sending.Marks.write_if

    def send_and_lose_the_database(courier, packed):
        whole(courier, packed)
        lose_the_database()

    def mark_without_a_database(marks, *, enough):
        lose_the_database()
        marks.open = marks.open or [(("0", 0, "sent", "", NOON), [])]
        mark(marks, enough=0)

    if moment == "after the answer":
        monkeypatch.setattr(mailing.MailCourier, "send", send_and_lose_the_database)
    else:
        monkeypatch.setattr(sending.Marks, "write_if", mark_without_a_database)
    with pytest.raises(Error):
        sending.pay_due(now=lambda: NOON)
    connection.close()
    monkeypatch.undo()
    assert set(Delivery.objects.filter(channel="mail").values_list("state", flat=True)) == {"due"}

    sending.pay_due(now=lambda: NOON + timedelta(minutes=5))
    assert set(states().values()) == {"sent"}
    assert sorted(sink.accepted().values()) == [1, 1]


def test_postfix_has_a_letter_once_its_queue_says_so(tmp_path, settings):
    from tasks_app.actions import relay

    log = tmp_path / "mail.log"
    settings.RELAY_LOG = str(log)
    asked = {"<a@x>", "<b@x>", "<c@x>", "<d@x>"}
    assert relay.accepted(asked) is None  # not knowing is not no
    log.write_text(
        "Jun  1 12:00:00 h postfix/cleanup[7]: 4F1A2B3C4D: message-id=<a@x>\n"
        "Jun  1 12:00:00 h postfix/cleanup[7]: 5A1A2B3C4D: message-id=<b@x>\n"
        "Jun  1 12:00:01 h postfix/qmgr[9]: 4F1A2B3C4D: from=<s@x>, size=9, nrcpt=1 (queue active)\n"
    )
    assert relay.accepted(asked) == {"<a@x>"}  # b was broken off before it was queued
    log.rename(tmp_path / "mail.log.1")
    log.write_text(
        "2026-06-01T12:10:00 h postfix/cleanup[7]: 3Xk2Jd1mZcz9: message-id=<d@x>\n"
        "2026-06-01T12:10:00 h postfix/qmgr[9]: 3Xk2Jd1mZcz9: from=<s@x>, size=9, nrcpt=1 (queue active)\n"
    )
    assert relay.accepted(asked) == {"<a@x>", "<d@x>"}  # also in the log that was put aside since
    settings.RELAY_LOG = ""
    assert relay.accepted(asked) is None
