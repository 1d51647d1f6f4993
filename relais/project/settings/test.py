"""Stricter than life: see tests/conftest.py for what fails a test here and passes elsewhere."""

import base64
import os
import tempfile
from pathlib import Path

os.environ.setdefault("RELAIS_DATA", str(Path(tempfile.gettempdir()) / f"relais-tests-{os.getuid()}"))

from relais.project import env
from relais.project.settings.base import *  # noqa: F403
from relais.project.settings.base import STATIC_ROOT, database

ENVIRONMENT = "test"
SECRET_KEY = "tests-only-" + "x" * 50
DATA_KEYS = [f"0a0b0c0d:{base64.b64encode(bytes(range(32))).decode()}"]
MASTER_KEYS = [f"1a1b1c1d:{base64.b64encode(bytes(range(32, 64))).decode()}"]
LIMITS_FILE = None
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a missing folder, and a warning is a failure here
DATABASES = {"default": database(env.text("RELAIS_TEST_DATABASE", "sqlite://"))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# files are found where they are written: tests collect none
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
