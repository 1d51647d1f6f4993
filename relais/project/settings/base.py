"""Settings shared by every way of running Relais; each knob is documented in docs/operating/settings.md."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from relais.project import env

ROOT = env.ROOT
#: everything an instance writes: database, keys, engine cache, backups.
DATA_DIR = env.data_dir()

DEBUG = False
ALLOWED_HOSTS = env.words("RELAIS_HOSTS", ("127.0.0.1", "localhost"))
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
#: the pages, then the data files of each room (docs/adr/0014)
LOCALE_PATHS = [Path(__file__).resolve().parents[2] / room / "locale" for room in ("", "law", "shell", "demo")]
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
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "ninja",
    "axes",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
    "relais.foundation",
    "relais.ui",
    "django.forms",  # after: its list to choose from is written anew there
    "relais.accounts",
    "relais.people",
    "relais.casework",
    "relais.screening",
    "relais.mandates",
    "relais.aids",
    "relais.procedures",
    "relais.observatory",
    "relais.reporting",
    "relais.domiciliation",
    "relais.administration",
    "relais.exchange",
    "relais.reception",
    "relais.shell",
    "relais.demo",
    "relais.project",
]

MIDDLEWARE = [
    "relais.foundation.logs.RequestLog",
    # above the check of the host's name, so that its refusal too carries them
    "relais.foundation.headers.Closed",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # a page travels in a tenth of its size; Django pads it at random (BREACH) and masks its CSRF token
    "django.middleware.gzip.GZipMiddleware",
    "relais.foundation.guard.ReadsNeverWrite",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "relais.foundation.uploads.FilesWhereAsked",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "relais.accounts.web.gate.SessionsEnd",
    "relais.accounts.web.gate.ActorGate",
    "relais.accounts.web.waiting.TextsWait",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "relais.shell.web.errors.MethodsHavePages",
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
                "django.templatetags.l10n",
                "django.templatetags.static",
                "relais.ui.templatetags.relais_ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "relais.shell.frame.frame",
                "relais.accounts.web.context.instance",
            ],
        },
    }
]


#: what PostgreSQL supposes of a machine of today: a page read anywhere costs little more than the next one, and a question of a few
#: milliseconds is not worth compiling.
_PLANNING = "-c random_page_cost=1.1 -c jit=off"


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
            "OPTIONS": {"options": _PLANNING},
        }
    raise env.BadSettingError("RELAIS_DATABASE", "écrivez sqlite:///chemin ou postgres://…")


DATABASES = {"default": database(env.text("RELAIS_DATABASE", f"sqlite://{DATA_DIR}/relais.sqlite3"))}

STATIC_URL = "static/"
STATIC_ROOT = env.static_dir()

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
FILE_UPLOAD_HANDLERS = ["relais.foundation.uploads.NoFile"]

CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# brotli on the maps of a library's scripts took most of the time of collectstatic, for files that no page loads
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["br", "gif", "gz", "jpg", "jpeg", "map", "mo", "png", "webp", "woff", "woff2", "zip"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

#: folder of the local rights of this instance's structures, one YAML file a right (docs/using/droits-locaux.md).
LOCAL_RIGHTS = env.path("RELAIS_LOCAL_RIGHTS", DATA_DIR / "droits-locaux")
#: folder of the sheets of procedures that structures add or correct (docs/using/demarches-locales.md).
LOCAL_SHEETS = env.path("RELAIS_LOCAL_SHEETS", DATA_DIR / "demarches-locales")
#: folder of the letters that structures add or correct, one file a letter (docs/areas/letters.md).
LOCAL_LETTERS = env.path("RELAIS_LOCAL_LETTERS", DATA_DIR / "courriers-locaux")
#: folder of the types of letters received that structures add or correct (docs/using/courriers-recus.md).
LOCAL_MAIL = env.path("RELAIS_LOCAL_MAIL", DATA_DIR / "courriers-recus-locaux")
#: folder of the words that judge, that structures add, change or remove (docs/using/mots-qui-jugent.md).
LOCAL_WORDS = env.path("RELAIS_LOCAL_WORDS", DATA_DIR / "mots-locaux")
#: socket of clamd, host:port of clamd, or path of clamscan; empty: no antivirus looks at the documents (foundation/antivirus.py).
CLAMAV = env.text("RELAIS_CLAMAV")
#: which settings are in force (dev, prod, test), whether the demonstration may be installed, and the keys that seal data.
ENVIRONMENT = ""
DEMO_ALLOWED = False
DATA_KEYS: list[str] = []
#: wraps the data keys of organisations, newest first; the file is read again when a key is not among these.
MASTER_KEYS: list[str] = []
MASTER_KEYS_FILE: Path | None = None
#: counters of the rate limits, outside the database; None keeps them in one process.
LIMITS_FILE: Path | None = DATA_DIR / "limits.bin"
#: how many proxies of ours stand in front: so many addresses are believed in X-Forwarded-For, from the right.
TRUSTED_PROXIES = env.number("RELAIS_PROXIES", 0)

LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "day"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
#: a session is locked when nothing was asked for a quarter of an hour; it ends with the browser, twelve hours after sign-in, or after
#: an hour of nothing.
SESSION_ENGINE = "relais.accounts.session_store"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_LOCK_SECONDS = env.number("RELAIS_LOCK_MINUTES", 15) * 60
SESSION_IDLE_SECONDS = env.number("RELAIS_IDLE_MINUTES", 60) * 60
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "relais.accounts.backends.MemberBackend"]
# memory-hard (CNIL 2022-100, OWASP); the others read what former versions wrote, hashed anew at the next sign-in
PASSWORD_HASHERS = [
    "relais.accounts.hashing.Argon2id",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "relais.accounts.passwords.StrongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["identifier", "email", "display_name"]},
    },
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "identifier"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
# attempts are counted by axes (in the database, for the lock of one account) and by our own limits (outside it)
ACCOUNT_RATE_LIMITS = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# the name our sign-in view gives to ``authenticate``: with another one, nobody is ever locked
AXES_USERNAME_FORM_FIELD = "username"
AXES_CLIENT_IP_CALLABLE = "relais.foundation.client.address_of"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# the sign-in page itself says that it is locked: the middleware would replace it by a bare text
SILENCED_SYSTEM_CHECKS = ["axes.W002"]
#: sign-in by an OpenID Connect provider (docs/operating/proconnect.md); no issuer: by password only.
OIDC_ISSUER = env.text("RELAIS_OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("RELAIS_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.text("RELAIS_OIDC_CLIENT_SECRET")
OIDC_NAME = env.text("RELAIS_OIDC_NAME", "ProConnect")
OIDC_SCOPES = env.text("RELAIS_OIDC_SCOPES", "openid")
#: levels of the provider that prove a second factor; with any other, Relais asks its own.
OIDC_STRONG = env.words("RELAIS_OIDC_STRONG", ("eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3"))
#: TLS in front of Relais; only ``prod`` may say so.
HTTPS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "relais.foundation.logs.JsonLines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        # the request log already has one line for each answer
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # its ordinary comings and goings are told as warnings
        "django_tasks_db": {"handlers": [], "level": "ERROR", "propagate": True},
        "relais": {"handlers": [], "level": env.text("RELAIS_LOG_LEVEL", "INFO").upper(), "propagate": True},
    },
}

#: archives of organisations that wait for their download, encrypted, for a day; web and worker share it
EXPORTS_DIR = DATA_DIR / "exports"
