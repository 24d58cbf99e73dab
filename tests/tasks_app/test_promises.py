"""Whether the promises about reminders are kept, shown to staff and to monitors; dead letters sent again; rules of a round."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office
from tasks_app.actions import notifying, pulse, reminding, sending
from tasks_app.models import Delivery, Heartbeat, Message, Notice, ReminderRule, RoundEvent
from tasks_app.statistics.promises import broken, promises
from tests.factories import make_round, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 5, tzinfo=UTC)
P = Heartbeat.Program


def all_alive(at):
    for program in P:
        pulse.stamp(program, at=at)


def desk():
    giver = make_unit()
    officer = make_user(role=Office.Role.OFFICER, unit=giver)
    task = make_task(
        giver=giver, assignee=make_user(), due_on=DAY + timedelta(days=3), decided_on=DAY - timedelta(days=1), committed_on=DAY
    )  # fmt: skip
    return officer, task


@pytest.mark.parametrize("program", list(P))
def test_a_program_that_stops_shows_within_five_minutes(program):
    all_alive(NOON)
    assert broken(at=NOON) == []
    later = NOON + timedelta(minutes=5)
    for other in set(P) - {program}:
        pulse.stamp(other, at=later)
    assert broken(at=later) == [f"{program} silent"]


def test_a_clock_that_runs_behind_turns_no_sign_of_life_back():
    pulse.stamp(P.BEAT, at=NOON)
    pulse.stamp(P.BEAT, at=NOON - timedelta(hours=2))
    assert Heartbeat.objects.get().at == NOON


def test_letters_that_wait_too_long_break_the_promise():
    desk()
    all_alive(NOON)
    reminding.plan(on=DAY, at=NOON)
    assert broken(at=NOON + timedelta(minutes=1)) == []
    later = NOON + timedelta(minutes=10)
    all_alive(later)
    assert broken(at=later) == ["letters waiting"]
    sending.pay_due(now=lambda: later)
    assert broken(at=later) == []


def test_figures_come_from_the_tables():
    desk()
    desk()
    reminding.plan(on=DAY, at=NOON)
    late = NOON + timedelta(minutes=6)
    sending.pay_due(now=lambda: NOON, most=1)
    sending.pay_due(now=lambda: late)
    found = promises(Delivery.objects.all(), at=late)
    assert (found.due, found.in_app, found.sent, found.waiting) == (4, 2, 2, 0)
    assert (found.late, found.doubled, found.uncertain, found.dead) == (1, 0, 0, 0)
    Message.objects.update(copies_in_doubt=1)
    assert promises(Delivery.objects.all(), at=late).uncertain == 2


def test_a_monitor_reads_ok_or_what_is_broken_and_nothing_else(client):
    answer = client.get("/suc-khoe/")
    assert answer.status_code == 503
    assert answer.content.decode().split() == ["beat", "silent", "worker", "silent", "sweeper", "silent", "planner", "silent"]  # fmt: skip
    all_alive(timezone.now())
    answer = client.get("/suc-khoe/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_staff_count_what_is_about_their_tasks_and_the_administrator_counts_all(client):
    officer, _ = desk()
    desk()
    now = timezone.now()
    notifying.notify(
        make_task(giver=officer.offices.get().unit),
        Notice.Kind.CHANGED,
        "x",
        to=[make_user()],
        why="x",
        at=now,
    )
    notifying.notify(make_task(), Notice.Kind.CHANGED, "x", to=[make_user()], why="x", at=now)
    client.force_login(officer)
    assert client.get(reverse("tasks:reminder_status")).context["figures"].in_app == 1
    client.force_login(make_user(role=Office.Role.SYSTEM_ADMIN))
    assert client.get(reverse("tasks:reminder_status")).context["figures"].in_app == 2
    client.force_login(make_user())
    assert client.get(reverse("tasks:reminder_status")).status_code == 403


def die(reason="550 no such user"):
    reminding.plan(on=DAY, at=NOON)
    Message.objects.filter(state="due").update(state="dead", error=reason, attempt=1)
    Delivery.objects.filter(channel="mail", state="due").update(state="dead", settled_at=NOON)


def test_a_dead_letter_is_sent_again_by_hand_and_who_asked_is_on_record(client):
    officer, _ = desk()
    die()
    client.force_login(officer)
    page = client.get(reverse("tasks:dead_letters"))
    assert "550 no such user" in page.content.decode()
    message = Message.objects.get()
    client.post(reverse("tasks:send_again"), {"thu": message.pk})
    message.refresh_from_db()
    assert (message.state, message.failures, message.sent_again_by) == ("due", 0, officer)
    assert Delivery.objects.get(channel="mail").state == "due"
    assert "Không có thư nào không gửi được" in client.get(reverse("tasks:dead_letters")).content.decode()


def test_dead_letters_about_tasks_outside_the_scope_are_not_there(client):
    desk()
    die()
    stranger = make_user(role=Office.Role.OFFICER)
    client.force_login(stranger)
    assert "550" not in client.get(reverse("tasks:dead_letters")).content.decode()
    client.post(reverse("tasks:send_again"), {"thu": Message.objects.get().pk})
    client.post(reverse("tasks:send_again"), {"tat-ca": "1"})
    assert Message.objects.get().state == "dead"


def test_who_only_reads_sends_nothing_again(client):
    leader = make_user(role=Office.Role.LEADER)
    client.force_login(leader)
    assert client.get(reverse("tasks:dead_letters")).status_code == 200
    assert client.post(reverse("tasks:send_again"), {"tat-ca": "1"}).status_code == 403


# ---- rules of a round -----------------------------------------------------------------------------------------------------


def rule_desk():
    giver = make_unit()
    return make_user(role=Office.Role.OFFICER, unit=giver), make_round(giver)


def test_a_round_shows_its_rules_in_sentences(client):
    officer, round = rule_desk()
    client.force_login(officer)
    text = client.get(reverse("tasks:reminder_rules", args=[round.pk])).content.decode()
    assert "Trước 30, 15, 7, 3, 1 ngày; ngày nghỉ thì nhắc vào ngày làm việc trước đó" in text
    assert "Thủ trưởng đơn vị sau 5 ngày làm việc; chuyên viên theo dõi sau 22 ngày làm việc" in text
    client.force_login(make_user(role=Office.Role.OFFICER))
    assert client.get(reverse("tasks:reminder_rules", args=[round.pk])).status_code == 404


def form_of(round, **changes):
    return {
        "is_on": "on", "every_days": "", "recipients": ["lead", "co"], "unit_head_after": "5", "officer_after": "22",
        "committee_after": "22", "off_day": "after", "version": round.version,
    } | changes  # fmt: skip


def test_a_rule_is_changed_with_a_record_and_planning_goes_by_it(client):
    officer, round = rule_desk()
    head_of = make_unit(parent=round.committee)
    head = make_user(role=Office.Role.UNIT_HEAD, unit=head_of)
    make_task(
        round=round, unit=head_of, assignee=make_user(), due_on=DAY - timedelta(days=3), committed_on=DAY
    )
    client.force_login(officer)
    url = reverse("tasks:edit_reminder_rule", args=[round.pk, "overdue"])
    answer = client.post(url, form_of(round, unit_head_after="1"))
    assert answer.status_code == 302
    event = RoundEvent.objects.get()
    assert "Báo thủ trưởng đơn vị sau (ngày làm việc): 5 → 1" in event.text
    reminding.plan(on=DAY, at=NOON)
    notice = Notice.objects.get(recipient=head)
    assert notice.why == "Việc của đơn vị đồng chí phụ trách, đã quá hạn 1 ngày làm việc"


def test_a_rule_that_is_switched_off_reminds_of_nothing(client):
    officer, round = rule_desk()
    make_task(round=round, assignee=make_user(), due_on=DAY - timedelta(days=40), committed_on=DAY)
    client.force_login(officer)
    client.post(reverse("tasks:edit_reminder_rule", args=[round.pk, "overdue"]), form_of(round, is_on=""))
    assert not ReminderRule.objects.get().is_on
    assert reminding.plan(on=DAY, at=NOON) == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"recipients": []}, "Chọn ít nhất một người được nhắc"),
        ({"every_days": "0"}, "Nhập số từ 1 đến 365"),
        ({"unit_head_after": "30"}, "Nhập số từ 30 trở lên: báo thủ trưởng đơn vị trước"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_at_its_field(client, changes, words):
    officer, round = rule_desk()
    client.force_login(officer)
    answer = client.post(
        reverse("tasks:edit_reminder_rule", args=[round.pk, "overdue"]), form_of(round, **changes)
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_two_officers_who_change_one_round_do_not_overwrite_each_other(client):
    officer, round = rule_desk()
    client.force_login(officer)
    url = reverse("tasks:edit_reminder_rule", args=[round.pk, "overdue"])
    assert client.post(url, form_of(round, unit_head_after="1")).status_code == 302
    assert client.post(url, form_of(round, unit_head_after="2")).status_code == 409
    assert ReminderRule.objects.get().unit_head_after == 1


def test_no_rule_of_an_unknown_name_exists(client):
    officer, round = rule_desk()
    client.force_login(officer)
    assert client.get(f"/dot-giao-viec/{round.pk}/nhac-viec/qua-han/").status_code == 200
    assert client.get(f"/dot-giao-viec/{round.pk}/nhac-viec/khac/").status_code == 404
