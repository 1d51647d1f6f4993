"""The four types of non-take-up in words that a screen shows (ODENORE)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.procedures.rules.take_up import NonTakeUp


class NonTakeUpLabel(models.TextChoices):
    """Each type, and what it means."""

    UNKNOWN = NonTakeUp.UNKNOWN.value, _("Non-connaissance : le droit n’était pas connu")
    NOT_ASKED = NonTakeUp.NOT_ASKED.value, _("Non-demande : connu, pas demandé")
    NOT_RECEIVED = NonTakeUp.NOT_RECEIVED.value, _("Non-réception : demandé, pas obtenu")
    NOT_PROPOSED = NonTakeUp.NOT_PROPOSED.value, _("Non-proposition : personne ne l’a proposé")
