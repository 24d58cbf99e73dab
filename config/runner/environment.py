"""Which environment do the settings read? One place that builds it for the demo, the tests and the checks."""

import os
from pathlib import Path

from config.runner.places import Places, demo_password, secret
from config.runner.services import Services, tools


def base(places: Places) -> dict[str, str]:
    """The user's environment without what would confuse our Python, with what every process of ours needs."""
    env = {
        key: value
        for key, value in os.environ.items()
        if key not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "DATABASE_APP_URL"}
    }
    env.setdefault("SECRET_KEY", secret(places, "django", 64))
    env.setdefault("EVIDENCE_ROOT", str(places.evidence))
    env.setdefault("STATIC_ROOT", str(places.static))
    env.setdefault("OUTBOX", str(places.outbox))
    env.setdefault("DEMO_PASSWORD", demo_password(places))
    env |= {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    return env


def served(found: Services, database_url: str, port: int = 8000) -> dict[str, str]:
    """For web, workers and commands on the demo or on the database that DATABASE_URL names."""
    env = base(found.places)
    found.places.evidence.mkdir(mode=0o700, parents=True, exist_ok=True)
    env.setdefault("SITE_URL", f"http://localhost:{port}")
    env.setdefault("DEMO", "1")
    env |= {"DATABASE_URL": database_url, "REDIS_URL": found.redis_url, "PATH": tools(found)}
    env.setdefault("KEY_PREFIX", f"dotpha-{found.places.id}")
    return env


def testing(found: Services, database: str) -> dict[str, str]:
    """For pytest: Django makes and drops databases named after `database`; nothing of the demo is in reach."""
    env = {
        key: value for key, value in base(found.places).items() if not key.startswith(("EMAIL_", "DJANGO_"))
    }
    folder = Path("/tmp") if os.access("/tmp", os.W_OK) else found.places.state
    return env | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": found.url(database),
        "REDIS_URL": found.redis_url,
        "KEY_PREFIX": database,
        "TESTING": "1",
        "DEBUG": "0",
        "DEMO": "0",
        "SITE_URL": "http://localhost:8000",
        "SECRET_KEY": "only-for-tests-" + "0123456789abcdef" * 4,
        "EVIDENCE_ROOT": str(folder / f"{database}-evidence"),
        "OUTBOX": str(folder / f"{database}-outbox"),
        "PATH": tools(found),
    }


def like_production(places: Places) -> dict[str, str]:
    """For `manage.py check --deploy`: what a real installation sets; nothing is connected to."""
    return base(places) | {
        "DATABASE_URL": "postgresql://checker@/nowhere?host=/nowhere",
        "REDIS_URL": "redis://localhost:6379/0",
        "SITE_URL": "https://dotpha.example.vn",
        "SECRET_KEY": "only-for-the-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        "DEBUG": "0",
        "DEMO": "0",
    }
