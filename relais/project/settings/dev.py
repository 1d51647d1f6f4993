"""Settings of ``make run``: a demonstration on one's own machine, never reachable from another one without saying so."""

from relais.project import env, keys
from relais.project.settings.base import *  # noqa: F403  # the base of every environment
from relais.project.settings.base import DATA_DIR, STORAGES

ENVIRONMENT = "dev"
DEMO_ALLOWED = True
DEBUG = env.flag("RELAIS_DEBUG", default=False)

SECRET_KEY, *SECRET_KEY_FALLBACKS = keys.read(DATA_DIR / "keys", keys.SIGNING)
DATA_KEYS = keys.read(DATA_DIR / "keys", keys.DATA)
MASTER_KEYS_FILE = DATA_DIR / "keys" / keys.MASTER
MASTER_KEYS = keys.read(DATA_DIR / "keys", keys.MASTER)

# served straight from the packages: no collectstatic before the first page
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
