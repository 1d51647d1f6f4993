import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

#: as ``rules.SERVICE_ROLES`` stood when this migration was written.
SERVICE_ROLES = ("travailleur_social", "responsable", "accueil", "mediateur_numerique")


def begin_on_the_day_granted(apps, schema_editor):
    """A role held so far began on the day it was granted, in the member's own service when it is one of a service."""
    for grant in apps.get_model("accounts", "RoleGrant").objects.select_related("member").order_by("pk").iterator():
        grant.starts_on = timezone.localdate(grant.granted_at)
        if grant.role in SERVICE_ROLES:
            grant.service_id = grant.member.service_id
        grant.save(update_fields=["starts_on", "service"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="rolegrant", name="role_granted_once_at_a_time"),
        migrations.AddField(
            model_name="rolegrant",
            name="service",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.service", verbose_name="service"
            ),
        ),
        migrations.AddField(model_name="rolegrant", name="starts_on", field=models.DateField(null=True, verbose_name="à partir du")),
        migrations.AddField(
            model_name="rolegrant", name="ends_on", field=models.DateField(blank=True, null=True, verbose_name="jusqu’au")
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="granted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.RunPython(begin_on_the_day_granted, migrations.RunPython.noop),
    ]
