"""What do ./run test, check, manage and bench do?"""

import os
import subprocess
import tomllib
from collections.abc import Sequence
from pathlib import Path

from config.runner import environment, say
from config.runner.places import Places
from config.runner.prepare import forget_migrated, prepare, test_template
from config.runner.processes import in_foreground
from config.runner.say import Stop
from config.runner.services import Services, make_app_login, make_database, scratch_name, services

# Options after which running on two processes would be in the way.
_ALONE = (
    "-k",
    "-m",
    "-n",
    "-s",
    "--lf",
    "--last-failed",
    "--ff",
    "--sw",
    "--pdb",
    "--trace",
    "--co",
    "--collect-only",
)
# Commands that read the code and no database.
_WITHOUT_SERVICES = {
    "help",
    "check",
    "version",
    "--version",
    "--help",
    "startapp",
    "diffsettings",
    "collectstatic",
}
_WITHOUT_SERVICES |= {"findstatic", "makemessages", "compilemessages"}
# Commands about the schema: they want the database as it is.
_WITHOUT_MIGRATING = {"makemigrations", "migrate", "showmigrations", "sqlmigrate", "squashmigrations"}
_WITHOUT_MIGRATING |= {"optimizemigration", "pgtrigger", "dbshell"}
_WITHOUT_DEMO = {"load_demo", "flush", "loaddata", "createsuperuser"}


def pytest_arguments(given: Sequence[str]) -> list[str]:
    """Two processes for the whole suite; what someone narrowed runs as asked."""
    narrowed = any(not word.startswith("-") or word.split("=")[0].startswith(_ALONE) for word in given)
    return list(given) if narrowed else ["-n", "2", "--dist", "loadscope", *given]


def test(places: Places, given: Sequence[str]) -> int:
    """pytest on a scratch database of its own."""
    with services(places) as found, scratch_name(found, "t") as database:
        env = environment.testing(found, database) | {"TEST_TEMPLATE": test_template(found)}
        command = [places.python, "-m", "pytest", *pytest_arguments(given)]
        try:
            return in_foreground(command, env, places.root)
        finally:
            for name in ("EVIDENCE_ROOT", "OUTBOX"):
                subprocess.run(["rm", "-rf", "--", env[name]], check=False)


def manage(places: Places, given: Sequence[str]) -> int:
    """One management command, as the owner of the database."""
    words = [word for word in given if word != "--no-demo"]
    name = words[0] if words else "help"
    command = [places.python, "manage.py", *(words or ["help"])]
    if name == "test":
        raise Stop("Hãy dùng ./run test.", "Use ./run test.")
    if name in _WITHOUT_SERVICES:
        return in_foreground(command, environment.like_production(places) | {"DEBUG": "1"}, places.root)
    with services(places, broker_needed=False) as found:
        demo = "--no-demo" not in given and name not in _WITHOUT_DEMO | _WITHOUT_MIGRATING
        env = prepare(found, migrate=name not in _WITHOUT_MIGRATING, demo=demo)
        try:
            return in_foreground(command, env, places.root)
        finally:
            if name == "migrate":
                forget_migrated(found)


def bench(places: Places, given: Sequence[str]) -> int:
    """bench/NAME.py on the demo; BENCH_DATABASE=scratch (dropped afterwards) or a name (kept) says otherwise."""
    known = sorted(
        path.stem for path in (places.root / "bench").glob("*.py") if not path.stem.startswith("_")
    )
    if not given or given[0] not in known:
        raise Stop(
            f"Cách dùng: ./run bench TÊN. Hiện có: {', '.join(known) or 'chưa có phép đo nào'}.",
            f"Usage: ./run bench NAME. There are: {', '.join(known) or 'none yet'}.",
        )
    where = os.environ.get("BENCH_DATABASE", "demo")
    script = str(places.root / "bench" / f"{given[0]}.py")
    with services(places) as found:
        if where == "demo":
            database, env = "dotpha", prepare(found)
            return in_foreground(
                [places.python, script, *given[1:]], _for_bench(found, env, database), places.root
            )
        with scratch_name(found, "b") as unique:
            database = unique if where == "scratch" else f"dotpha_bench_{where}"
            make_database(found, database)
            env = environment.served(found, found.url(database)) | {"KEY_PREFIX": database}
            migrated = in_foreground(
                [places.python, "manage.py", "migrate", "--no-input", "-v", "0"], env, places.root
            )
            if migrated != 0:
                return migrated
            return in_foreground(
                [places.python, script, *given[1:]], _for_bench(found, env, database), places.root
            )


def _for_bench(found: Services, env: dict[str, str], database: str) -> dict[str, str]:
    """The owner's environment with the application's address beside it, and the clone on the path."""
    return env | {
        "DATABASE_APP_URL": make_app_login(found, database),
        "PYTHONPATH": str(found.places.root),
    }


def check(places: Places, _given: Sequence[str]) -> int:
    """Every check of the code, all of them even when one fails."""
    env = environment.like_production(places)
    failed = [
        name for name, command in checks(places).items() if not _passes(name, command, env, places.root)
    ]
    if failed:
        say.line(f"\n✗ Chưa đạt: {', '.join(failed)}")
        return 1
    say.line("\n✓ Tất cả các phép kiểm tra đều đạt.")
    return 0


def checks(places: Places) -> dict[str, list[str]]:
    """The one definition of every check: its name and its command."""
    python = [places.python, "-m"]
    manage = [
        places.python,
        "-W",
        "ignore::RuntimeWarning",
        "manage.py",
    ]  # no database is asked for its history
    pages = [*places.root.glob("templates/**/*"), *places.root.glob("*/templates/**/*")]
    templates = sorted(
        str(path.relative_to(places.root)) for path in pages if path.suffix in {".html", ".txt"}
    )
    found = {
        "ruff check": [*python, "ruff", "check", "."],
        "ruff format": [*python, "ruff", "format", "--check", "."],
        "djade": [str(places.venv / "bin" / "djade"), "--check", "--target-version", "5.2", *templates],
        "import-linter": [
            places.python,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
        ],
        "mypy": [*python, "mypy", *typed(places.root)],
        "django check --deploy": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
        "makemigrations --check": [*manage, "makemigrations", "--check", "--dry-run"],
    }
    if not templates:
        del found["djade"]
    return found


def typed(root: Path) -> list[str]:
    """The pure modules that pyproject.toml lists for mypy."""
    names = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["dotpha"]["typed"]
    return [name for name in names if (root / name).exists()]


def _passes(name: str, command: list[str], env: dict[str, str], cwd: Path) -> bool:
    done = subprocess.run(command, env=env, cwd=cwd, text=True, capture_output=True, check=False)
    say.line(f"{'✓' if done.returncode == 0 else '✗'} {name}")
    if done.returncode != 0:
        say.line(say.tail(done.stdout + done.stderr, 60))
    return done.returncode == 0
