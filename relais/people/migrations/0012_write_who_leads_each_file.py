"""Apart from the table it fills: PostgreSQL changes no table that has rows to check."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def write_leads(apps, schema_editor):
    """The référent of each file, from its assignments."""
    File, Assignment = apps.get_model("people", "File"), apps.get_model("people", "Assignment")
    lead = Assignment.objects.filter(file_id=OuterRef("pk"), part="referent", ends_at=None)
    File.objects.update(lead_id=Subquery(lead.values("member_id")[:1]))


class Migration(migrations.Migration):
    dependencies = [("people", "0011_who_leads_a_file")]
    operations = [migrations.RunPython(write_leads, migrations.RunPython.noop)]
