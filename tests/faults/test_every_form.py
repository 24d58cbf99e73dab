"""Every page with a POST form: hostile text, nothing typed, two megabytes, an ended session. None breaks, each refuses in Vietnamese."""

import html
import re
import uuid

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cadres.models import Office
from tasks_app.models import PendingForm, Task
from tests.factories import START, make_unit, make_user
from tests.journeys.filling import forms_of
from tests.test_conventions import OURS
from tests.test_query_counts import World

pytestmark = pytest.mark.django_db
Role = Office.Role
HOSTILE = "\"><script>alert(4711)</script>{{7*7}}'--\u202e\u200bđ"
ENGLISH = re.compile(
    r"This field|Enter a|Ensure this|Select a valid|is required|cannot be null|Invalid|Null characters",
    re.IGNORECASE,
)
NOT_TYPED = ("key", "version", "csrfmiddlewaretoken")
# Addresses that only change what their own button says, or that change nothing: no text is typed there.
WITHOUT_TEXT = {"read_notice", "read_all_notices"}


class Forms:
    """[(name of the address, url, client, form)] of every page that shows somebody a POST form with something to type."""

    def __init__(self):
        self.world = world = World()
        world.grow(1)
        admin = make_user(role=Role.SYSTEM_ADMIN, unit=make_unit())
        Office.objects.create(user=world.reader, role=Role.APPRAISER, unit=world.giver, starts_on=START)
        self.users = [world.reader, world.cadre, admin]
        self.clients = {user.pk: Client() for user in self.users}
        for user in self.users:
            self.clients[user.pk].force_login(user)
        task = world.task
        self.pks = sorted(
            {
                row.pk
                for rows in (
                    task.urges, task.directions, task.changes, task.inspections, task.obstacles, task.recommendations,
                    task.reports, world.giver.rounds, world.giver.meetings,
                )
                for row in rows.order_by("pk")[:1]
            }
            | {world.giver.pk, world.cadre.pk, world.cadre.cadre.pk, 1}
        )  # fmt: skip
        self.tasks = [
            task,
            *Task.objects.filter(giver=world.giver).exclude(pk=task.pk).order_by("status", "pk"),
        ]
        by_status = {t.status: t for t in reversed(self.tasks)}
        self.tasks = list(by_status.values())
        self.found = [found for _, pattern in OURS if (found := self.of(pattern))]

    def of(self, pattern):
        space = "cadres" if pattern.callback.__module__.startswith("cadres") else "tasks"
        for kwargs in self.arguments(pattern):
            url = reverse(f"{space}:{pattern.name}", kwargs=kwargs)
            for user in self.users:
                with transaction.atomic():
                    page = self.clients[user.pk].get(url)
                if page.status_code != 200 or page.streaming:
                    continue
                for form in forms_of(page.text):
                    typed = [n for n in form["fields"] if n not in NOT_TYPED]
                    if (
                        typed
                        and "dang-xuat" not in (form["action"] or "")
                        and form["action"] in (None, "", url)
                    ):
                        return pattern.name, url, user, form
        return None

    def arguments(self, pattern):
        converters = pattern.pattern.converters
        if not converters:
            return [{}]
        fixed, refs, numbers = {}, [None], [None]
        for name, converter in converters.items():
            kind = type(converter).__name__
            if kind == "TaskRef":
                refs = [task.ref for task in self.tasks]
            elif kind == "IntConverter":
                numbers = self.pks
            elif kind == "UUIDConverter":
                return []
            else:
                fixed[name] = converter.regex.split("|")[0].strip("()?:")
        found = []
        for ref in refs:
            for pk in numbers:
                ints = {n: pk for n, c in converters.items() if type(c).__name__ == "IntConverter"}
                texts = {n: ref for n, c in converters.items() if type(c).__name__ == "TaskRef"}
                found.append(fixed | ints | texts)
        return found[:40]


class Undo(Exception):
    pass


def test_every_form_withstands_what_nobody_should_type():
    forms = Forms()
    names = {name for name, *_ in forms.found}
    assert len(names) > 25, names
    wrong = []
    for name, url, user, form in forms.found:
        client = forms.clients[user.pk]
        client.raise_request_exception = False
        data = {n: list(v) for n, v in form["fields"].items()}
        texts = [n for n in data if n not in NOT_TYPED]
        for kind, typed in {
            "hostile": dict.fromkeys(texts, HOSTILE),
            "empty": dict.fromkeys(texts, ""),
            "long": dict.fromkeys(texts[:1], "ă" * 300000) | dict.fromkeys(texts[1:3], "ắ" * 5000),
        }.items():
            wrong += [(name, kind, problem) for problem in problems(client, url, data | typed, kind)]
    assert wrong == []


def problems(client, url, data, kind):
    found = []
    try:
        with transaction.atomic():
            answer = client.post(url, data | {"key": str(uuid.uuid4())})
            body = html_of(answer)
            if answer.status_code >= 500:
                found.append(answer.status_code)
            if "<script>alert(4711)" in body or ">49<" in body:
                found.append("not escaped")
            if kind == "long" and answer.status_code == 302:
                found.append("took what no field holds")
            if answer.status_code == 422:
                plain = re.sub(r"<[^>]+>", " ", html.unescape(body))
                if word := ENGLISH.search(plain):
                    found.append(f"English: {plain[max(0, word.start() - 40) : word.end() + 40]}")
                if "is-invalid" not in body and "loi" not in body:
                    found.append("no error shown")
            raise Undo
    except Undo:
        return found


def html_of(answer):
    return "" if answer.streaming else answer.content.decode(errors="replace")


def test_every_form_carries_a_key_and_keeps_its_text_when_the_session_has_ended():
    forms = Forms()
    without_key, lost = [], []
    for name, url, user, form in forms.found:
        if name in WITHOUT_TEXT or not url.startswith(("/viec/", "/giao-ban/", "/dot-giao-viec/")):
            continue
        if "key" not in form["fields"]:
            without_key.append(name)
        client = Client()
        client.force_login(user)
        client.get("/tro-giup/")
        client.cookies.pop(settings.SESSION_COOKIE_NAME)
        typed = next(n for n in form["fields"] if n not in NOT_TYPED)
        answer = client.post(url, {typed: "Gõ dở 4711", "key": str(uuid.uuid4())})
        kept = PendingForm.objects.filter(user=user, path=url).first()
        if answer.status_code != 302 or not kept or kept.data["values"] != {typed: "Gõ dở 4711"}:
            lost.append((name, answer.status_code))
    assert (without_key, lost) == ([], [])
