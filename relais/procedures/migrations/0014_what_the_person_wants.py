"""A démarche may serve something that the person wants, in her words."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0007_letters_sent"),
        ("procedures", "0013_an_ending_taken_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="procedure",
            name="goal",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="procedures", to="casework.goal"
            ),
        ),
    ]
