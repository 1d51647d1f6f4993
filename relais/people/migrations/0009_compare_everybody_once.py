"""Apart from the table it fills: PostgreSQL changes no table that has rows to check."""

from django.db import migrations


def ask(apps, schema_editor):
    """Persons recorded before this version are compared with one another too."""
    Person, ToCompare = apps.get_model("people", "Person"), apps.get_model("people", "ToCompare")
    known = Person.objects.order_by("pk").values_list("pk", flat=True)
    ToCompare.objects.bulk_create((ToCompare(person_id=pk) for pk in known.iterator()), ignore_conflicts=True, batch_size=2000)


class Migration(migrations.Migration):
    dependencies = [("people", "0008_doubles_and_merges")]
    operations = [migrations.RunPython(ask, migrations.RunPython.noop)]
