"""Words of notes: levels (doctrine §3.3), and on which ground a reader is added (§3.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoteLevel(models.TextChoices):
    """Who reads a note. There is no private note: whatever is saved may be read by the person (RGPD 15)."""

    ADMINISTRATIVE = "n1", _("Administratif")
    SHARED = "n2", _("Évaluation partagée")
    CONFIDENTIAL = "n3", _("Confidentiel")


class Ground(models.TextChoices):
    """On which ground a bound colleague reads a confidential note (doctrine §3.4)."""

    TEAM = "meme_equipe", _("Même équipe, avec l’accord de la personne")
    CONSENT = "consentement", _("Accord de la personne pour ce partage")
    COORDINATION = "coordination", _("Coordination (CASF, L.121-6-2)")
    CHILD_PROTECTION = "protection_enfance", _("Protection de l’enfance (CASF, L.226-2-2)")
    LEGAL_DUTY = "obligation_legale", _("Obligation légale")
