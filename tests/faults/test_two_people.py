"""Two people on one task at once: each pair of acts in both orders gives one coherent result; the loser sees how it stands now
and keeps what he typed."""

import html
import os
import uuid
from contextlib import contextmanager

import pytest
from django.db import transaction

from tasks_app.models import Task, TaskEvent
from tasks_app.permissions import visible_tasks
from tests.faults.kit.two_people import MARK, World, opened
from tests.tasks_app.ordering_desk import errors_of

pytestmark = pytest.mark.django_db
# State of the task, and what of it.
STATES = (
    "draft", "draft order", "submitted", "appraising", "awaiting_decision", "in_force", "in_force records", "on_hold",
    "awaiting_conclusion", "concluded", "concluded closing",
)  # fmt: skip
# In states with many acts every third pair, dealt out so that each act meets others on both sides, and itself; all with EVERY_NTH=1.
EVERY_NTH, MANY = int(os.environ.get("EVERY_NTH", "3")), 8


def comes_after(acts, first):
    """The acts that are tried after this one."""
    acts = list(acts)
    n = acts.index(first)
    every = EVERY_NTH if len(acts) > MANY else 1
    return [act for m, act in enumerate(acts) if m == n or (n + m) % every == 0]


class Undo(Exception):
    pass


def state_of(world):
    """All that an act may leave on the two tasks of the world."""
    pks = [world.task.pk, world.other.pk]
    rows = list(Task.objects.filter(pk__in=pks).order_by("pk").values_list("status", "version"))
    return rows, TaskEvent.objects.filter(task__in=pks).count()


@pytest.mark.parametrize("name", STATES)
def test_each_pair_of_acts_in_both_orders_ends_in_one_coherent_result(name):
    world = World(name)
    wrong, lost, tried = [], 0, 0
    forms = {act: opened(world, act) for act in world.acts}
    for first in world.acts:
        with undone():
            before = state_of(world)
            winner = send(world, forms, first)
            between = state_of(world)
            if winner.status_code != 302 or between[1] <= before[1]:
                wrong.append((first, "alone", winner.status_code, errors_of(winner)))
                continue
            for second in comes_after(world.acts, first):
                tried += 1
                with undone():
                    lost += comes_second(world, forms, first, second, between, wrong)
    assert not wrong, "\n".join(map(str, wrong))
    assert lost >= tried // 3


@contextmanager
def undone():
    """What passed is taken back, so that the next pair finds the same world."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def comes_second(world, forms, first, second, between, wrong):
    """1 where the second one lost."""
    loser = send(world, forms, second)
    after = state_of(world)
    if loser.status_code == 302:
        if after[1] <= between[1]:
            wrong.append((first, second, "passed without a trace"))
        return 0
    page = html.unescape(loser.content.decode())
    # What the winner took out of his sight is not there for him: he is told so, and has his words back.
    gone = not visible_tasks(world.acts[second][0]).filter(pk=world.task.pk).exists()
    if loser.status_code not in ((404,) if gone else ()) + (409, 422) or after != between:
        wrong.append((first, second, loser.status_code, between, after))
    elif forms[second][1] and MARK not in page:
        wrong.append((first, second, loser.status_code, "lost what was typed"))
    elif not any(sign in page for sign in ("bao loi", "loi-tong", "alert", "Mã 404" if gone else "alert")):
        wrong.append((first, second, loser.status_code, "says nothing"))
    return 1


def send(world, forms, act):
    """With a key of its own: the same person pressing twice is another matter."""
    user, url, _ = world.acts[act]
    return world.clients[user].post(url, forms[act][0] | {"key": str(uuid.uuid4())})
