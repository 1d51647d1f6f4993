"""Words of the counter: how somebody came, for whom, what became of the visit."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Came(models.TextChoices):
    """How the request reached the counter."""

    DESK = "guichet", _("Au guichet")
    PHONE = "telephone", _("Par téléphone")
    POST = "courrier", _("Par courrier")
    MESSAGE = "message", _("Par un message")


class ForWhom(models.TextChoices):
    """For whom the request is made."""

    SELF = "elle_meme", _("Pour elle-même ou lui-même")
    RELATIVE = "proche", _("Pour un proche")
    OTHER = "autre", _("Pour quelqu’un d’autre (voisin, professionnel…)")


class VisitState(models.TextChoices):
    """Where a visit stands: only the first two are in the queue."""

    WAITING = "attend", _("Attend")
    CALLED = "appele", _("Appelé ou appelée")
    RECEIVED = "recu", _("Reçu ou reçue")
    BOOKED = "rendez_vous", _("Reparti ou repartie avec un rendez-vous")
    ORIENTED = "oriente", _("Orienté ou orientée")
    LEFT = "parti", _("Parti ou partie sans attendre")
