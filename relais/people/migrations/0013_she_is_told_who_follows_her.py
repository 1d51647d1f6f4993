"""The person may be told who follows her now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0012_write_who_leads_each_file")]

    operations = [
        migrations.AlterField(
            model_name="information",
            name="kind",
            field=models.CharField(
                choices=[
                    ("donnees", "Ses données et ses droits (notice)"),
                    ("secret", "Le secret et le partage entre professionnels"),
                    ("droits", "Ses droits, les recours, la personne de confiance"),
                    ("referent", "Qui la ou le suit maintenant"),
                ],
                max_length=16,
                verbose_name="information",
            ),
        ),
    ]
