"""Apart from the tables it fills: PostgreSQL changes no table that has rows to check."""

from django.db import migrations


def write_the_index(apps, schema_editor):
    """Names recorded before this version are found too, and lists put in order."""
    from relais.kernel.names import folded, keys

    Person, NameKey, File = (apps.get_model("people", name) for name in ("Person", "NameKey", "File"))
    for person in Person.objects.order_by("pk").iterator():
        written, sounds = keys(*filter(None, (person.called, person.given_names, person.family_name, person.birth_name)))
        NameKey.objects.bulk_create(
            NameKey(organisation_id=person.organisation_id, person=person, how=how, key=key)
            for how, found in (("e", written), ("s", sounds))
            for key in found
        )
        Person.objects.filter(pk=person.pk).update(name_key=folded(person.called)[:160])
        File.objects.filter(person=person).update(name_key=folded(person.called)[:160])


class Migration(migrations.Migration):
    dependencies = [("people", "0003_names_in_an_index")]
    operations = [migrations.RunPython(write_the_index, migrations.RunPython.noop)]
