"""Whatever is done to tasks, people, rules, calendar and clock, planners and senders leave the deliveries that a plain model says."""

import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cadres.models import Office, User
from tasks_app.actions import reminding, sending
from tasks_app.models import Assignment, CalendarDay, Delivery, Message, Notice, Round, Task
from tests.factories import make_round, make_task, make_unit, make_user

FIRST = date(2026, 1, 28)  # Tết is ahead
WINDOW = 35
RULES = ("due_soon", "due_today", "overdue")
# More by hand: EXAMPLES=200 STEPS=60 ./run test tests/faults/test_model.py
EXAMPLES, STEPS = int(os.environ.get("EXAMPLES", "8")), int(os.environ.get("STEPS", "14"))


class World(RuleBasedStateMachine):
    """The model holds plain values and counts day by day; it shares no code with the planning."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        mail.outbox.clear()
        self.now = datetime(2026, 1, 28, 1, tzinfo=UTC)  # 08:00 in Hà Nội
        self.tasks, self.active, self.keys, self.told = {}, {}, {}, set()
        self.off = set(CalendarDay.objects.filter(is_worked=False).values_list("on", flat=True))
        self.worked = set(CalendarDay.objects.filter(is_worked=True).values_list("on", flat=True))

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def people(self):
        self.giver = make_unit()
        self.unit = make_unit(parent=self.giver)
        self.round = make_round(self.giver, due_soon_days=[7, 3, 1], overdue_every_days=7)
        self.before, self.every = [7, 3, 1], 7
        self.users = [make_user() for _ in range(3)]
        self.head = make_user(role=Office.Role.UNIT_HEAD, unit=self.unit)
        self.active = {user.pk: True for user in [*self.users, self.head]}

    # ---- what happens ----

    @rule(who=st.integers(0, 2), days=st.integers(-3, 25))
    def a_task_is_given(self, who, days):
        due_on = self.today + timedelta(days=days)
        task = make_task(
            round=self.round, unit=self.unit, assignee=self.users[who], due_on=due_on,
            starts_on=self.today - timedelta(days=60), decided_on=self.today - timedelta(days=20), committed_on=self.today,
        )  # fmt: skip
        self.tasks[task.pk] = {
            "due": due_on,
            "who": self.users[who].pk,
            "runs": True,
            "since": task.decided_on,
        }

    @precondition(lambda self: self.tasks)
    @rule(data=st.data(), days=st.integers(-3, 40))
    def a_deadline_is_moved(self, data, days):
        pk = data.draw(st.sampled_from(sorted(self.tasks)))
        self.tasks[pk]["due"] = self.today + timedelta(days=days)
        Task.objects.filter(pk=pk).update(due_on=self.tasks[pk]["due"])

    @precondition(lambda self: self.tasks)
    @rule(data=st.data(), runs=st.booleans())
    def a_task_is_held_or_resumed(self, data, runs):
        pk = data.draw(st.sampled_from(sorted(self.tasks)))
        self.tasks[pk]["runs"] = runs
        Task.objects.filter(pk=pk).update(status=Task.Status.IN_FORCE if runs else Task.Status.ON_HOLD)

    @precondition(lambda self: self.tasks)
    @rule(data=st.data(), who=st.integers(0, 2))
    def a_task_is_handed_over(self, data, who):
        pk = data.draw(st.sampled_from(sorted(self.tasks)))
        if self.tasks[pk]["who"] == self.users[who].pk:
            return
        Assignment.objects.filter(task=pk, ends_on=None).update(ends_on=self.today)
        cadre = self.users[who].cadre
        Assignment.objects.create(task_id=pk, cadre=cadre, starts_on=self.today, name=cadre.full_name)
        self.tasks[pk]["who"] = self.users[who].pk

    @rule(data=st.data(), on=st.booleans())
    def an_account_is_locked_or_opened(self, data, on):
        pk = data.draw(st.sampled_from(sorted(self.active)))
        self.active[pk] = on
        User.objects.filter(pk=pk).update(is_active=on)

    @rule(days=st.integers(-5, 20))
    def a_day_becomes_a_day_off(self, days):
        day = self.today + timedelta(days=days)
        if day not in self.off | self.worked:
            self.off.add(day)
            CalendarDay.objects.create(on=day, name="Nghỉ")

    @rule(days=st.integers(-5, 20))
    def a_weekend_day_is_worked_to_make_up(self, days):
        day = self.today + timedelta(days=days)
        if day.weekday() >= 5 and day not in self.off | self.worked:
            self.worked.add(day)
            CalendarDay.objects.create(on=day, is_worked=True, name="Làm bù")

    @precondition(lambda self: any(day > self.today for day in self.off))
    @rule()
    def a_day_off_to_come_is_withdrawn(self):
        day = min(day for day in self.off if day > self.today)
        self.off.remove(day)
        CalendarDay.objects.get(on=day).delete()

    @precondition(lambda self: self.tasks)
    @rule(data=st.data())
    def a_task_is_ended_early_for_good(self, data):
        pk = data.draw(st.sampled_from(sorted(self.tasks)))
        del self.tasks[pk]
        Task.objects.filter(pk=pk).update(status=Task.Status.ENDED_EARLY)

    @rule(hours=st.integers(1, 40))
    def the_clock_is_set_back(self, hours):
        self.now -= timedelta(hours=hours)

    @rule(before=st.sets(st.integers(1, 10), min_size=1, max_size=3), every=st.integers(2, 9))
    def the_rules_are_changed(self, before, every):
        self.before, self.every = sorted(before, reverse=True), every
        Round.objects.filter(pk=self.round.pk).update(due_soon_days=self.before, overdue_every_days=every)

    @rule(days=st.integers(0, 9), hours=st.integers(0, 30))
    def time_passes(self, days, hours):
        self.now += timedelta(days=days, hours=hours)

    # ---- what the programs do ----

    @rule()
    def a_planner_runs(self):
        reminding.plan(on=self.today, at=self.now)
        self.plan_the_model()

    @rule()
    def a_planner_dies_before_it_commits(self):
        with transaction.atomic():
            reminding.plan(on=self.today, at=self.now)
            transaction.set_rollback(True)

    @rule()
    def a_sender_dies_with_its_lease(self):
        sending.lease(at=self.now, most=2)
        self.now += timedelta(minutes=3)

    @rule()
    def a_sender_runs(self):
        was = len(mail.outbox)
        self.now += timedelta(microseconds=1)  # a moment of its own, also after the clock was set back
        holding = self.holding()
        sending.pay_due(now=lambda: self.now)
        sent = Delivery.objects.filter(channel="mail", state="sent", settled_at=self.now)
        for row in sent:
            key = (row.task_id, row.rule, row.occurrence, row.recipient_id)
            assert key in holding and self.active[row.recipient_id], key
        assert len(mail.outbox) - was == len({row.message_id for row in sent})

    # ---- the model ----

    @property
    def today(self):
        return (self.now + timedelta(hours=7)).date()

    def works(self, day):
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def moved(self, day, step):
        while not self.works(day):
            day += timedelta(days=step)
        return day

    def reminders_of(self, pk):
        """{(rule, occurrence, role): (day, order)} of a task, counted day by day."""
        due, found = self.tasks[pk]["due"], {}
        for n in self.before:
            found[("due_soon", f"{due} -{n}", "who")] = (self.moved(due - timedelta(days=n), -1), 0, -n)
        found[("due_today", f"{due}", "who")] = (self.moved(due, -1), 1, 0)
        risen, count = due, 0
        while count < 5:
            risen += timedelta(days=1)
            count += self.works(risen)
        found[("overdue", f"{due} ^unit_head", "head")] = (risen, 2, 10_000)
        for k in range(120):
            day = self.moved(due + timedelta(days=1 + k * self.every), 1)
            found[("overdue", f"{due} #{k}", "who")] = (day, 2, k)
            if day >= risen:
                found[("overdue", f"{due} #{k}", "head")] = (day, 2, k)
        return found

    def holding(self):
        """{(task, rule, occurrence, recipient): (day, order)} of the window that ends today."""
        found = {}
        for pk, task in self.tasks.items():
            if not task["runs"]:
                continue
            first = max(self.today - timedelta(days=WINDOW), task["since"])
            for (name, occurrence, role), order in self.reminders_of(pk).items():
                who = task["who"] if role == "who" else self.head.pk
                if first <= order[0] <= self.today and self.active[who]:
                    found[(pk, name, occurrence, who)] = order
        return found

    def plan_the_model(self):
        holding = self.holding()
        newest = {}
        for key, order in holding.items():
            subject = (key[0], key[2].split(" ")[0], key[3])
            if subject not in newest or order > holding[newest[subject]]:
                newest[subject] = key
        for key in holding:
            if key not in self.keys:
                self.keys[key] = key in newest.values()
        self.pending_must_hold = set(holding)

    @invariant()
    def every_key_of_the_model_is_on_record_once_and_no_other(self):
        rows = Delivery.objects.filter(channel="in_app", rule__in=RULES)
        found = {(r.task_id, r.rule, r.occurrence, r.recipient_id): r.state == "sent" for r in rows}
        assert found == self.keys
        assert Notice.objects.filter(kind__in=RULES).count() == sum(self.keys.values())

    @invariant()
    def a_letter_is_owed_only_for_what_was_told_in_the_app(self):
        rows = Delivery.objects.filter(channel="mail").values_list("task", "rule", "occurrence", "recipient")
        assert {key for key, told in self.keys.items() if told} >= set(rows)

    @invariant()
    def no_letter_went_out_twice(self):
        ids = Counter(letter.extra_headers["Message-ID"] for letter in mail.outbox)
        assert set(ids.values()) <= {1}
        assert len(ids) == Message.objects.filter(state="sent").count()


@pytest.mark.django_db
def test_the_set_of_deliveries_always_equals_the_models():
    run_state_machine_as_test(
        World,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
