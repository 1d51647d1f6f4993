from collections import defaultdict

from django.db import migrations, models
from django.utils import timezone


def write_late(apps, schema_editor):
    """The day from which each body has let its time run out, from the acts that stand, as it is written with each act since."""
    from relais.law.clocks.tables import rules
    from relais.procedures.rules.progress import Act, Step, progress
    from relais.procedures.rules.turns import AWAITED_OF_BODY, Law, late_on

    Procedure, ProcedureAct = (apps.get_model("procedures", name) for name in ("Procedure", "ProcedureAct"))
    known, today = rules(), timezone.localdate()
    waiting = Procedure.objects.filter(state__in=[state.value for state in AWAITED_OF_BODY]).order_by("pk")
    keys = list(waiting.values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        some = list(Procedure.objects.filter(pk__in=keys[start : start + 500]))
        steps = defaultdict(list)
        acts = ProcedureAct.objects.filter(procedure__in=some, undone_at=None).order_by("on", "recorded_at", "pk")
        for one in acts:
            steps[one.procedure_id].append(Step(Act(one.act), one.on, one.received, one.until))
        for kept in some:
            law = Law(known.get(kept.silence), known.get(kept.appeal))
            kept.late_on = late_on(progress(steps[kept.pk]), law, on=today)
        Procedure.objects.bulk_update(some, ["late_on"])


class Migration(migrations.Migration):
    dependencies = [("procedures", "0014_what_the_person_wants")]

    operations = [
        migrations.AddField(model_name="procedure", name="late_on", field=models.DateField(blank=True, null=True)),
        migrations.RunPython(write_late, migrations.RunPython.noop, elidable=True),
    ]
