"""Settings of an instance in service, behind a reverse proxy that ends TLS; ``relais doctor`` says what is missing."""

from relais.project import env, keys
from relais.project.settings.base import *  # noqa: F403  # the base of every environment
from relais.project.settings.base import DATA_DIR, DATABASES

ENVIRONMENT = "prod"
#: the demonstration is refused in service unless somebody asks for it in so many words.
DEMO_ALLOWED = env.flag("RELAIS_DEMO", default=False)
HTTPS = env.flag("RELAIS_HTTPS", default=True)

SECRET_KEY, *SECRET_KEY_FALLBACKS = keys.read(DATA_DIR / "keys", keys.SIGNING)
DATA_KEYS = keys.read(DATA_DIR / "keys", keys.DATA)
MASTER_KEYS_FILE = DATA_DIR / "keys" / keys.MASTER
MASTER_KEYS = keys.read(DATA_DIR / "keys", keys.MASTER)

SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:
    # the prefix makes browsers refuse these cookies without TLS or from a neighbour sub-domain
    SESSION_COOKIE_NAME = "__Host-relais"
    CSRF_COOKIE_NAME = "__Host-relais-csrf"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    # the supervisor and the proxy's probe speak plain HTTP on the loop
    SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("RELAIS_HSTS_SUBDOMAINS", default=False)
TRUSTED_PROXIES = env.number("RELAIS_PROXIES", 1)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in env.words("RELAIS_HOSTS", ()) if not host.startswith((".", "*"))]

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": env.number("RELAIS_DATABASE_CONNECTIONS", 10)}}
