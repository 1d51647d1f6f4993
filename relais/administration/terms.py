"""Words of administration: what a person may ask, what is answered, why a file is eliminated."""

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Asked(models.TextChoices):
    """What a person asks of whoever keeps her file (RGPD 15 to 21; doctrine §4.1)."""

    ACCESS = "acces", _("Accès à tout son dossier")
    RECTIFICATION = "rectification", _("Rectification")
    LIMITATION = "limitation", _("Limitation : plus rien ne s’écrit")
    OPPOSITION = "opposition", _("Opposition")
    ERASURE = "effacement", _("Effacement")


class Answer(models.TextChoices):
    """What is answered, with its reason."""

    ACCEPTED = "accepte", _("Acceptée")
    PARTLY = "partiel", _("Acceptée en partie")
    REFUSED = "refuse", _("Refusée")


class Why(models.TextChoices):
    """Why a file comes to its end."""

    LAST_CONTACT = "dernier_contact", _("Durée écoulée depuis le dernier contact venant de la personne")
    NEVER_BEGUN = "sans_suite", _("Dossier ouvert par erreur")


#: what the acts of this room are called in «qui a ouvert ce dossier».
JOURNAL_WORDS: Mapping[str, Promise] = {
    "file.copy_read": _("a lu le dossier pour en faire la copie demandée"),
    **{f"rights.{one.value}_asked": _("a noté une demande de la personne sur ses données") for one in Asked},
    **{f"rights.{one.value}_{said.value}": _("a répondu à une demande de la personne sur ses données") for one in Asked for said in Answer},
    **{f"rights.{one.value}_lifted": _("a mis fin à une limitation ou à une opposition") for one in (Asked.LIMITATION, Asked.OPPOSITION)},
    "rights.copy_prepared": _("a préparé la copie du dossier"),
    "rights.copy_released": _("a relu la copie du dossier"),
    "rights.reader_changed": _("a changé qui relit la copie du dossier"),
    "elimination.announced": _("a annoncé l’élimination du dossier"),
    "elimination.done": _("a éliminé le dossier"),
}
