"""How the rows of casework go when two persons become one: all of them, with their authors, levels and readers as they are."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.casework.models import OpenRight
from relais.people.merging import Rule, Step


def _open_rights(step: Step) -> None:
    """A right open in both files stays open once: the one that ends last."""
    kept = {one.name: one for one in OpenRight.objects.filter(file_id=step.kept, closed_on=None)}
    for one in OpenRight.objects.filter(file_id=step.absorbed, closed_on=None):
        same = kept.get(one.name)
        if same is not None:
            later = same.ends_on is not None and (one.ends_on is None or one.ends_on <= same.ends_on)
            over = one if later or same.ends_on == one.ends_on else same
            OpenRight.objects.filter(pk=over.pk).update(closed_on=timezone.localdate(step.now))


RULES = (
    Rule("casework.Interview", "file", told=_("entretiens")),
    Rule("casework.RightDecision", "file", told=_("décisions sur un droit")),
    Rule("casework.Appointment", "file", told=_("rendez-vous")),
    Rule("casework.Document", "file", told=_("documents")),
    Rule("casework.Goal", "file", told=_("objectifs")),
    Rule("casework.Step", "file", told=_("étapes")),
    Rule("casework.Note", "file", told=_("notes")),
    Rule("casework.Disagreement", "file", told=_("désaccords de la personne")),
    Rule("casework.Transmission", "file", told=_("écrits à transmettre")),
    Rule("casework.OpenRight", "file", told=_("droits ouverts"), settle=_open_rights),
)
