"""Is the demo what it says: the same for the same day, every state and mark shown, names invented, words right?"""

import html
import re
import unicodedata
from collections import Counter
from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import reverse

from cadres.audit import HistoryRow
from cadres.models import Office, Unit, User
from tasks_app.actions import reminding
from tasks_app.actions.contents import content_of
from tasks_app.actions.measuring import MEASURED, measure_tasks
from tasks_app.demo import measuring, plan
from tasks_app.demo.fixtures import rows
from tasks_app.demo.living_cast import living_round
from tasks_app.demo.loading import round_row
from tasks_app.demo.names import LEADERS
from tasks_app.demo.people_today import ACCOUNTS
from tasks_app.demo.story import HANOI
from tasks_app.demo.topics import topics
from tasks_app.forms.rounds import RoundForm
from tasks_app.models import (
    BulkAct,
    CalendarDay,
    ChangeRequest,
    Conclusion,
    ConclusionVersion,
    CouncilMember,
    Delivery,
    Evidence,
    HandoverMinutes,
    Indicator,
    Mark,
    Message,
    Notice,
    Objection,
    PeriodClosing,
    ProgressReport,
    ReminderRule,
    ResultCheck,
    Round,
    ScoreSheet,
    StatisticsSnapshot,
    Task,
    TaskContent,
    TaskEvent,
)
from tasks_app.permissions import may_score, visible_tasks
from tasks_app.statistics.promises import promises
from tasks_app.workflow import TRANSITIONS
from tests.factories import make_unit
from tests.tasks_app.demo.conftest import TODAY

LIVING = ("TTQ", "N02509", "N02473", "N02536")
# Of what the judging of the results writes once the tasks are rows.
JUDGED = {"checked", "scored", "objected", "objection_answered", "handover_drawn"}
# No record of a task or round: what a person chose for himself, what runs the system, what every database begins with.
NOT_OF_A_ROUND = {
    "CalendarDay", "CalendarFeed", "ChannelChoice", "ColumnNames", "Field", "Heartbeat", "PaperSettings", "PaperTemplate",
    "PendingForm", "ReminderRule", "Repeat", "StatisticalGroup", "StatisticsSnapshot",
    "Delivery", "Message", "PaperBatch",  # the copies of a notice and the papers of an hour
}  # fmt: skip


@pytest.fixture(scope="module")
def made():
    return plan.make(TODAY)


def living(made):
    return [task for task in made.tasks if task.giver in LIVING]


# ---- the plan: plain values, no database -----------------------------------------------------------------------------


def test_the_same_day_gives_the_same_demo(made):
    again = plan.make(TODAY)
    assert repr(again.tasks) == repr(made.tasks)
    assert repr(again.roster.people) == repr(made.roster.people)


ANY_DAYS = [date(2026, 3, 20), date(2026, 8, 31), date(2027, 1, 1), date(2028, 2, 29)]


@pytest.mark.parametrize("today", ANY_DAYS)
def test_the_living_round_looks_the_same_on_any_day_of_loading(made, today):
    other = plan.make(today)

    def shape(found):
        return Counter(
            (t.state, measuring.mark(t, found.today) if t.decided_on else "") for t in living(found)
        )

    assert shape(other) == shape(made)
    assert {event.kind for task in living(other) for event in task.events} == {
        event.kind for task in living(made) for event in task.events
    }
    assert [t.content.title for t in other.tasks if t.giver not in LIVING] == [
        t.content.title for t in made.tasks if t.giver not in LIVING
    ]


def test_a_day_before_the_living_round_could_be_told_is_refused():
    with pytest.raises(ValueError, match="20/03/2026"):
        plan.make(date(2025, 12, 1))


def test_every_state_and_every_mark_has_something_to_show(made):
    assert {task.state for task in living(made)} == set(Task.Status.values)
    assert {measuring.mark(task, TODAY) for task in living(made) if task.decided_on} == set(Mark.values)
    over = [
        (TODAY - t.due_on).days
        for t in living(made)
        if t.decided_on and measuring.mark(t, TODAY) == "overdue"
    ]
    ages = Counter("30" if d <= 30 else "60" if d <= 60 else "120" if d <= 120 else "more" for d in over)
    assert set(ages) == {"30", "60", "120", "more"}


def test_the_living_round_has_all_that_can_happen_to_a_task(made):
    happened = Counter(name for task in living(made) for name, _ in task.extras)
    assert set(happened) == {
        "Appraisal", "ChangeRequest", "Direction", "FollowUp", "Handover", "Inspection", "Obstacle", "Recommendation", "Urge",
    }  # fmt: skip
    assert sum(len(task.carriers) > 1 for task in living(made)) >= 3
    assert sum(any(c.collective for c in task.carriers) for task in living(made)) >= 3
    assert sum(task.contributes_to is not None for task in living(made)) >= 8
    changes = [v for task in living(made) for name, v in task.extras if name == "ChangeRequest"]
    assert {"approved", "partly", "refused", "withdrawn", ""} == {
        change.get("outcome", "") for change in changes
    }
    files = Counter(kind for t in living(made) for r in t.reports for _, kind, _ in r.files)
    assert set(files) == {"png", "pdf", "txt"}


def test_the_living_round_takes_every_arrow_and_tells_every_kind_of_event(made):
    told = {event.kind for task in living(made) for event in task.events}
    assert {*TaskEvent.Kind.values} - told == JUDGED
    assert {*TRANSITIONS} - told == set()


def test_whatever_was_said_of_a_report_stands_in_the_timeline(made):
    for task in living(made):
        kinds = Counter(event.kind for event in task.events)
        assert kinds["noted"] == sum(bool(report.note) for report in task.reports), task.key
        assert kinds["confirmed"] == sum(bool(report.confirmed) for report in task.reports), task.key
        assert kinds["absorbed"] == sum(other.merged_into == task.key for other in made.tasks), task.key


def test_a_timeline_runs_forwards_and_ends_before_today(made):
    for task in made.tasks:
        times = [event.at for event in task.events]
        assert times == sorted(times), task.key
        assert times[-1].date() < TODAY, task.key
        versions = [event.version for event in task.events]
        assert versions == sorted(versions) and versions[-1] == task.version, task.key


def test_plan_values_lie_between_baseline_and_target_and_never_turn_back(made):
    for task in made.tasks:
        for number, figure in enumerate(task.content.figures):
            low, high = sorted((figure.baseline, figure.target))
            values = [v[number] for _, _, v in task.milestones if v[number] is not None]
            assert all(low <= value <= high for value in values), task.content.title
            assert values == sorted(values, reverse=figure.baseline > figure.target), task.content.title


def test_topics_are_many_and_each_weighs_a_hundred(made):
    assert len(topics()) >= 200
    assert len({task.content.topic for task in made.tasks}) >= 180
    most = Counter(task.content.topic for task in made.tasks).most_common(1)[0][1]
    assert most <= 45  # of 1,545: no thousand clones of thirty titles
    twice = Counter((c.person, t.content.topic) for t in made.tasks for c in t.carriers)
    assert max(twice.values()) <= 2


def test_names_are_invented_and_nobody_shares_one(made):
    names = [person.name for person in made.roster.people.values()]
    assert len(names) == len(set(names)) > 900
    assert not set(names) & LEADERS
    women = sum(person.woman for person in made.roster.people.values())
    assert 0.2 < women / len(names) < 0.45


def test_texts_are_nfc_speak_of_dong_chi_and_shout_at_nobody(made):
    texts = [
        row[name]
        for file in ("topics", "indicators", "field_texts", "sentences")
        for row in rows(file)
        for name in row
    ]
    texts += [task.content.title for task in made.tasks]
    assert all(text == unicodedata.normalize("NFC", text) for text in texts)
    assert not [text for text in texts if "!" in text or re.search(r"\b[Bb]ạn\b", text)]
    assert not [text for text in texts if re.search(r"oà\b|oá\b|uỷ|uý(?<!quý)\b", text, re.IGNORECASE)]


def test_the_living_round_uses_the_words_of_todays_structure(made):
    gone = re.compile(r"\bhuyện\b(?! ở)|Sở Thông tin và Truyền thông|Sở Kế hoạch và Đầu tư|Sở Tài nguyên")
    for task in living(made):
        said = [task.content.product, *(figure.source for figure in task.content.figures)]
        assert not [text for text in said if gone.search(text)], task.key
        assert "huyện" not in task.content.title.replace("bàn giao từ cấp huyện", ""), task.content.title


# ---- the rows, held against the product's own functions --------------------------------------------------------------


def account(key):
    name = next(a.name for a in ACCOUNTS if a.key == key)
    return User.objects.select_related("cadre").get(display_name=name)


@pytest.mark.django_db
def test_marks_in_the_database_are_those_that_were_meant(loaded, made):
    marks = dict(Task.objects.with_mark(TODAY).values_list("title", "mark"))
    for task in made.tasks:
        wanted = measuring.mark(task, TODAY) if task.decided_on else None
        assert marks[task.content.title] == wanted, task.content.title
        assert task.wanted_mark in ("", wanted), task.content.title


@pytest.mark.django_db
def test_kept_measures_are_what_the_product_would_measure(loaded):
    tasks = list(Task.objects.decided().select_related("round"))
    kept = {task.pk: [getattr(task, name) for name in MEASURED] for task in tasks}
    for task in measure_tasks(tasks, on=TODAY):
        assert [getattr(task, name) for name in MEASURED] == kept[task.pk], task


@pytest.mark.django_db
def test_contents_are_written_as_the_decision_writes_them(loaded):
    versions = TaskContent.objects.filter(task__content_version=1).select_related(
        "task__field", "task__contributes_to"
    )
    for version in versions.order_by("pk")[::37]:
        found = version.content
        now = content_of(version.task)
        if version.task.handovers.exists():
            now.pop("people"), found.pop("people")
        assert found == now


@pytest.mark.django_db
def test_the_tree_is_sound(loaded):
    call_command("check_tree", stdout=StringIO())


@pytest.mark.django_db
def test_who_sees_what(loaded, django_user_model):
    seen = {a.key: visible_tasks(account(a.key)).count() for a in ACCOUNTS}
    assert seen["assignee"] == seen["assistant"] == 8
    assert seen["leader_vp"] == 205
    assert seen["admin"] == 0
    assert seen["leader"] > 1290 and seen["officer"] > 1290 and seen["inspector"] > 1290
    assert 0 < seen["head"] < 100 and seen["officer_xa"] >= 8
    assert seen["two"] > seen["leader"] - 30
    assert {
        office.role for office in Office.objects.filter(user__display_name__in=[a.name for a in ACCOUNTS])
    } == {*Office.Role.values}


@pytest.mark.django_db
def test_the_trend_has_a_past(loaded):
    root = Unit.objects.get(short_code="TTQ")
    days = StatisticsSnapshot.objects.filter(unit=root, period="2026").values_list("taken_on", flat=True)
    assert len(set(days)) >= 8 and max(days) == date(2026, 10, 31)


@pytest.mark.django_db
def test_nothing_of_the_past_is_owed_by_mail(loaded):
    assert not Message.objects.exclude(state=Message.State.WITHHELD).exists()
    assert account("assignee").notices.filter(read_at=None).exists()


@pytest.mark.django_db
def test_the_first_planning_of_a_fresh_demo_finds_nothing_new_and_nothing_late(loaded):
    at = datetime.combine(TODAY, time(10), tzinfo=HANOI)
    assert reminding.plan(on=TODAY, at=at) == 0
    found = promises(Delivery.objects.all(), at=at + timedelta(minutes=1))
    assert (found.late, found.waiting, found.dead, found.doubled) == (0, 0, 0, 0)
    assert found.in_app


@pytest.mark.django_db
def test_the_living_round_reminds_by_rules_of_its_own(loaded):
    rules = {row.rule: row for row in ReminderRule.objects.all()}
    assert rules["overdue"].committee_after == 15 and rules["answer"].is_urgent
    assert Notice.objects.filter(why__contains="đã quá hạn 15 ngày làm việc").exists()


@pytest.mark.django_db
def test_accounts_are_printed_with_the_one_password_and_it_opens_them(loaded, client):
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    printed = out.getvalue()
    assert "mat-khau-minh-hoa" in printed
    for shown in ACCOUNTS:
        assert shown.name in printed
        user = account(shown.key)
        assert user.username in printed and user.check_password("mat-khau-minh-hoa")
    assert User.objects.filter(password__startswith="!").count() > 900


@pytest.mark.django_db
def test_a_database_with_something_in_it_is_left_alone(loaded):
    before = Unit.objects.count()
    with pytest.raises(CommandError, match="đã có dữ liệu"):
        call_command("load_demo", today=TODAY)
    call_command("load_demo", today=TODAY, if_empty=True)
    assert Unit.objects.count() == before


@pytest.mark.django_db
def test_the_living_round_shows_how_results_are_judged_and_a_handover(loaded):
    assert {o.outcome for o in Objection.objects.all()} == {"", "kept", "changed"}
    assert ConclusionVersion.objects.count() == 1
    assert ResultCheck.objects.values("way").distinct().count() == 2
    sheets = ScoreSheet.objects.select_related("task", "member")
    assert sheets and not any(s.task.assignments.filter(cadre=s.member.cadre_id).exists() for s in sheets)
    minutes = HandoverMinutes.objects.get()
    assert minutes.is_open and {i.outcome for i in minutes.items.all()} == {"successor", "follows"}
    for task in Task.objects.filter(
        events__kind__in=["scored", "objected", "handover_drawn", "checked"]
    ).distinct():
        last = task.events.order_by("at", "pk").last()
        assert last.version == task.version and last.at.date() < TODAY


# Where a record hangs: the way to its task, or to its round.
OF_A_TASK = {
    "Appraisal": "task", "Assignment": "task", "ChangeRequest": "task", "CheckedFigure": "check_made__task", "Commitment": "task",
    "Conclusion": "task", "ConclusionVersion": "conclusion__task", "Direction": "task", "DirectionStep": "direction__task",
    "Document": "tasks", "DocumentScan": "document__decided_tasks", "Evidence": "task", "FollowUp": "inspection__task",
    "Handover": "task", "HandoverConfirmation": "minutes__items__task", "HandoverItem": "task",
    "HandoverMinutes": "items__task", "Indicator": "task", "IndicatorResult": "conclusion__task",
    "InspectedFigure": "inspection__task", "Inspection": "task", "InspectionMission": "inspections__task",
    "Meeting": "items__task", "MeetingConclusion": "item__task", "MeetingItem": "task", "Milestone": "task",
    "MilestoneTarget": "milestone__task", "MissionMember": "mission__inspections__task", "Notice": "task",
    "Objection": "conclusion__task", "Obstacle": "task", "Paper": "tasks", "ProgressReport": "task", "Reading": "report__task",
    "Recommendation": "task", "ResultCheck": "task", "Score": "sheet__task", "ScoreSheet": "task", "TaskContent": "task",
    "TaskEvent": "task", "Urge": "task",
}  # fmt: skip
OF_A_ROUND = {
    "Council": "round", "CouncilMember": "council__round", "CriteriaSet": "round", "Criterion": "criteria__round",
    "PeriodClosing": "round", "Registrant": "round", "RegistrationUrge": "round", "RoundEvent": "round",
    "SheetExport": "round", "SheetImport": "round",
}  # fmt: skip


@pytest.fixture
def living_rows(loaded):
    return Task.objects.filter(round__year_to__gte=TODAY.year)


@pytest.mark.django_db
def test_the_living_round_shows_every_record_model(living_rows):
    """Each at least once in a round that is going on. A new model finds its place here, or says why it has none."""
    models = {
        model.__name__: model
        for model in apps.get_app_config("tasks_app").get_models()
        if not issubclass(model, HistoryRow)
    }
    known = {*OF_A_TASK, *OF_A_ROUND, *NOT_OF_A_ROUND}
    assert {*models} == known | {"Task", "Round", "BulkAct"}
    rounds = Round.objects.filter(year_to__gte=TODAY.year)
    missing = [
        name
        for ways, where in ((OF_A_TASK, living_rows), (OF_A_ROUND, rounds))
        for name, way in ways.items()
        if not models[name].objects.filter(**{f"{way}__in": where}).exists()
    ]
    assert missing == []
    changes = ChangeRequest.objects.filter(task__in=living_rows)
    assert set(changes.values_list("kind", flat=True)) == set(ChangeRequest.Kind.values)
    assert set(living_rows.values_list("status", flat=True)) == set(Task.Status.values)


@pytest.mark.django_db
def test_every_kind_of_event_stands_in_the_timelines_of_the_living_round(living_rows):
    events = TaskEvent.objects.filter(task__in=living_rows)
    kinds = set(events.values_list("kind", flat=True))
    assert {*TaskEvent.Kind.values, *TRANSITIONS} - kinds == set()
    noted = events.filter(kind="noted").values_list("data__report", flat=True)
    reports = ProgressReport.objects.filter(task__in=living_rows).exclude(note="")
    assert sorted(noted) == sorted(reports.values_list("pk", flat=True))


@pytest.mark.django_db
def test_the_rarer_records_of_the_living_round_are_whole(living_rows):
    year = Conclusion.objects.get(year__isnull=False, task__in=living_rows)
    assert year.year == TODAY.year < year.task.due_on.year and year.task.status == "in_force"
    assert year.results.count() == year.task.indicators.count()
    extension = ChangeRequest.objects.get(delegated=True, task__in=living_rows)
    rules = extension.task.round
    assert extension.document is None and 0 < extension.days_granted <= rules.extension_days
    assert extension.decided_by.offices.filter(role=rules.extension_decider, unit=rules.committee).exists()
    assert Evidence.objects.filter(change__outcome="", task__in=living_rows).exists()
    report = ProgressReport.objects.get(task__in=living_rows, unchanged_reason__gt="")
    before = report.task.reports.filter(submitted_at__lt=report.submitted_at).latest("submitted_at")
    assert [*report.readings.order_by("indicator").values_list("value", flat=True)] == [
        *before.readings.order_by("indicator").values_list("value", flat=True)
    ]
    moved = living_rows.get(named_due_on__isnull=False)
    assert CalendarDay.objects.load().next_working_day(moved.named_due_on) == moved.due_on
    assert Indicator.objects.filter(
        task__in=living_rows.filter(status="in_force"), confirmed__isnull=False
    ).exists()


@pytest.mark.django_db
def test_what_went_over_many_tasks_says_what_became_of_each(living_rows):
    act = BulkAct.objects.get()
    done = {row["task"] for row in act.rows if not row["why"]}
    assert len(done) > 1 and any(row["why"] for row in act.rows)
    passed = TaskEvent.objects.filter(kind=act.name, at=act.at)
    assert done == set(passed.values_list("task", flat=True))
    closed = living_rows.filter(status=Task.Status.CLOSED)
    assert sum(closing.task_count for closing in PeriodClosing.objects.all()) == closed.count() == 4
    for closing in PeriodClosing.objects.select_related("round"):
        assert not closing.round.is_over and closing.year < closing.round.year_to
        events = TaskEvent.objects.filter(kind="close", task__round=closing.round)
        assert {event.document_id for event in events} == {closing.document_id}


@pytest.mark.django_db
def test_the_secretary_of_the_council_has_a_seat_and_something_to_score(loaded, client):
    secretary, officer = account("council"), account("officer")
    seats = CouncilMember.objects.open().filter(role=CouncilMember.Role.SECRETARY)
    assert {secretary.cadre.pk, officer.cadre.pk} <= set(seats.values_list("cadre", flat=True))
    waiting = Task.objects.filter(giver__short_code="TTQ", status=Task.Status.AWAITING_CONCLUSION)
    assert waiting and all(may_score(secretary, task) and may_score(officer, task) for task in waiting)
    client.force_login(secretary)
    queue = client.get(reverse("tasks:score_queue")).content.decode()
    assert [(task.title, task.round_id) for task in waiting if html.escape(task.title) not in queue] == []
    assert client.get(reverse("tasks:score_task", args=[waiting[0].ref])).status_code == 200


def edited(round, *, on):
    """The round's own form, sent back as it was shown."""
    shown = RoundForm(round=round, committees=Unit.objects.filter(pk=round.committee_id), on=on)
    data = {}
    for name, field in shown.fields.items():
        value = field.prepare_value(shown.get_initial_for_field(field, name))
        if value not in (None, False):
            data[name] = f"{value:%d/%m/%Y}" if isinstance(value, date) else value
    return RoundForm(data, round=round, committees=Unit.objects.filter(pk=round.committee_id), on=on)


@pytest.mark.django_db
def test_the_living_rounds_can_be_saved_as_they_are(loaded):
    rounds = list(Round.objects.filter(year_to__gte=TODAY.year))
    assert len(rounds) >= 4
    for round in rounds:
        form = edited(round, on=TODAY)
        assert form.is_valid(), form.errors
        assert {name: value for name, value in form.settings.items() if value != getattr(round, name)} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("today", [date(2027, 1, 15), date(2026, 10, 19), date(2026, 12, 31), *ANY_DAYS])
@pytest.mark.parametrize("committee", LIVING)
def test_the_calendar_of_a_living_round_holds_whatever_the_day_of_loading(committee, today):
    unit = make_unit(committee)
    for year in (today.year, today.year - 1):
        round = round_row(living_round(committee, year, today), unit)
        round.save()
        form = edited(round, on=today)
        assert form.is_valid(), form.errors
        assert not round.is_over and round.year_to > year


def test_deadlines_of_the_living_round_lie_around_the_day_of_loading(made):
    dues = [task.due_on for task in living(made) if task.state == "in_force"]
    assert min(dues) < TODAY - timedelta(days=120) and max(dues) > TODAY + timedelta(days=365)
