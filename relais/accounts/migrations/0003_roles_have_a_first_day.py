from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from the filling before it: PostgreSQL refuses to alter a table whose rows were changed in the same transaction."""

    dependencies = [("accounts", "0002_roles_on_days_and_in_services")]

    operations = [
        migrations.AlterField(model_name="rolegrant", name="starts_on", field=models.DateField(verbose_name="à partir du")),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gt", models.F("starts_on")), _connector="OR"),
                name="role_grant_ends_after_it_starts",
            ),
        ),
        migrations.AddIndex(model_name="rolegrant", index=models.Index(fields=["member", "revoked_at"], name="role_grant_of_member")),
    ]
