"""Every page with a POST form: hostile text, nothing typed, far too long, sent twice, an ended session. None breaks, each refuses
in Vietnamese, each that is taken is taken once."""

import html
import re
import uuid

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from cadres.models import Office
from tasks_app.models import PendingForm, Task
from tests.direct import asked
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
# What a form is likely to take, by the name of the input; what stands in it already is sent along.
LIKELY = {
    "text": "Nội dung", "reason": "Có lý do", "findings": "Đúng báo cáo", "note": "more", "reply": "Đã rõ", "cause": "objective",
    "outlook": "on_track", "advice": "agree", "opinion": "agree", "way": "paper", "number": "12", "symbol": "QĐ/TU",
    "word": "close", "solutions": "Vận động", "name": "Đợt mới", "chair": "Đ/c Tiệp", "team": "Đoàn", "solved_on": "01/06/2026",
}  # fmt: skip
RADIOS = ("note", "cause", "outlook", "advice", "opinion", "way", "word")
NOT_TYPED = ("key", "version", "revision", "replaces", "csrfmiddlewaretoken")
MAKES_FILES = ("_paper", "_file", "_preview", "_scan")
# Addresses that only change what their own button says, or that change nothing (the catalogue's samples).
WITHOUT_TEXT = {"read_notice", "read_all_notices", "channel_choices", "compile_list", "catalogue"}


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
        if pattern.name.endswith(MAKES_FILES):
            return None
        space = "cadres" if pattern.callback.__module__.startswith("cadres") else "tasks"
        for kwargs in self.arguments(pattern):
            url = reverse(f"{space}:{pattern.name}", kwargs=kwargs)
            for user in self.users:
                code, page = asked(user, url)
                for form in forms_of(page) if code == 200 else ():
                    typed = [n for n in form["fields"] if n not in NOT_TYPED]
                    elsewhere = form["action"] not in (None, "", url)
                    if typed and not elsewhere:
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
        return found[:12]


class Undo(Exception):
    pass


def test_every_form_withstands_what_nobody_should_type_and_an_ended_session_and_a_second_press():
    forms = Forms()
    assert len({name for name, *_ in forms.found}) > 45, [name for name, *_ in forms.found]
    wrong, once = [], []
    ended = {user.pk: without_session(user) for user in forms.users}
    for name, url, user, form in forms.found:
        client = forms.clients[user.pk]
        client.raise_request_exception = False
        data = {n: list(v) for n, v in form["fields"].items()}
        texts = [n for n in data if n not in NOT_TYPED]
        long = dict.fromkeys(texts[:1], "ă" * 300000) | dict.fromkeys(texts[1:3], "ắ" * 5000)
        for kind, typed in {
            "hostile": dict.fromkeys(texts, HOSTILE) | (long if len(texts) > 3 else {}),
            "long": long if len(texts) <= 3 else None,
            "empty": dict.fromkeys(texts, ""),
        }.items():
            if typed is None:
                continue
            taken = kind if name not in WITHOUT_TEXT else ""
            wrong += [(name, kind, problem) for problem in problems(client, url, data | typed, taken)]
        wrong += [(name, "twice", problem) for problem in sent_twice(client, url, data, once, name)]
        if name not in WITHOUT_TEXT:
            found = ended_session(ended[user.pk], user, url, form, (form["texts"] or texts)[0])
            wrong += [(name, "session", problem) for problem in found]
    assert not wrong, "\n".join(map(str, wrong))
    assert len(once) > 15, once


def sent_twice(client, url, data, once, name):
    """A second press, or the back button and sent again: where the form is taken, one effect and the same way on."""
    typed = data | {n: v for n, v in LIKELY.items() if n in data or n in RADIOS} | {"key": str(uuid.uuid4())}
    found = []
    try:
        with transaction.atomic():
            first = client.post(url, typed)
            if first.status_code == 302:
                after = row_counts()
                again = client.post(url, typed)
                once.append(name)
                if (again.status_code, again.url if again.status_code == 302 else "") != (302, first.url):
                    found.append((again.status_code, "is led elsewhere"))
                if row_counts() != after:
                    found.append("has two effects")
            raise Undo
    except Undo:
        return found


def row_counts():
    """{table: rows} of all that is ours, history and messages included; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '^(cadres|tasks_app)_' ORDER BY 1"
        )
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables))
        return dict(cursor.fetchall())


def ended_session(client, user, url, form, typed):
    """What was typed waits for the same person and stands in its field again; and the form carries a key.

    `client`: his browser without its session.
    """
    if "key" not in form["fields"]:
        yield "has no key"
    answer = client.post(url, {typed: "Gõ dở 4711", "key": str(uuid.uuid4())})
    kept = PendingForm.objects.filter(user=user, path=url).first()
    if answer.status_code != 302 or not kept or kept.data["values"] != {typed: "Gõ dở 4711"}:
        yield f"loses what was typed ({answer.status_code})"
    client.force_login(user)
    page = html.unescape(client.get(url).text)
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    if form["texts"] and "Gõ dở 4711" not in page:
        yield f"does not offer again what was typed in {typed}"


def without_session(user):
    client = Client()
    client.force_login(user)
    client.get("/tro-giup/")
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    return client


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
            if kind in ("hostile", "long") and len(str(data)) > 300000 and answer.status_code == 302:
                found.append("took what no field holds")
            if answer.status_code == 422:
                plain = html.unescape(re.sub(r"<[^>]+>", " ", body))
                if word := ENGLISH.search(plain):
                    found.append(f"English: {plain[max(0, word.start() - 40) : word.end() + 40]}")
                if "is-invalid" not in body and "loi" not in body:
                    found.append("no error shown")
            raise Undo
    except Undo:
        return found


def html_of(answer):
    return "" if answer.streaming else answer.content.decode(errors="replace")
