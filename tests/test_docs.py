"""Do the documents still say what the code does?"""

import re
from pathlib import Path

from django.apps import apps
from django.core.management import get_commands

from cadres.audit import HistoryRow
from cadres.models import Office
from config.runner.__main__ import GROUPS
from tasks_app.management.commands import life_of_a_task
from tasks_app.models import Mark, Result, Task
from tasks_app.workflow import TRANSITIONS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *DOCS.rglob("*.md")]


def diagram():
    return re.search(r"```mermaid\n(.*?)```", (DOCS / "architecture.md").read_text(), re.DOTALL)[1]


def test_the_diagram_draws_every_transition_and_no_other():
    drawn = set(re.findall(r"^\s*(\w+) --> (\w+): (\w+)$", diagram(), re.MULTILINE))
    assert drawn == {
        (source.value, t.target.value, t.name) for t in TRANSITIONS.values() for source in t.sources
    }


def test_the_diagram_names_every_state_in_its_own_words():
    assert dict(re.findall(r'^\s*state "(.+?)" as (\w+)$', diagram(), re.MULTILINE)) == {
        label: value for value, label in Task.Status.choices
    }


def test_the_page_holds_the_diagram_and_the_table_as_the_code_draws_them():
    """After a change that was meant: ./run manage life_of_a_task --write"""
    page = (DOCS / "architecture.md").read_text()
    assert (
        page.split(life_of_a_task.BEGIN)[1].split(life_of_a_task.END)[0].strip()
        == life_of_a_task.drawn().strip()
    )
    assert page.count("| `") >= len(TRANSITIONS)


def test_the_glossary_knows_every_model():
    text = (DOCS / "glossary.md").read_text()
    ours = [
        model
        for app in ("cadres", "tasks_app")
        for model in apps.get_app_config(app).get_models()
        if not issubclass(model, HistoryRow)
    ]
    assert [model.__name__ for model in ours if f"`{model.__name__}`" not in text] == []
    assert len(ours) > 30


def test_the_glossary_knows_every_word_that_pages_show_for_states_marks_roles_and_results():
    text = (DOCS / "glossary.md").read_text().lower()
    words = [*Task.Status, *Mark, *Office.Role, *Task.Origin, *Task.Nature, *Result]
    assert [str(word.label) for word in words if str(word.label).lower() not in text] == []


def test_every_decision_is_linked_numbered_once_and_has_its_four_parts():
    index = (DOCS / "adr" / "README.md").read_text()
    records = sorted(DOCS.glob("adr/[0-9]*.md"))
    assert [path.name for path in records if f"]({path.name})" not in index] == []
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        heads = re.findall(r"^## (.+)$", path.read_text(), re.MULTILINE)
        assert heads == ["Context", "Decision", "Consequences", "What would make us change it"], path.name


def test_links_between_documents_lead_somewhere():
    """Screenshots are left out: they are made from the running app, not written."""
    dead = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
            if "://" in target or "screens/" in target:
                continue
            if not (page.parent / target).exists():
                dead.append(f"{page.relative_to(ROOT)}: {target}")
    assert dead == []


def test_every_variable_that_the_settings_read_is_in_the_operations_table():
    text = (DOCS / "operations.md").read_text()
    source = (ROOT / "config" / "settings.py").read_text()
    read = set(
        re.findall(r'(?:env\.(?:required|flag|words)\(|environ\.get\(|environ\[)\s*"([A-Z_]+)"', source)
    )
    read -= {"TESTING", "PYTEST_XDIST_WORKER", "TEST_TEMPLATE"}  # set by ./run test only
    assert [name for name in sorted(read) if f"`{name}`" not in text] == []
    assert len(read) > 10


def test_every_command_that_the_documents_name_exists():
    text = "\n".join(page.read_text() for page in PAGES)
    assert set(re.findall(r"\./run ([a-z]+)", text)) <= set(GROUPS)
    named = set(re.findall(r"(?:\./run manage|manage\.py) ([a-z_]+)", text))
    assert named - set(get_commands()) == set()
    assert "figures" in named
