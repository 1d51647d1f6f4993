from django.conf import settings
from django.db import migrations, models
from django.db.models import Sum


def count_what_is_engaged(apps, _schema_editor) -> None:
    """What the payments of each decision sum to; kept from then on by each act (``aids.services.paying``)."""
    decisions = apps.get_model("aids", "AidDecision").objects
    for pk, total in decisions.filter(payments__amount__gt=0).order_by().values_list("pk").annotate(total=Sum("payments__amount")):
        decisions.filter(pk=pk).update(engaged=total)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_places_close'),
        ('aids', '0001_aids_requests_sessions_and_payments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='aiddecision',
            name='engaged',
            field=models.PositiveIntegerField(default=0, verbose_name='montant engagé'),
        ),
        migrations.RunPython(count_what_is_engaged, migrations.RunPython.noop),
        migrations.AddField(
            model_name='aidkind',
            name='line',
            field=models.CharField(blank=True, max_length=60, verbose_name='imputation budgétaire'),
        ),
        migrations.AddIndex(
            model_name='aiddecision',
            index=models.Index(fields=['organisation', 'decided_on'], name='aid_decisions_by_day'),
        ),
        migrations.AddIndex(
            model_name='aiddecision',
            index=models.Index(condition=models.Q(('engaged__lt', models.F('amount'))), fields=['organisation', 'decided_on'], name='aid_decisions_to_engage'),
        ),
        migrations.AddIndex(
            model_name='aidpayment',
            index=models.Index(condition=models.Q(('paid_on', None)), fields=['organisation', 'engaged_on'], name='aid_payments_to_pay'),
        ),
        migrations.AddIndex(
            model_name='aidpayment',
            index=models.Index(fields=['organisation', 'paid_on'], name='aid_payments_by_day'),
        ),
        migrations.AddConstraint(
            model_name='aiddecision',
            constraint=models.CheckConstraint(condition=models.Q(('engaged__lte', models.F('amount'))), name='aid_engaged_within_what_is_granted'),
        ),
    ]
