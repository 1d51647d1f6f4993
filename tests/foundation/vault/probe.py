"""A table with sealed columns that belongs to no room: made for a test, outside the registry of the application."""

import uuid

from django.db import connection, models
from django.test.utils import isolate_apps

from relais.foundation.vault.fields import SealedBytes, SealedText

with isolate_apps("relais.foundation"):

    class Note(models.Model):  # noqa: DJ008  # never shown
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        organisation_id = models.UUIDField()
        text = SealedText(level="N3")
        other = SealedText()
        paper = SealedBytes()

        class Meta:
            app_label = "foundation"
            db_table = "probe_note"


def make_table() -> None:
    kind, blob = ("char(32)", "BLOB") if connection.vendor == "sqlite" else ("uuid", "bytea")
    with connection.cursor() as cursor:
        columns = ", ".join(f"{name} {blob} NOT NULL" for name in ("text", "other", "paper"))
        cursor.execute(f"CREATE TABLE probe_note (id {kind} PRIMARY KEY, organisation_id {kind} NOT NULL, {columns})")


def raw(note: Note, column: str = "text") -> bytes:
    """What the database holds."""
    with connection.cursor() as cursor:
        key = note.pk.hex if connection.vendor == "sqlite" else note.pk
        cursor.execute(f"SELECT {column} FROM probe_note WHERE id = %s", [key])
        return bytes(cursor.fetchone()[0])


def put(note: Note, blob: bytes, column: str = "text") -> None:
    """Write in the column behind the back of the application."""
    with connection.cursor() as cursor:
        key = note.pk.hex if connection.vendor == "sqlite" else note.pk
        cursor.execute(f"UPDATE probe_note SET {column} = %s WHERE id = %s", [blob, key])
