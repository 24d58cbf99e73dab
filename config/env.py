"""What does the environment say? A missing or wrong value stops the start with a sentence that says what to set."""

import os
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def required(name: str, meaning: str) -> str:
    """The value of a variable that must be set."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"Thiếu biến môi trường {name} ({meaning}). Xem README, hoặc dùng ./run. / The environment variable {name} is not set."
        )
    return value


def flag(name: str) -> bool:
    """Whether a variable is 1, true, yes or on."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()] or default


def database(url: str) -> dict:
    """Django's settings of postgresql://user:password@host:port/name?option=value; a socket's folder may be ?host=."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL phải có dạng postgresql://tài-khoản:mật-khẩu@máy-chủ:5432/tên. / DATABASE_URL must name a PostgreSQL database."
        )
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": options.pop("port", None) or str(parts.port or ""),
        "OPTIONS": options,
    }


def celery_broker(url: str) -> str:
    """The same Redis in Celery's words: a socket is redis+socket:// there and unix:// everywhere else."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    db = parse_qs(parts.query).get("db", ["0"])[-1]
    return f"redis+socket://{parts.path}?virtual_host={db}"


def mail(url: str) -> dict[str, object]:
    """Django's mail settings of smtp://user:password@host:587 (STARTTLS), smtps://… (TLS), smtp://…?tls=0 (neither)."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL phải có dạng smtp://tài-khoản:mật-khẩu@máy-chủ:587 hoặc smtps://…:465. / EMAIL_URL must be smtp:// or smtps://."
        )
    tls = parse_qs(parts.query).get("tls", ["1"])[-1] == "1"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and tls,
        "EMAIL_TIMEOUT": 20,
    }


def clamd(url: str) -> str:
    """Where a virus scanner listens: tcp://host:port or unix:///path; nothing where there is none."""
    parts = urlsplit(url)
    if url and not (parts.scheme == "tcp" and parts.hostname or parts.scheme == "unix" and parts.path):
        raise ImproperlyConfigured(
            "CLAMD_URL phải có dạng unix:///đường/dẫn hoặc tcp://máy-chủ:3310. / CLAMD_URL must be unix:// or tcp://."
        )
    return url


def is_secure(site_url: str) -> bool:
    """Whether the site is reached by https; plain http is for this very machine only."""
    parts = urlsplit(site_url)
    if parts.scheme == "https" and parts.hostname:
        return True
    if parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}:
        return False
    raise ImproperlyConfigured(
        f"SITE_URL={site_url} không dùng được: ngoài localhost phải là https://. / SITE_URL must be https:// unless it is localhost."
    )
