"""Prints the table of transitions and its diagram for docs/architecture.md; with --write puts them there."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from tasks_app.models import Task
from tasks_app.workflow import TRANSITIONS

BEGIN, END = "<!-- from workflow.TRANSITIONS by life_of_a_task -->", "<!-- end of life_of_a_task -->"
PAGE = Path("docs") / "architecture.md"


class Command(BaseCommand):
    help = "In bảng chuyển trạng thái và sơ đồ của việc, từ workflow.TRANSITIONS; --write ghi vào docs/architecture.md"

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true")

    def handle(self, *, write, **options):
        if not write:
            self.stdout.write(drawn())
            return
        page = settings.BASE_DIR / PAGE
        before, rest = page.read_text().split(BEGIN)
        page.write_text(f"{before}{BEGIN}\n{drawn()}{rest[rest.index(END) :]}")


def drawn():
    """The diagram and the table in Markdown, as they stand between the two marks of the page."""
    return f"```mermaid\n{diagram()}\n```\n\n{table()}\n"


def diagram():
    lines = [
        "stateDiagram-v2",
        *(f'    state "{s.label}" as {s.value}' for s in Task.Status),
        "    [*] --> draft",
    ]
    for t in TRANSITIONS.values():
        lines += [f"    {source.value} --> {t.target.value}: {t.name}" for source in t.sources]
    return "\n".join(lines)


def table():
    rows = [
        "| Arrow | On the button | From | To | Open to | Reason | Document |",
        "|---|---|---|---|---|---|---|",
    ]
    for t in TRANSITIONS.values():
        sources = ", ".join(str(source.label) for source in t.sources)
        asked = " | ".join("required" if needed else "–" for needed in (t.needs_reason, t.needs_document))
        rows.append(
            f"| `{t.name}` | {t.label} | {sources} | {t.target.label} | `{t.allowed.__name__}` | {asked} |"
        )
    return "\n".join(rows)
