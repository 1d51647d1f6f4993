"""Words of administration: what a person may ask, what is answered, why a file is eliminated."""

from django.db import models
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
