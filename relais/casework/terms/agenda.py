"""Words of appointments: why, where, how it ended (TERMS §4.3, §4.10, §4.16)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """What somebody comes for, in eight words that say nothing of what she confides.

    The headings of online procedures shared by the neighbouring tools (TERMS §4.10), same codes; residence permits stand with
    «papiers», transport and leisure with «autre», so that no counter keeps a heading that tells an origin.
    """

    PAPERS = "papiers", _("Papiers, état civil, séjour")
    FAMILY = "famille", _("Famille, école")
    HEALTH = "social", _("Santé, handicap, autonomie")
    WORK = "travail", _("Travail, formation")
    HOUSING = "logement", _("Logement, énergie")
    MONEY = "argent", _("Argent, aides, impôts")
    JUSTICE = "justice", _("Justice, litige")
    OTHER = "autre", _("Autre, ou préfère ne pas dire")


class Place(models.TextChoices):
    """Where one meets (TERMS §4.16, and the outside of §4.3)."""

    OFFICE = "bureau", _("Au bureau")
    PHONE = "telephone", _("Par téléphone")
    HOME = "domicile", _("À domicile")
    OUTSIDE = "exterieur", _("À l’extérieur")
    VIDEO = "visio", _("En visioconférence")


class AppointmentState(models.TextChoices):
    """What became of an appointment."""

    PLANNED = "prevu", _("Prévu")
    CAME = "venu", _("La personne est venue")
    MISSED = "absent", _("La personne n’est pas venue")
    CANCELLED = "annule", _("Annulé")
    MOVED = "deplace", _("Déplacé")


class CancelledBy(models.TextChoices):
    """Who called it off: what a service does itself is never counted against the person."""

    PERSON = "personne", _("La personne")
    SERVICE = "service", _("Le service")
    OTHER = "tiers", _("Quelqu’un d’autre")


class Reminded(models.TextChoices):
    """How somebody was reminded of an appointment."""

    CALL = "appel", _("Par téléphone")
    MESSAGE = "message", _("Par un message")
    LETTER = "lettre", _("Par courrier")
