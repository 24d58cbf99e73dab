"""Is the database ready to be worked with? Migrated as its owner, filled with the demo when empty."""

import hashlib
import json
import time
from pathlib import Path

from config.runner import environment, say
from config.runner.locks import alone
from config.runner.postgres import OWNER
from config.runner.processes import quietly
from config.runner.say import Stop
from config.runner.services import DEMO_DATABASE, Services, drop_databases, is_empty, make_database


def has_command(root: Path, name: str) -> bool:
    """Whether one of our apps brings this management command."""
    return any(root.glob(f"*/management/commands/{name}.py"))


def migration_files(root: Path) -> dict[str, str]:
    """{file: digest} of every migration of ours and of the lock (migrations of libraries)."""
    files = [root / "requirements.lock", *sorted(root.glob("*/migrations/*.py"))]
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def migrations_digest(root: Path) -> str:
    return hashlib.sha256(json.dumps(migration_files(root)).encode()).hexdigest()


def prepare(found: Services, *, migrate: bool = True, demo: bool = True) -> dict[str, str]:
    """Make, migrate and fill the working database as far as needed; the owner's environment."""
    places = found.places
    env = environment.served(found, found.owner_url)
    with alone(
        places.data / "prepare.lock",
        lambda: say.step("Một lệnh ./run khác đang chuẩn bị dữ liệu, chờ một lát…"),
    ):
        made = make_database(found, DEMO_DATABASE)
        if migrate:
            _migrate(found, env, made)
        if demo and env["DEMO"] == "1" and is_empty(found, DEMO_DATABASE):
            _load_demo(found, env)
    return env


def _migrate(found: Services, env: dict[str, str], made: bool) -> None:
    mark = found.places.data / "migrated"
    digest = migrations_digest(found.places.root)
    if found.embedded and not made and mark.exists() and mark.read_text() == digest:
        return
    say.step("Cập nhật cấu trúc cơ sở dữ liệu…")
    mark.unlink(missing_ok=True)
    quietly(
        [found.places.python, "manage.py", "migrate", "--no-input", "-v", "0"],
        env,
        found.places.root,
        "Không cập nhật được cấu trúc cơ sở dữ liệu. Nếu đây là bản minh họa, có thể làm lại từ đầu: ./run start --reset",
        "The migrations failed. On the demo, start afresh with: ./run start --reset",
    )
    if found.embedded:
        mark.write_text(digest)


# So many templates are kept: the newest migrated ones of this clone, from which the next can grow.
KEPT_TEMPLATES = 4


def test_template(found: Services) -> str:
    """A migrated, empty database that test databases are copied from, kept until a migration changes; "" without one."""
    if not found.embedded:
        return ""
    places = found.places
    prefix = f"tpl_{places.id[:4]}_"
    name = prefix + migrations_digest(places.root)[:16]
    with alone(places.data / "template.lock", lambda: say.step("Một lệnh ./run test khác đang chuẩn bị…")):
        known = _known_templates(found, prefix)
        if name in known:
            return name
        say.step("Chuẩn bị cơ sở dữ liệu mẫu cho kiểm thử…")
        draft = f"new_{name}"
        drop_databases(found, [draft])
        _draft_template(found, draft, known)
        try:
            command = [places.python, "manage.py", "migrate", "--no-input", "-v", "0"]
            quietly(command, environment.testing(found, draft), places.root, "", "")
        except Stop:  # pytest will meet the same error, and show it whole
            drop_databases(found, [draft])
            return ""
        _template_file(found, name).write_text(json.dumps(migration_files(places.root)))
        _rename(found, draft, name)
        by_age = sorted(known, key=lambda old: _template_file(found, old).stat().st_mtime, reverse=True)
        drop_databases(found, by_age[KEPT_TEMPLATES - 1 :])
    return name


def _known_templates(found: Services, prefix: str) -> list[str]:
    """Templates of this clone whose migrations are on record; what is left of others is dropped."""
    with found.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [prefix + "%"])
        known = [row[0] for row in cursor.fetchall()]
    drop_databases(found, [old for old in known if not _template_file(found, old).exists()])
    return [old for old in known if _template_file(found, old).exists()]


def _draft_template(found: Services, draft: str, known: list[str]) -> None:
    """Grow from the fullest template whose migrations all still stand unchanged: only the new ones have to run."""
    now = migration_files(found.places.root).items()
    records = {old: json.loads(_template_file(found, old).read_text()).items() for old in known}
    fitting = [old for old, record in records.items() if record <= now]
    if fitting:
        from psycopg2 import sql

        # Owned like the one it grows from: only its owner may copy it for the tests.
        names = map(sql.Identifier, (draft, max(fitting, key=lambda old: len(records[old])), OWNER))
        with found.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(*names))
    else:
        make_database(found, draft)


def _rename(found: Services, draft: str, name: str) -> None:
    from psycopg2 import sql

    with found.cursor() as cursor:
        cursor.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name))
        )


def _template_file(found: Services, name: str) -> Path:
    return found.places.data / f"{name}.json"


def forget_migrated(found: Services) -> None:
    """The next run looks at the migrations again."""
    (found.places.data / "migrated").unlink(missing_ok=True)


def _load_demo(found: Services, env: dict[str, str]) -> None:
    if not has_command(found.places.root, "load_demo"):
        say.step("Chưa có lệnh load_demo: bỏ qua dữ liệu minh họa.")
        return
    say.step("Nạp dữ liệu minh họa (khoảng nửa phút)…")
    began = time.monotonic()
    quietly(
        [found.places.python, "manage.py", "load_demo"],
        env,
        found.places.root,
        "Không nạp được dữ liệu minh họa. Có thể làm lại từ đầu: ./run start --reset",
        "The demo data could not be loaded. Start afresh with: ./run start --reset",
    )
    say.step(f"Đã nạp dữ liệu minh họa trong {time.monotonic() - began:.0f} giây.")
