import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_places_close"),
        ("observatory", "0001_alerts"),
    ]

    operations = [
        migrations.CreateModel(
            name="AlertCopy",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("defenseur", "Déléguée ou délégué du Défenseur des droits"),
                            ("prefecture", "Préfecture"),
                            ("departement", "Département"),
                            ("mediation", "Médiatrice ou médiateur de l’organisme"),
                        ],
                        max_length=12,
                        verbose_name="copie à",
                    ),
                ),
                ("address", models.CharField(max_length=300, verbose_name="adresse")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="réponse le")),
                ("words", models.CharField(blank=True, max_length=1000, verbose_name="réponse")),
                (
                    "alert",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="copies", to="observatory.alert"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"),
                ),
            ],
            options={"verbose_name": "copie d’une alerte"},
        ),
        migrations.AddConstraint(
            model_name="alertcopy",
            constraint=models.UniqueConstraint(fields=("alert", "kind"), name="alert_copied_once_to_each"),
        ),
    ]
