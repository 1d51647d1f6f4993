from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_places_close'),
        ('domiciliation', '0001_an_address_for_the_mail'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='mail',
            name='mail_that_waits',
        ),
        migrations.AlterField(
            model_name='election',
            name='outcome',
            field=models.CharField(blank=True, choices=[('accordee', 'Accordée'), ('refusee', 'Refusée'), ('sans_suite', 'Sans suite')], max_length=12, verbose_name='décision'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('gone', '')), fields=['domiciliation', 'arrived_on'], name='mail_waiting'),
        ),
    ]
