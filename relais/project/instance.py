"""This instance, as the backups see it."""

from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from relais import __version__
from relais.foundation.backups.archive import Instance
from relais.foundation.backups.postgres import PostgresStore
from relais.foundation.backups.stores import SqliteStore, Store


def _store() -> Store:
    entry = settings.DATABASES["default"]
    if entry["ENGINE"] == "django.db.backends.sqlite3":
        return SqliteStore(Path(entry["NAME"]))
    return PostgresStore(str(entry["NAME"]), entry)


def this_instance() -> Instance:
    """The database, the data folder and the migrations of the program that runs."""
    known = frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    return Instance(_store(), settings.DATA_DIR, __version__, known, release=connections.close_all, local_rights=settings.LOCAL_RIGHTS)
