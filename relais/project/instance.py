"""This instance, as the backups see it."""

from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from relais import __version__
from relais.foundation.backups.archive import Instance
from relais.foundation.backups.local_folders import LocalFolder
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
    return Instance(_store(), settings.DATA_DIR, __version__, known, release=connections.close_all, folders=_folders())


def _folders() -> tuple[LocalFolder, ...]:
    """Where structures write by hand; the first name is the one that archives have always given to local rights."""
    return (
        LocalFolder("droits-locaux", settings.LOCAL_RIGHTS, ".yaml", "droit local", "droits locaux"),
        LocalFolder("demarches-locales", settings.LOCAL_SHEETS, ".yaml", "fiche locale", "fiches locales"),
        LocalFolder("courriers-locaux", settings.LOCAL_LETTERS, ".md", "courrier local", "courriers locaux"),
        LocalFolder("courriers-recus-locaux", settings.LOCAL_MAIL, ".yaml", "courrier reçu local", "courriers reçus locaux"),
        LocalFolder("mots-locaux", settings.LOCAL_WORDS, ".tsv", "liste de mots locale", "listes de mots locales"),
    )
