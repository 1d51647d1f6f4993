"""Words of the counter: how somebody came, for whom, what became of the visit."""

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
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


#: what the acts of the counter are called in «qui a ouvert ce dossier».
JOURNAL_WORDS: Mapping[str, Promise] = {
    "visit.recorded": _("a noté un passage à l’accueil"),
    "visit.duty_asked": _("a demandé la permanence pour la personne"),
    **{f"visit.{state.value}": _("a noté la suite d’un passage à l’accueil") for state in VisitState},
}


class Device(models.TextChoices):
    """First question on the digital (doctrine §7, S39): a device of one's own for the internet, asked as it is said."""

    NONE = "aucun", _("Aucun")
    PLAIN_PHONE = "telephone", _("Un téléphone sans internet")
    SHARED = "partage", _("Un appareil partagé")
    OWN = "a_soi", _("Un smartphone, une tablette ou un ordinateur")


class Online(models.TextChoices):
    """Second question: whether she has the internet these days."""

    NO = "non", _("Non")
    RUNS_OUT = "s_epuise", _("Une recharge qui s’épuise")
    YES = "oui", _("Oui")
