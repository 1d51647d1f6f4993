"""The town of the demonstration, as each journey finds it: built once for a day by each process, then copied back."""

import copy
import sqlite3
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from relais.demo.services import build
from relais.foundation.access import operator
from tests.factories.accounts import PASSWORD

#: by day: the tables and the papers, as the services left them.
_kept: dict[date, tuple[sqlite3.Connection, object]] = {}


def inhabit() -> None:
    """The demonstration of today, in the empty database of a journey."""
    day = timezone.localdate()
    if connection.vendor == "sqlite" and day in _kept:
        tables, papers = _kept[day]
        tables.backup(connection.connection)
        default_storage._root = copy.deepcopy(papers)
        ContentType.objects.clear_cache()
        return
    build(actor=operator("relais demo"), password=PASSWORD, now=timezone.now())
    if connection.vendor == "sqlite":
        tables = sqlite3.connect(":memory:")
        connection.connection.backup(tables)
        _kept[day] = tables, copy.deepcopy(default_storage._root)
