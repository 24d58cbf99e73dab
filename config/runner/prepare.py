"""Is the database ready to be worked with? Migrated as its owner, filled with the demo when empty."""

import hashlib
import time
from pathlib import Path

from config.runner import environment, say
from config.runner.locks import alone
from config.runner.processes import quietly
from config.runner.say import Stop
from config.runner.services import DEMO_DATABASE, Services, drop_databases, is_empty, make_database


def has_command(root: Path, name: str) -> bool:
    """Whether one of our apps brings this management command."""
    return any(root.glob(f"*/management/commands/{name}.py"))


def migrations_digest(root: Path) -> str:
    """A digest over every migration of ours and over the lock (migrations of libraries)."""
    digest = hashlib.sha256((root / "requirements.lock").read_bytes())
    for path in sorted(root.glob("*/migrations/*.py")):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


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


def test_template(found: Services) -> str:
    """A migrated, empty database that test databases are copied from, kept until a migration changes; "" without one."""
    from psycopg2 import sql

    if not found.embedded:
        return ""
    places = found.places
    prefix = f"tpl_{places.id[:4]}_"
    name = prefix + migrations_digest(places.root)[:16]
    with alone(places.data / "template.lock", lambda: say.step("Một lệnh ./run test khác đang chuẩn bị…")):
        with found.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [prefix + "%"])
            known = {row[0] for row in cursor.fetchall()}
            if name in known:
                return name
            for old in known:
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(old)))
        say.step("Chuẩn bị cơ sở dữ liệu mẫu cho kiểm thử…")
        draft = f"new_{name}"
        drop_databases(found, [draft])
        make_database(found, draft)
        try:
            command = [places.python, "manage.py", "migrate", "--no-input", "-v", "0"]
            quietly(command, environment.testing(found, draft), places.root, "", "")
        except Stop:  # pytest will meet the same error, and show it whole
            drop_databases(found, [draft])
            return ""
        with found.cursor() as cursor:
            cursor.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name))
            )
    return name


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
