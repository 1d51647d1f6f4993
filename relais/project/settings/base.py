"""Settings shared by every way of running Relais; each knob is documented in docs/operating/settings.md."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from relais.project import env

ROOT = Path(__file__).resolve().parents[3]
#: everything an instance writes: database, keys, engine cache, backups.
DATA_DIR = env.path("RELAIS_DATA", ROOT / "var")

DEBUG = False
ALLOWED_HOSTS = env.words("RELAIS_HOSTS", ("127.0.0.1", "localhost"))
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parents[2] / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True
ROOT_URLCONF = "relais.project.urls"
WSGI_APPLICATION = "relais.project.wsgi.application"
AUTH_USER_MODEL = "accounts.Member"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "relais.ui.forms.Renderer"
#: a component sees what it is given, and nothing of the page around it.
COTTON_ISOLATE_BY_DEFAULT = True
CSRF_FAILURE_VIEW = "relais.shell.web.errors.csrf_failure"
#: where anyone may read the source of what runs here (AGPL, section 13); empty: the page says whom to ask.
SOURCE_URL = env.text("RELAIS_SOURCE_URL")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    "relais.foundation",
    "relais.ui",
    "relais.accounts",
    "relais.screening",
    "relais.shell",
    "relais.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "relais.ui.templatetags.relais_ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "relais.shell.frame.frame",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """``sqlite:///path`` or ``postgres://user:password@host:port/name`` (``?host=/socket/dir``) → one DATABASES entry."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path or ":memory:",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        socket = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair).get("host", "")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(socket) or parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    raise env.BadSettingError("RELAIS_DATABASE", "écrivez sqlite:///chemin ou postgres://…")


DATABASES = {"default": database(env.text("RELAIS_DATABASE", f"sqlite://{DATA_DIR}/relais.sqlite3"))}

STATIC_URL = "static/"
STATIC_ROOT = env.path("RELAIS_STATIC", DATA_DIR / "static")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024

CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
