"""State × arrow × role × relation, all of them: only what is declared here passes, the rest is refused and changes nothing.

The specification below is written out by hand, not read from the code.
"""

import os
import uuid
from collections import Counter
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.template import loader
from django.urls import reverse

from cadres.models import Authorisation, Office
from tasks_app.actions import lifecycle
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import (
    Appraisal,
    BulkAct,
    ChangeRequest,
    Commitment,
    Conclusion,
    Direction,
    Handover,
    Inspection,
    Obstacle,
    PeriodClosing,
    ProgressReport,
    ResultCheck,
    Task,
    TaskEvent,
    Urge,
)
from tasks_app.permissions import visible_tasks
from tasks_app.workflow import TRANSITIONS, open_to
from tests.direct import asked
from tests.factories import NOW, START, make_document, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status
NEAR = ("own", "parent")
OFFICERS = {(Role.OFFICER, relation) for relation in NEAR}
APPRAISERS = {(Role.APPRAISER, relation) for relation in NEAR}
LEADERS = {(Role.LEADER, relation) for relation in NEAR}
CADRE = {("assignee", "")}
# Arrow -> the states it leaves, and who may set it going: (role, where it is held as seen from the committee that gives).
DECLARED = {
    "submit": ((S.DRAFT,), CADRE),
    "return": ((S.SUBMITTED, S.APPRAISING), OFFICERS),
    "pass": ((S.SUBMITTED,), OFFICERS),
    "list": ((S.APPRAISING,), OFFICERS | APPRAISERS),
    "leave_out": ((S.APPRAISING, S.AWAITING_DECISION), OFFICERS | APPRAISERS),
    "take_back": ((S.SUBMITTED,), CADRE),
    "withdraw": ((S.DRAFT, S.SUBMITTED), CADRE),
    "merge": ((S.SUBMITTED, S.APPRAISING, S.AWAITING_DECISION), OFFICERS),
    "order": ((S.DRAFT,), OFFICERS | LEADERS),
    "decide": ((S.AWAITING_DECISION,), OFFICERS),
    "hold": ((S.IN_FORCE,), OFFICERS),
    "resume": ((S.ON_HOLD,), OFFICERS),
    "ask_conclusion": ((S.IN_FORCE,), CADRE),
    "send_back": ((S.AWAITING_CONCLUSION,), OFFICERS),
    "conclude": ((S.AWAITING_CONCLUSION,), OFFICERS),
    "close": ((S.CONCLUDED,), OFFICERS),
    "end_early": ((S.IN_FORCE, S.ON_HOLD, S.AWAITING_CONCLUSION), OFFICERS),
    "remove": ((S.IN_FORCE, S.ON_HOLD, S.AWAITING_CONCLUSION), OFFICERS),
}
# What the database asks of a task that arrives there.
ARRIVES_WITH = {
    "decide": {"code": "TU-2026-900", "decided_on": "2026-01-10", "content_version": 1},
    "conclude": {
        "concluded_on": "2026-05-20",
        "finished_on": "2026-05-10",
        "completed": True,
        "result": "met",
    },
}


FEW = [
    ("assignee", ""),
    (Role.OFFICER, "own"),
    (Role.LEADER, "own"),
    (Role.APPRAISER, "own"),
    (Role.OFFICER, "other tree"),
]


class World:
    """One committee with its parent, a sibling, a unit below and another tree; every role at each; and the people of the task."""

    def __init__(self):
        parent = make_unit()
        giver = make_unit(parent=parent, short_code="TU")
        below = make_unit(parent=giver)
        places = {
            "own": giver, "parent": parent, "subordinate": below, "sibling": make_unit(parent=parent), "other tree": make_unit(),
        }  # fmt: skip
        self.people = {
            (role, relation): make_user(role=role, unit=unit) for relation, unit in places.items() for role in Role
        }  # fmt: skip
        assignee, assistant, former = make_user(), make_user(), make_user()
        Authorisation.objects.create(cadre=assignee.cadre, assistant=assistant, starts_on=START)
        self.people |= {
            ("assignee", ""): assignee, ("assistant", ""): assistant, ("former assignee", ""): former, ("account", ""): make_user(),
        }  # fmt: skip
        self.giver, self.document = giver, make_document(giver)
        self.survivor = make_task(giver=giver, unit=below, status=S.SUBMITTED)
        self.tasks = {}
        for status in S:
            for origin in (Task.Origin.REGISTERED, Task.Origin.ORDERED):
                task = make_task(giver=giver, unit=below, assignee=assignee, status=status, origin=origin)
                task.assignments.create(
                    cadre=former.cadre, role="co", starts_on=START, ends_on="2026-02-01", name="Lê Văn Cũ"
                )
                self.tasks[status, origin] = task


def declared(name, who, status, origin):
    sources, people = DECLARED[name]
    registered = origin == Task.Origin.REGISTERED
    of_the_cadre = name in ("submit", "take_back", "withdraw")
    if of_the_cadre and not registered or name == "order" and registered:
        return False
    return status in sources and who in people


def test_every_arrow_is_declared_here():
    assert set(DECLARED) == set(TRANSITIONS)
    assert {name: set(sources) for name, (sources, _) in DECLARED.items()} == {
        t.name: set(t.sources) for t in TRANSITIONS.values()
    }


def test_only_declared_arrows_pass_and_all_others_change_nothing():
    world = World()
    events = TaskEvent.objects.count()
    wrong, tried = [], Counter()
    for (status, origin), task in world.tasks.items():
        for who, user in world.people.items():
            offered = {t.name for t in open_to(user, task)}
            if offered != {name for name in DECLARED if declared(name, who, status, origin)}:
                wrong.append((status.value, origin.value, *who, "is offered", sorted(offered)))
        for name in DECLARED:
            # From a state that the arrow does not leave nobody is looked at: five people stand for all.
            leaves = status in DECLARED[name][0]
            for who in world.people if leaves else FEW:
                user = world.people[who]
                passed, words = attempt(world, task, name, user)
                tried[passed] += 1
                if passed != declared(name, who, status, origin):
                    wrong.append((status.value, origin.value, name, *who, passed))
                elif not passed and not words.strip():
                    wrong.append((status.value, name, *who, "refused without a word"))
    assert wrong == []
    assert tried[False] > 2_500 and tried[True] > 50
    assert TaskEvent.objects.count() == events
    for (status, origin), task in world.tasks.items():
        assert (status, task.version) == Task.objects.values_list("status", "version").get(pk=task.pk), origin


class Undo(Exception):
    """What passed is taken back, so that the next one finds the same world."""


def attempt(world, task, name, user):
    """(did it pass, in which words was it refused). What passes is taken back."""
    try:
        with transaction.atomic():
            lifecycle.move(
                task, name, by=user, at=NOW, reason="Có lý do", document=world.document,
                **(ARRIVES_WITH.get(name) or ({"merged_into": world.survivor} if name == "merge" else {})),
            )  # fmt: skip
            raise Undo
    except Undo:
        return True, ""
    except NotPossible as refusal:
        return False, str(refusal)


# ---- the same by forms that are older than the task, sent straight to their address ------------------------------------

# (address, its words, which record of the task it names)
ACTS = [
    ("move_task", {"name": "return"}, ""), ("move_task", {"name": "pass"}, ""), ("move_task", {"name": "send_back"}, ""),
    ("take_back_registration", {}, ""), ("withdraw_registration", {}, ""), ("adjust_task", {}, ""), ("appraise_task", {}, ""),
    ("edit_task", {}, ""), ("commit_task", {}, ""), ("report_task", {}, ""), ("name_obstacle", {}, ""), ("ask_conclusion", {}, ""),
    ("check_result", {}, ""), ("conclude_task", {}, ""), ("conclude_year", {}, ""), ("hand_over_task", {}, ""),
    ("direct_task", {}, ""), ("inspect_task", {}, ""), ("urge_task", {}, ""), ("reply_urge", {}, "urges"),
    ("answer_direction", {}, "directions"), ("follow_direction", {}, "directions"), ("note_report", {}, "reports"),
    ("contest_report", {}, "reports"), ("answer_contest", {}, "reports"), ("certify_report", {}, "reports"),
    ("solve_obstacle", {}, "obstacles"), ("pass_on_obstacle", {}, "obstacles"), ("copy_order", {}, ""), ("score_task", {}, ""),
    ("support_change", {}, "changes"), ("grant_extension", {}, "changes"), ("decide_change", {}, "changes"), ("give_opinion", {}, "changes"), ("withdraw_change", {}, "changes"),
    *(("ask_change", {"kind": kind}, "") for kind in ChangeRequest.Kind),
]  # fmt: skip
TYPED = {
    "reason": "Có lý do", "text": "Nội dung", "number": "12", "symbol": "QĐ/TU", "issued_on": "01/06/2026",
    "due_proposed": "31/12/2027", "cause": "objective", "team": "Đoàn", "inspected_on": "01/06/2026", "findings": "Tốt",
    "outcome": "approved", "advice": "agree", "note": "more", "way": "on_paper", "reply": "Đã rõ",
}  # fmt: skip
RECORDS = (
    Appraisal, BulkAct, ChangeRequest, Commitment, Conclusion, Direction, Handover, Inspection, Obstacle, PeriodClosing, ResultCheck,
    TaskEvent, Urge,
)  # fmt: skip
# Acts on many: what each sends of the pages' rows. `task`: the one that moved on since; `other`: one more row. Places on the list
# are no content, so `compile_list` is not among them.
OLD, MANY = 3, {}
for _verb in ("pass", "return", "list", "leave_out", "order"):
    MANY[f"act_on_many {_verb}"] = lambda task, other: {"rows": f"{task.pk}:{OLD} {other.pk}:{OLD}"}
MANY |= {
    "merge_tasks": lambda task, other: {"rows": f"{task.pk}:{OLD} {other.pk}:{OLD}", "survivor": task.pk},
    "decide_tasks": lambda task, other: {"viec": [task.pk], f"version-{task.pk}": OLD},
    "conclude_tasks": lambda task, other: {"viec": [task.pk], f"version-{task.pk}": OLD, f"kl-{task.pk}": "not_met"},
    "urge_many": lambda task, other: {"viec": [task.ref], "ban": [f"{task.pk}:{OLD}"], "answer_by": "31/12/2099"},
    # Somebody closed the year meanwhile.
    "close_round": lambda task, other: {"year": "2026"},
}  # fmt: skip


def fingerprint():
    """All but drafts of reports: what was typed into a refused form is kept for who typed it."""
    reports = ProgressReport.objects.exclude(status="draft").count()
    return [reports, *(model.objects.count() for model in RECORDS)], sorted(
        Task.objects.values_list("pk", "status", "version", "title", "due_on")
    )


def add_records(task, by):
    """One of each that an address may name."""
    act = {"task": task, "by": by, "at": NOW}
    Urge.objects.create(text="Đề nghị báo cáo", body_name="Ban Tổ chức", **act)
    Direction.objects.create(text="Khẩn trương", **act)
    Obstacle.objects.create(task=task, text="Thiếu mặt bằng", solver=task.giver, named_on=START, by=by)
    ChangeRequest.objects.create(
        task=task, kind="hold", reason="Chờ quy hoạch", requested_by=by, requested_at=NOW
    )
    ProgressReport.objects.create(
        task=task, cadre=task.assignments.first().cadre, period_starts_on=START, period_ends_on=START, status="submitted",
        submitted_at=NOW, by=by, saved_at=NOW,
    )  # fmt: skip


# A page costs fifty times what an action costs: here every twelfth of the walk, dealt out so that each act meets each state and each
# person meets each act; all of it with EVERY_NTH=1. Of a refused act one page in each state is drawn for its words.
EVERY_NTH = int(os.environ.get("EVERY_NTH", "12"))


def dealt(acts, row, column):
    return [act for n, act in enumerate(acts) if (n + 3 * row + 5 * column) % EVERY_NTH == 0]


def address_of_many(act, task):
    """As the task's giver sends it, of its round where the page is a round's."""
    view, _, verb = act.partition(" ")
    named = {"name": verb} if verb else {}
    if view == "close_round":
        named = {"pk": task.round_id}
    return f"{reverse(f'tasks:{view}', kwargs=named)}?cap-uy={task.giver_id}"


class Pages:
    """Draws the pages that are wanted; of the others only the answer's code is read."""

    def __init__(self):
        self.draw, self.wanted, self.known = loader.render_to_string, True, set()

    def __call__(self, *args, **options):
        return self.draw(*args, **options) if self.wanted else "loi"

    @contextmanager
    def of(self, *what):
        self.wanted = what not in self.known
        answer = Counter()
        yield answer
        if answer["code"] in (409, 422):
            self.known.add(what)


@pytest.fixture
def pages(monkeypatch):
    found = Pages()
    monkeypatch.setattr(loader, "render_to_string", found)
    return found


class Grid:
    """Every state with its records, all of them moved on to version 7 since the forms were opened."""

    def __init__(self):
        self.world = World()
        self.tasks = {
            (status, origin): task for (status, origin), task in self.world.tasks.items()
            if origin == Task.Origin.ORDERED or status in Task.BEFORE_DECISION
        }  # fmt: skip
        officer = self.world.people[Role.OFFICER, "own"]
        for task in self.tasks.values():
            add_records(task, officer)
            PeriodClosing.objects.create(
                round=task.round, year=2026, document=self.world.document, published_on=START, task_count=0, by=officer, at=NOW
            )  # fmt: skip
        Task.objects.update(version=7)
        self.wrong, self.answered = [], Counter()

    def walk(self):
        """(row, column, status, origin, task, who, user)."""
        for row, ((status, origin), task) in enumerate(self.tasks.items()):
            for column, (who, user) in enumerate(self.world.people.items()):
                yield row, column, status, origin, task, who, user

    def send(self, pages, user, url, typed, allowed, *what):
        _, status, _, *act = what
        with pages.of(status, *act) as answer:
            answer["code"], page = asked(user, url, TYPED | typed | {"key": str(uuid.uuid4())})
        self.answered[answer["code"]] += 1
        if answer["code"] not in allowed:
            self.wrong.append((*map(str, what), answer["code"]))
        elif answer["code"] in (409, 422) and "loi" not in page:
            self.wrong.append((*map(str, what), "says nothing"))


def test_a_form_older_than_its_task_changes_nothing_whoever_sends_it(pages):
    """State × act × everybody who may open the task. Who may not finds none of its addresses: one act each stands for all."""
    grid = Grid()
    names = {record for *_, record in ACTS if record}
    records = {
        (task.pk, name): getattr(task, name).get().pk for task in grid.tasks.values() for name in names
    }
    before = fingerprint()
    seen = {
        user.pk: set(visible_tasks(user).values_list("pk", flat=True)) for user in grid.world.people.values()
    }
    for row, column, status, origin, task, who, user in grid.walk():
        opens = task.pk in seen[user.pk]
        for view, words, record in dealt(ACTS, row, column) if opens else [ACTS[(row + column) % len(ACTS)]]:
            pk = {"pk": records[task.pk, record]} if record else {}
            url = reverse(f"tasks:{view}", kwargs={"ref": task.ref} | words | pk)
            typed = {"version": OLD} | ({"lam": "trinh"} if view == "edit_task" else {})
            allowed = (403, 404, 409, 422) if opens else (404,)
            grid.send(pages, user, url, typed, allowed, who, status, origin, view, *words.values())
    assert not grid.wrong, "\n".join(map(str, grid.wrong))
    assert fingerprint() == before
    assert grid.answered[409] > 30 and grid.answered[404] > 1_500, grid.answered


def test_a_page_of_many_older_than_one_of_its_tasks_changes_none_whoever_sends_it(pages):
    """The same for acts on many rows: also who does not see the task at all may send its number, and is told nothing of it."""
    grid = Grid()
    other, before = grid.world.survivor, fingerprint()
    for row, column, status, origin, task, who, user in grid.walk():
        for act in dealt(list(MANY), row, column):
            url, typed = address_of_many(act, task), MANY[act](task, other)
            grid.send(pages, user, url, typed, (403, 404, 409, 422), who, status, origin, act)
    assert not grid.wrong, "\n".join(map(str, grid.wrong))
    assert fingerprint() == before
    assert grid.answered[409] > 10 and grid.answered[422] > 50, grid.answered
