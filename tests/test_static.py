"""Are the carried files as published, and is nothing fetched from outside or run inline?"""

import gettext
import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

from tasks_app.templatetags.ui import MARKS

ROOT = Path(settings.BASE_DIR)
STATIC = ROOT / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [
    path for path in TEMPLATES if not {"mail", "email"} & set(path.relative_to(ROOT / "templates").parts)
]
OURS = [*PAGES, STATIC / "app.css", STATIC / "app.js", STATIC / "icons.svg", STATIC / "icon.svg"]


def short(path):
    return str(path.relative_to(ROOT))


def carried():
    rows = re.findall(
        r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", (STATIC / "vendor/README.md").read_text(), re.MULTILINE
    )
    return dict(rows)


def test_every_carried_file_is_listed_and_unchanged():
    found = {
        str(path.relative_to(STATIC / "vendor")): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (STATIC / "vendor").rglob("*")
        if path.is_file() and path.suffix in {".css", ".js", ".woff2"}
    }
    assert found == carried()


def test_axe_is_as_published():
    axe = ROOT / "tests/browser/axe.min.js"
    assert hashlib.sha256(axe.read_bytes()).hexdigest() in (ROOT / "tests/browser/README.md").read_text()


@pytest.mark.parametrize("path", OURS, ids=short)
def test_nothing_is_fetched_from_outside(path):
    text = re.sub(r"https?://www\.w3\.org/\S+", "", path.read_text())
    assert re.findall(r"""(?:https?:)?//[\w-]+\.[\w.]+/?""", re.sub(r"{#.*?#}", "", text)) == []


@pytest.mark.parametrize("name", [name for name in carried() if not name.endswith("woff2")])
def test_carried_styles_and_scripts_fetch_nothing_either(name):
    text = (STATIC / "vendor" / name).read_text()
    assert re.findall(r"@import|url\(\s*['\"]?(?:https?:)?//|sourceMappingURL", text) == []


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_pages_have_no_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"hx-on|javascript:", text)
    for tag in re.findall(r"<script[^>]*>", text):
        assert " src=" in tag or 'type="application/json"' in tag, tag


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_no_act_is_sent_by_htmx(path):
    """It draws or keeps parts of a page only: the key of a form is not asked of it (views/once.py)."""
    assert re.findall(r"<form[^>]*\bhx-(?:post|put|patch|delete)\b", path.read_text()) == []


@pytest.fixture(scope="module")
def drawings():
    return set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_every_drawing_named_on_a_page_exists(path, drawings):
    text = path.read_text()
    named = set(re.findall(r"""{% icon ["']([^"']+)["']""", text)) | set(
        re.findall(r"""\{% include [^%]*\bicon="([^"]+)""", text)
    )
    named |= set(re.findall(r"""\bicon\|default:["']([^"']+)["']""", text))
    assert named <= drawings


def test_every_drawing_named_in_the_code_exists(drawings):
    named = {mark.icon for mark in MARKS.values()}
    for app in ("cadres", "tasks_app"):
        for path in (ROOT / app).rglob("*.py"):
            named |= set(re.findall(r"""["']?\bicon["']?\s*[:=]\s*["']([a-z0-9-]+)["']""", path.read_text()))
    assert named <= drawings


def test_the_colours_of_every_mark_are_in_the_stylesheet():
    css = (STATIC / "app.css").read_text()
    for mark in MARKS.values():
        first = mark.css.split()[0]
        for prefix in ("tt", "m", "f"):
            assert f".{prefix}-{first}" in css, f".{prefix}-{first}"


def test_the_vietnamese_of_the_libraries_is_compiled():
    folder = ROOT / "locale/vi/LC_MESSAGES"
    with open(folder / "django.mo", "rb") as compiled:
        catalog = gettext.GNUTranslations(compiled)._catalog
    text = (folder / "django.po").read_text()
    singles = re.findall(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n)+)', text, re.MULTILINE)

    def joined(lines):
        return "".join(line[1:-1] for line in lines.strip().split("\n"))

    pairs = {joined(a): joined(b) for a, b in singles if joined(a)}
    assert len(pairs) > 50
    assert {a: catalog.get(a) or catalog.get(f"field label\x04{a}") for a in pairs} == pairs


FIRST_WORDS = {"404.html", "403.html", "500.html", "400.html", "403_csrf.html", "405.html", "429.html"}


@pytest.mark.parametrize("name", sorted(FIRST_WORDS))
def test_a_failure_page_stands_without_a_request_and_without_the_database(name):
    from django.template.loader import get_template

    html = get_template(name).render()
    assert "<h1>" in html and "app.css" in html
    assert 'href="/"' in html
