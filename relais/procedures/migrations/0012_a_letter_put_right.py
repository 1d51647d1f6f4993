import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("procedures", "0011_who_signs_a_letter"),
    ]

    operations = [
        migrations.AddField(
            model_name="sending",
            name="settled_on",
            field=models.DateField(blank=True, null=True, verbose_name="approuvé le"),
        ),
        migrations.AddField(
            model_name="sending",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
