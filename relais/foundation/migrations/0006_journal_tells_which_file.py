"""What a line is about beside its subject, so that reading a note is told under its file; the trigger watches the new column too."""

from django.db import migrations, models

SAME = (
    "id version token chain organisation_id at actor_id role operator action purpose subject about_id key_id previous seal".split()
)
SQLITE = f"""
CREATE TRIGGER journal_is_append_only BEFORE UPDATE ON foundation_journalentry
WHEN OLD.number IS NOT NULL OR NEW.number IS NULL OR {" OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in SAME)}
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
"""
POSTGRESQL = f"""
CREATE TRIGGER journal_is_append_only BEFORE UPDATE ON foundation_journalentry
FOR EACH ROW WHEN (
  OLD.number IS NOT NULL OR NEW.number IS NULL OR {" OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in SAME)}
) EXECUTE FUNCTION journal_is_append_only()
"""


def lift(apps, schema_editor):
    """The trigger is put back last."""
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON foundation_journalentry"
    schema_editor.execute(f"DROP TRIGGER IF EXISTS journal_is_append_only{on}")


def forbid(apps, schema_editor):
    """A line changes once: when its batch gives it a number."""
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_drafts")]

    operations = [
        migrations.RunPython(lift, migrations.RunPython.noop),
        migrations.AddField(model_name="journalentry", name="about_id", field=models.UUIDField(null=True)),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(fields=["about_id"], condition=models.Q(about_id__isnull=False), name="journal_about"),
        ),
        migrations.RunPython(forbid, lift),
    ]
