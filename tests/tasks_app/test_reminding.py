"""Reminders: owed once however often one plans, paid once by lease, never about what no longer holds."""

import smtplib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import IntegrityError, transaction

from cadres.models import Office, User
from tasks_app.actions import notifying, reminding, sending
from tasks_app.models import Delivery, Direction, Message, Notice, Task
from tests.factories import make_round, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 5, tzinfo=UTC)  # 12:00 in Hà Nội
EARLY = datetime(2026, 5, 31, 20, tzinfo=UTC)  # 03:00 in Hà Nội, before the digest hour


def running(due_on, **fields):
    return make_task(
        assignee=fields.pop("assignee", None) or make_user(),
        due_on=due_on,
        committed_on=date(2026, 1, 20),
        **fields,
    )


def told():
    """What was told in the app; what was overtaken by a newer reminder of the same is on record, but isn't told."""
    return Delivery.objects.filter(channel="in_app", state="sent")


def fails_with(failure):
    def send(*args, **kwargs):
        raise failure

    return send


def rules():
    return sorted(told().values_list("rule", flat=True))


def test_two_runs_of_the_reminder_job_make_one_notification_and_one_mail():
    running(DAY + timedelta(days=7))

    for _ in range(2):
        reminding.plan(on=DAY, at=NOON)
        sending.pay_due(now=lambda: NOON)

    assert Notice.objects.count() == 1
    assert len(mail.outbox) == 1
    assert Message.objects.get().state == Message.State.SENT


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (31, []),
        (30, ["due_soon"]),
        (16, ["due_soon"]),
        (1, ["due_soon"]),
        (0, ["due_today"]),
        (-1, ["overdue"]),
        (-400, ["overdue"]),
    ],
)
def test_what_falls_due_on_a_day(days, expected):
    running(DAY + timedelta(days=days), starts_on=date(2025, 1, 1))
    reminding.plan(on=DAY, at=NOON)
    assert rules() == expected


def test_each_threshold_is_reminded_once_on_the_way_to_the_deadline():
    running(date(2026, 7, 1))
    days = [date(2026, 5, 25) + timedelta(days=n) for n in range(60)]
    for day in days:
        reminding.plan(on=day, at=NOON)
    soon = told().filter(rule="due_soon").values_list("occurrence", flat=True)
    assert sorted(soon) == sorted(f"2026-07-01 -{n}" for n in (30, 15, 7, 3, 1))
    overdue = told().filter(rule="overdue").count()
    assert overdue == 4  # 02/07, 09/07, 16/07, 23/07


def test_a_planner_that_was_down_owes_what_it_missed_once():
    running(DAY + timedelta(days=6))  # the 7-day threshold was yesterday
    reminding.plan(on=DAY, at=NOON)
    reminding.plan(on=DAY + timedelta(days=1), at=NOON)
    assert rules() == ["due_soon"]


def test_overdue_goes_up_to_the_unit_head_and_then_to_the_committee():
    giver = make_unit()
    unit = make_unit(parent=giver)
    assignee = make_user()
    head = make_user(role=Office.Role.UNIT_HEAD, unit=unit)
    officer = make_user(role=Office.Role.OFFICER, unit=giver)
    told = {}
    for days in (1, 8, 36):
        running(DAY - timedelta(days=days), giver=giver, unit=unit, assignee=assignee)
        before = set(Notice.objects.values_list("pk", flat=True))
        reminding.plan(on=DAY, at=NOON)
        told[days] = set(User.objects.filter(notices__in=Notice.objects.exclude(pk__in=before)))
    assert told == {1: {assignee}, 8: {assignee, head}, 36: {assignee, head, officer}}


def test_a_task_waiting_for_its_commitment_is_reminded_weekly():
    make_task(assignee=make_user(), commitment_due_on=DAY, committed_on=None)
    for n in range(8):
        reminding.plan(on=DAY + timedelta(days=n), at=NOON)
    assert rules() == ["commitment", "commitment"]


@pytest.mark.parametrize("status", [s for s in Task.Status if s != Task.Status.IN_FORCE])
def test_only_running_tasks_are_reminded_of(status):
    make_task(status=status, due_on=DAY, assignee=make_user(), commitment_due_on=DAY)
    assert reminding.plan(on=DAY, at=NOON) == 0


def test_one_digest_a_day_carries_all_of_a_person_and_names_no_content():
    user = make_user()
    first = running(DAY, assignee=user, title="Giải phóng mặt bằng khu A")
    running(DAY - timedelta(days=1), assignee=user)
    reminding.plan(on=DAY, at=EARLY)
    assert sending.pay_due(now=lambda: EARLY) == {}  # the digest waits for 07:00

    sending.pay_due(now=lambda: NOON)

    (letter,) = mail.outbox
    assert letter.subject == "Việc đột phá: 2 việc cần đồng chí xem"
    html = letter.alternatives[0][0]
    for text in (letter.body, html):
        assert first.code in text
        assert f"/viec/{first.code}/" in text
        assert "khu A" not in text


def test_what_comes_after_the_digest_goes_out_the_next_day():
    user = make_user()
    running(DAY, assignee=user)
    reminding.plan(on=DAY, at=NOON)
    sending.pay_due(now=lambda: NOON)
    running(DAY, assignee=user)
    reminding.plan(on=DAY, at=NOON)

    sending.pay_due(now=lambda: NOON)
    assert len(mail.outbox) == 1
    assert set(Message.objects.values_list("slot", flat=True)) == {"digest 2026-06-01", "digest 2026-06-02"}


def test_the_message_id_is_the_messages_own_and_stays_through_retries(monkeypatch):
    running(DAY)
    reminding.plan(on=DAY, at=NOON)
    message = Message.objects.get()
    monkeypatch.setattr(EmailBackend, "send_messages", fails_with(OSError("gone")))
    sending.pay_due(now=lambda: NOON)
    monkeypatch.undo()
    sending.pay_due(now=lambda: NOON + timedelta(minutes=5))
    assert Message.objects.get().attempt == 2
    assert str(message.uuid) in mail.outbox[0].extra_headers["Message-ID"]


@pytest.mark.parametrize(
    ("failure", "state"),
    [
        (smtplib.SMTPServerDisconnected("gone"), "retry"),
        (smtplib.SMTPDataError(451, b"later"), "retry"),
        (smtplib.SMTPDataError(550, b"no"), "dead"),
        (smtplib.SMTPRecipientsRefused({"a@b": (550, b"no such user")}), "dead"),
        (smtplib.SMTPRecipientsRefused({"a@b": (421, b"busy")}), "retry"),
        (ConnectionRefusedError(), "retry"),
        (ValueError("poison"), "retry"),
    ],
)
def test_a_failed_send_leaves_the_message_owed_or_in_the_dead_letters(monkeypatch, failure, state):
    running(DAY)
    reminding.plan(on=DAY, at=NOON)

    monkeypatch.setattr(EmailBackend, "send_messages", fails_with(failure))
    sending.pay_due(now=lambda: NOON)
    message = Message.objects.get()
    assert message.state == state
    assert message.sent_at is None
    if state == "retry":
        assert NOON < message.due_at <= NOON + timedelta(minutes=2)
        monkeypatch.undo()
        sending.pay_due(now=lambda: NOON + timedelta(minutes=3))
        message.refresh_from_db()
        assert message.state == "sent"


def test_the_ladder_ends_in_the_dead_letters(monkeypatch):
    running(DAY)
    reminding.plan(on=DAY, at=NOON)
    monkeypatch.setattr(EmailBackend, "send_messages", fails_with(OSError()))
    when = NOON
    for _ in range(10):
        sending.pay_due(now=lambda: when)  # noqa: B023 (called before the loop goes on)
        when += timedelta(hours=8)
    assert Message.objects.get().state == Message.State.DEAD
    assert Message.objects.get().attempt == len(sending.LADDER) + 1


def test_a_lease_keeps_others_off_until_it_ends_and_a_late_comer_cannot_mark():
    running(DAY)
    reminding.plan(on=DAY, at=NOON)
    ((pk, mine),) = sending.lease(at=NOON, most=10)
    assert sending.lease(at=NOON, most=10) == []

    ((_, theirs),) = sending.lease(at=NOON + timedelta(minutes=3), most=10)

    assert sending.pay(pk, mine, at=NOON + timedelta(minutes=3)) is None
    assert mail.outbox == []
    assert sending.pay(pk, theirs, at=NOON + timedelta(minutes=3)) == "sent"
    assert len(mail.outbox) == 1


def test_what_no_longer_holds_is_withheld():
    user = make_user()
    task = running(DAY, assignee=user)
    reminding.plan(on=DAY, at=NOON)
    Task.objects.filter(pk=task.pk).update(due_on=DAY + timedelta(days=90))
    assert sending.pay_due(now=lambda: NOON) == {"withheld": 1}

    task = running(DAY, assignee=user)
    reminding.plan(on=DAY, at=NOON + timedelta(hours=20))
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert sending.pay_due(now=lambda: NOON + timedelta(days=2)) == {"withheld": 1}
    assert mail.outbox == []


def test_who_switched_mail_off_still_has_it_in_the_app():
    running(DAY, assignee=make_user(mail_on=False))
    reminding.plan(on=DAY, at=NOON)
    assert Notice.objects.count() == 1
    assert Message.objects.count() == 0


def test_the_database_refuses_a_second_delivery_of_the_same():
    running(DAY)
    reminding.plan(on=DAY, at=NOON)
    row = told().get()
    row.pk = None
    with pytest.raises(IntegrityError, match="delivery_is_owed_once"), transaction.atomic():
        row.save(force_insert=True)


def test_an_urgent_notice_has_a_letter_of_its_own_at_once_and_the_actor_is_not_told():
    actor, told = make_user(), make_user()
    task = make_task()
    text = f"Đôn đốc việc {task.code}"
    notifying.notify(task, Notice.Kind.URGED, text, to=[actor, told], why="x", at=NOON, by=actor)
    message = Message.objects.get()
    assert message.recipient == told
    assert message.due_at == NOON
    assert message.slot.startswith("urgent")


def test_no_letter_comes_in_quiet_hours_not_even_an_urgent_one():
    user = make_user(quiet_from_hour=21, quiet_until_hour=6)
    notifying.notify(make_task(), Notice.Kind.URGED, "Đôn đốc", to=[user], why="x", at=EARLY)
    assert Notice.objects.get().at == EARLY
    assert sending.pay_due(now=lambda: EARLY) == {}
    assert Message.objects.get().due_at == datetime(2026, 5, 31, 23, tzinfo=UTC)  # 06:00


def test_the_digest_comes_at_the_persons_own_hour_and_on_working_days_only():
    user = make_user(digest_hour=9)
    saturday = datetime(2026, 6, 6, 5, tzinfo=UTC)
    notifying.notify(make_task(), Notice.Kind.CHANGED, "x", to=[user], why="x", at=saturday)
    assert Message.objects.get().slot == "digest 2026-06-08"
    assert Message.objects.get().due_at == datetime(2026, 6, 8, 2, tzinfo=UTC)


def test_a_digest_hour_in_quiet_hours_gives_way_to_their_end():
    user = make_user(digest_hour=23, quiet_from_hour=21, quiet_until_hour=6)
    notifying.notify(make_task(), Notice.Kind.CHANGED, "x", to=[user], why="x", at=NOON - timedelta(days=1))
    message = Message.objects.get()
    assert (message.slot, message.due_at) == (
        "digest 2026-06-01", datetime(2026, 5, 31, 23, tzinfo=UTC)
    )  # fmt: skip


def test_a_letter_names_no_content_of_a_task_even_when_the_notice_does():
    task = make_task(title="Giải phóng mặt bằng khu A")
    notifying.notify(
        task,
        Notice.Kind.URGED,
        f"Đôn đốc «{task.title}»",
        to=[make_user(role=Office.Role.LEADER, unit=task.giver)],
        why="x",
        at=NOON,
    )
    sending.pay_due(now=lambda: NOON)
    (letter,) = mail.outbox
    assert letter.subject == f"Đôn đốc: việc {task.code}"
    for text in (letter.subject, letter.body, letter.alternatives[0][0]):
        assert "khu A" not in text


def test_sweep_does_the_whole_round_without_a_broker(capsys):
    assignee = make_user()
    task = running(date(2026, 1, 1), assignee=assignee, starts_on=date(2025, 12, 1))
    call_command("sweep")
    assert Notice.objects.filter(task=task, recipient=assignee, kind="overdue").count() == 1


def test_the_rounds_own_settings_rule():
    round = make_round(due_soon_days=[20], overdue_every_days=3)
    running(DAY + timedelta(days=15), round=round)
    running(DAY - timedelta(days=4), round=round)
    reminding.plan(on=DAY, at=NOON)
    assert sorted(told().values_list("occurrence", flat=True)) == [
        f"{DAY - timedelta(days=4)} #1", f"{DAY + timedelta(days=15)} -20",
    ]  # fmt: skip


def test_who_is_named_in_a_direction_is_reminded_of_it_and_those_who_carry_the_task_are_not():
    lead, co, outside = make_user(), make_user(), make_user()
    task = running(DAY + timedelta(days=200), assignee=lead)
    task.assignments.create(cadre=co.cadre, role="co", starts_on=DAY, name=co.cadre.full_name)
    said = {"task": task, "by": make_user(), "at": NOON - timedelta(days=20)}

    def reminded(**meant):
        with transaction.atomic():
            Direction.objects.create(text="Khẩn trương", **said, **meant)
            reminding.plan(on=DAY, at=NOON)
            found = {
                d.recipient: d.notice.why for d in told().filter(rule="direction").select_related("notice")
            }
            transaction.set_rollback(True)
        return found

    assert set(reminded()) == {lead, co}
    assert set(reminded(to_cadre=co.cadre)) == {co}
    found = reminded(to_cadre=outside.cadre, to_outsider=True)
    assert set(found) == {outside} and "Ý kiến chỉ đạo giao đồng chí trả lời" in found[outside]
