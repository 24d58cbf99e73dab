"""What is this installation? Everything from the environment (./run sets it); a missing value stops the start."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = env.flag("TESTING")  # set by ./run test only
DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")  # "Dữ liệu minh họa" on every page, print and export
DEMO_PASSWORD = os.environ.get("DEMO_PASSWORD", "")

SECRET_KEY = env.required("SECRET_KEY", "khóa bí mật, ít nhất 50 ký tự ngẫu nhiên")
SITE_URL = env.required("SITE_URL", "địa chỉ người dùng mở, ví dụ https://dotpha.tinh.vn").rstrip("/")
SECURE = env.is_secure(SITE_URL)
_HOST = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [_HOST] if SECURE else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", [SITE_URL] if SECURE else [])

INSTALLED_APPS = [
    "cadres",
    "tasks_app",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "template_partials",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "config.logs.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tasks_app.views.expired.KeepTypedMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "cadres.middleware.PersonalPagesMiddleware",
    "cadres.middleware.ActorMiddleware",  # the request's one transaction, signed: hence no ATOMIC_REQUESTS
    "django.contrib.messages.middleware.MessageMiddleware",
    "tasks_app.views.once.OnceMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tasks_app.views.frame.page_frame",
            ],
        },
    }
]

# --- PostgreSQL: this process's own login (the application's for web and workers, the owner's for migrations)
DATABASES = {
    "default": env.database(env.required("DATABASE_URL", "cơ sở dữ liệu PostgreSQL"))
    | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
}
if TESTING:  # a crash may forget a test, never an act
    _options = DATABASES["default"]["OPTIONS"]
    _options["options"] = f"{_options.get('options', '')} -c synchronous_commit=off".strip()
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("TEST_TEMPLATE") or None}  # already migrated
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- Redis: cache and broker; neither holds anything that may not be lost
REDIS_URL = env.required("REDIS_URL", "Redis cho bộ nhớ đệm và hàng đợi")
KEY_PREFIX = os.environ.get("KEY_PREFIX", "dotpha")
if TESTING and "PYTEST_XDIST_WORKER" in os.environ:  # as Django does with the database
    KEY_PREFIX = f"{KEY_PREFIX}-{os.environ['PYTEST_XDIST_WORKER']}"
CACHES = {
    "default": {
        "BACKEND": "config.cache.TolerantRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": KEY_PREFIX,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}
if TESTING:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

CELERY_BROKER_URL = env.celery_broker(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": f"{KEY_PREFIX}:",
    "visibility_timeout": 180,  # seconds until an unfinished job is given to another worker: longer than any job
    "socket_connect_timeout": 2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False  # the sweeper finds what a dead broker did not hear
CELERY_TASK_TIME_LIMIT = 150
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"

# --- Accounts: personal, given by the administrator; allauth's limits are the only lock-out
AUTH_USER_MODEL = "cadres.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.login.ClosedSignUp"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are written by the administrator
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_RATE_LIMITS = {  # a whole office behind one address signs in at 07:30
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Đột phá"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_RECOVERY_CODES_SHOW_ONCE = True

# --- Safety of the pages
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],  # data: is the second factor's QR code
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SILENCED_SYSTEM_CHECKS = [
    "security.W021"
]  # the browsers' preload list is for the owner of the whole domain to join
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# cookies ignore the port: two installations on one localhost must not sign each other out
SESSION_COOKIE_NAME = "__Host-phien" if SECURE else f"phien-{KEY_PREFIX}"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else f"csrf-{KEY_PREFIX}"
# 2 MB of Vietnamese text is 6 MB as a browser encodes it: it is to be refused at its field, with what was typed kept.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000
# a list of a thousand tasks to be decided names each with its version
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Files: static ones carry their hash in the name; evidence lies outside and is served by a view only
STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("STATIC_ROOT", str(BASE_DIR / ".dotpha" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
EVIDENCE_ROOT = env.required("EVIDENCE_ROOT", "thư mục giữ tệp minh chứng, ngoài mã nguồn")
if TESTING:  # the storage is made once, when the models load: two xdist workers must not meet in one folder
    EVIDENCE_ROOT += "-" + os.environ.get("PYTEST_XDIST_WORKER", "main")
_PRIVATE_FILES = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": EVIDENCE_ROOT, "base_url": None, "file_permissions_mode": 0o600},
}
STORAGES = {
    "default": _PRIVATE_FILES,
    "evidence": _PRIVATE_FILES | {"BACKEND": "config.files.DurableStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if TESTING:
    WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

# --- E-mail: EMAIL_URL names a mail server; without one each letter lands in the outbox folder
OUTBOX = os.environ.get("OUTBOX", str(BASE_DIR / ".dotpha" / "outbox"))
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", f"Đột phá <khong-tra-loi@{_HOST}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = ""
EMAIL_BACKEND = "config.outbox.FolderBackend"
EMAIL_TIMEOUT = 20
RELAY_LOG = os.environ.get("RELAY_LOG", "")  # our own relay's log: what it has accepted isn't sent twice
# Until whoever took a letter and died is given up: longer than a mail server may be silent.
REMINDER_LEASE_SECONDS = int(os.environ.get("REMINDER_LEASE_SECONDS", "120"))
if os.environ.get("EMAIL_URL"):
    globals().update(env.mail(os.environ["EMAIL_URL"]))

CLAMD_URL = env.clamd(
    os.environ.get("CLAMD_URL", "")
)  # the office's virus scanner; none, and files are served unscanned

# --- Short messages: the office's own gateway for SMS or Zalo takes signed POSTs; none, and the channel isn't offered
WEBHOOK_URL = os.environ.get("WEBHOOK_URL", "")
WEBHOOK_SECRET = env.required("WEBHOOK_SECRET", "khóa ký tin nhắn") if WEBHOOK_URL else ""
WEBHOOK_ALLOW_PRIVATE = env.flag("WEBHOOK_ALLOW_PRIVATE")  # the gateway stands in the office's own network

# --- Vietnamese
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "locale"]  # allauth has no Vietnamese
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "config.logs.RequestIdFilter"}},
    "formatters": {
        "line": {
            "()": "config.logs.OneLine",
            "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["request"], "formatter": "line"},
    },
    "root": {"handlers": ["console"], "level": "WARNING" if TESTING else "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
