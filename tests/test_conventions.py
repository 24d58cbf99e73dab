"""The house rules that a linter cannot know."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from cadres.views.access import Rule

ROOT = Path(__file__).parent.parent
APPS = [ROOT / "cadres", ROOT / "tasks_app"]
# Pages of libraries, each with its own guard: allauth's login and second factor, Django's admin behind it, static files.
THEIRS = ("tai-khoan/", "quan-tri/he-thong/", "static/")


def leaves(resolver, prefix="", names=()):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = (*names, pattern.namespace) if pattern.namespace else names
            yield from leaves(pattern, prefix + str(pattern.pattern), space)
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern


OURS = [(url, pattern) for url, pattern in leaves(get_resolver()) if not url.startswith(THEIRS)]


SAMPLES = {
    "IntConverter": "1",
    "UUIDConverter": "00000000-0000-0000-0000-000000000000",
    "TaskRef": "TU-2021-001",
}


def first_word(converter):
    """A value of a converter that knows a fixed set of words: the first of its alternatives."""
    return converter.regex.split("|")[0].strip("()?:")


def sources(*roots):
    return [p for root in roots for p in root.rglob("*.py") if "migrations" not in p.parts]


def test_every_url_declares_its_rule():
    assert [
        url for url, pattern in OURS if not isinstance(getattr(pattern.callback, "rule", None), Rule)
    ] == []
    assert len(OURS) > 40


def test_a_view_and_its_url_share_a_name():
    assert [(p.name, p.callback.__name__) for _, p in OURS if p.name != p.callback.__name__] == []


def test_urls_are_vietnamese_without_diacritics():
    plain = re.compile(r"^[a-z0-9<>:/_.-]*$")
    assert [url for url, _ in OURS if not plain.match(url)] == []


@pytest.mark.django_db
def test_who_is_not_signed_in_is_led_to_the_login(client):
    for url, pattern in OURS:
        if pattern.callback.rule.name == "public":
            continue
        path = "/" + url
        for name, converter in pattern.pattern.converters.items():
            path = re.sub(
                rf"<[a-z_]+:{name}>", SAMPLES.get(type(converter).__name__) or first_word(converter), path
            )
        response = client.get(path)
        assert response.status_code == 302, path
        assert response.url.startswith("/tai-khoan/"), path


def test_only_the_lifecycle_action_writes_the_status():
    """The demo loader writes whole histories at once and is held to the same facts by its own tests."""
    pattern = re.compile(
        r"task\.status = |Task\.objects\.[^\n]*update\([^)]*\bstatus=|\"status\", \"version\""
    )
    writers = {str(p.relative_to(ROOT)) for p in sources(ROOT / "tasks_app") if pattern.search(p.read_text())}
    assert writers == {"tasks_app/actions/lifecycle.py", "tasks_app/demo/loading_tasks.py"}


def test_the_clock_is_read_only_at_the_edge():
    pattern = re.compile(r"timezone\.now\(|localdate\(\)|date\.today\(|datetime\.now\(|[^_]Now\(\)")
    edge = ("views", "management", "jobs.py", "middleware.py", "offices.py")
    readers = [
        str(p.relative_to(ROOT)) for p in sources(*APPS)
        if pattern.search(p.read_text()) and not any(part in edge for part in p.relative_to(ROOT).parts)
    ]  # fmt: skip
    assert readers == []


def test_rooms_are_named_after_what_they_hold():
    forbidden = {"utils.py", "helpers.py", "services.py", "signals.py", "core", "common.py", "misc.py"}
    assert [str(p) for root in APPS for p in root.rglob("*") if p.name in forbidden] == []


def test_every_module_says_which_question_it_answers():
    silent = [
        str(p.relative_to(ROOT)) for p in sources(*APPS)
        if p.name not in ("__init__.py", "apps.py") and not ast.get_docstring(ast.parse(p.read_text()))
    ]  # fmt: skip
    assert silent == []


def test_jobs_go_out_after_the_commit_and_wait_for_nothing():
    for path in sources(*APPS):
        text = path.read_text()
        assert not re.search(r"\beta=|\bcountdown=|self\.retry\(", text), path
        assert not re.search(r"\.delay\(|\.apply_async\(", text), path


def test_pages_carry_no_inline_style_or_script():
    for path in (ROOT / "templates").rglob("*.html"):
        if "mail" in path.parts:
            continue
        assert not re.search(r"""style=["']|<script>| on[a-z]+=["']""", path.read_text()), path
