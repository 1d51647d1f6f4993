"""The empty database that a script fills through Django: SQLite in a file of its own, or the PostgreSQL that RELAIS_TEST_DATABASE names."""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def empty_database() -> Iterator[None]:
    """Django set up on a migrated and emptied database, silent, its data folder removed at the end.

    Not the whole environment of tests: it copies the context of each template, which no server does.
    """
    with tempfile.TemporaryDirectory() as data:
        os.environ |= {"RELAIS_DATA": data, "DJANGO_SETTINGS_MODULE": "relais.project.settings.test"}
        os.environ.setdefault("RELAIS_TEST_DATABASE", f"sqlite://{data}/benchmark.sqlite3")
        import django
        from django.conf import settings
        from django.core.management import call_command

        django.setup()
        settings.ALLOWED_HOSTS = ["testserver"]
        logging.disable()
        call_command("migrate", verbosity=0)
        call_command("flush", interactive=False, verbosity=0)
        yield


def analysed() -> None:
    """Let the database count what was just filled, as its own upkeep would."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
