import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def give_endings(apps, schema_editor):
    """The reason of an end was known of the démarche alone: the act that closed it has it too."""
    Procedure, Act = (apps.get_model("procedures", name) for name in ("Procedure", "ProcedureAct"))
    ending = Procedure.objects.filter(pk=OuterRef("procedure_id")).values("ending")[:1]
    Act.objects.filter(act="close", undone_at=None, procedure__state="close").update(ending=Subquery(ending))


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0007_letters_sent"),
        ("procedures", "0009_letters_and_exhibits"),
    ]

    operations = [
        migrations.AddField(
            model_name="procedureact",
            name="ending",
            field=models.CharField(
                blank=True,
                choices=[
                    ("obtenue", "Le droit est ouvert et versé"),
                    ("abandon", "La personne ne souhaite plus la faire"),
                    ("refus", "Refus, sans recours"),
                    ("pas_concernee", "Elle ou il n’y a pas droit"),
                    ("ailleurs", "Suivie ailleurs"),
                    ("erreur", "Ouverte par erreur"),
                ],
                default="",
                max_length=16,
                verbose_name="raison de la clôture",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="procedureact",
            name="right",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="casework.openright"
            ),
        ),
        migrations.AddField(
            model_name="procedureact",
            name="ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="droit ouvert jusqu’au"),
        ),
        migrations.AddField(
            model_name="procedureact",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="droit ouvert auparavant jusqu’au"),
        ),
        migrations.RunPython(give_endings, migrations.RunPython.noop, elidable=True),
    ]
