"""The database itself refuses to change a line of the journal (SQLite and PostgreSQL)."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER journal_is_append_only BEFORE UPDATE ON foundation_journalentry
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER journal_is_append_only BEFORE UPDATE ON foundation_journalentry
FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()
"""


def forbid(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
    else:
        schema_editor.execute(POSTGRESQL_FUNCTION)
        schema_editor.execute(POSTGRESQL_TRIGGER)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER journal_is_append_only")
    else:
        schema_editor.execute("DROP TRIGGER journal_is_append_only ON foundation_journalentry")
        schema_editor.execute("DROP FUNCTION journal_is_append_only()")


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
