"""The stages of a right that ends, as a screen says them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.procedures.rules.renewals import Stage


class StageLabel(models.TextChoices):
    """Each stage."""

    OPEN = Stage.OPEN.value, _("À renouveler")
    PRESSING = Stage.PRESSING.value, _("À déposer")
    HEAD = Stage.HEAD.value, _("Moins d’un mois")
    AT_ONCE = Stage.AT_ONCE.value, _("Moins d’une semaine")
    BROKEN = Stage.BROKEN.value, _("Rupture")
