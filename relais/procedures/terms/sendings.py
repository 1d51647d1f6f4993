"""Words of what is sent and kept: who signs a letter, what an exhibit is in a démarche, for whom a chronology is made."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExhibitRole(models.TextChoices):
    """What an exhibit is."""

    LETTER = "lettre", _("Lettre envoyée")
    PROOF = "preuve", _("Preuve d’envoi")
    PIECE = "piece", _("Pièce")
    CHRONOLOGY = "chronologie", _("Chronologie")


class Sender(models.TextChoices):
    """Who writes a letter, and signs it: the person herself, or the service for her, with her agreement."""

    PERSON = "personne", _("La personne : son nom, son adresse, sa signature")
    SERVICE = "service", _("Le service, pour la personne et avec son accord")


class Recipient(models.TextChoices):
    """For whom a chronology is made."""

    PERSON = "personne", _("La personne elle-même")
    BODY = "organisme", _("L’organisme, avec un recours")
    DEFENDER = "defenseur", _("Le Défenseur des droits")
    MEDIATOR = "mediation", _("Une médiatrice ou un médiateur")
    COURT = "tribunal", _("Un tribunal")
    COUNSEL = "avocat", _("Une avocate ou un avocat")
