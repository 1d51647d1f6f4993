"""The break of a right: its last day passed, and nothing said that it goes on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.casework.models import OpenRight


class Lapse(models.Model):
    """One break of one right, kept when the right is renewed late: what it was, for figures. ``ended_on``: its last day. ``asked``: its
    renewal had been filed before: the break is then the body's."""

    open_right = models.ForeignKey(OpenRight, on_delete=models.CASCADE, related_name="lapses")
    ended_on = models.DateField(_("dernier jour"))
    asked = models.BooleanField(_("renouvellement déposé"))
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rupture d’un droit")
        constraints = [models.UniqueConstraint(fields=["open_right", "ended_on"], name="one_lapse_a_last_day")]

    def __str__(self) -> str:
        return f"{self.ended_on} ({self.open_right_id})"
