from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procedures", "0010_what_an_act_writes")]

    operations = [
        migrations.AddField(
            model_name="sending",
            name="sender",
            field=models.CharField(
                choices=[
                    ("personne", "La personne : son nom, son adresse, sa signature"),
                    ("service", "Le service, pour la personne et avec son accord"),
                ],
                default="personne",
                max_length=8,
                verbose_name="qui signe",
            ),
        ),
    ]
