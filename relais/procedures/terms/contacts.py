"""Words of the contact book: kinds of lines, waiting, what happened to a line."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LineKind(models.TextChoices):
    """By which way a body is reached; a screen comes last."""

    PHONE = "telephone", _("Téléphone")
    COUNTER = "guichet", _("Guichet ou permanence")
    POST = "courrier", _("Adresse postale")
    EMAIL = "courriel", _("Courriel")
    FORM = "formulaire", _("Formulaire en ligne")


class Wait(models.TextChoices):
    """How long one waited for an answer, by classes."""

    SHORT = "5min", _("Moins de 5 minutes")
    SOME = "15min", _("De 5 à 15 minutes")
    LONG = "30min", _("De 15 à 30 minutes")
    ENDLESS = "plus", _("Plus de 30 minutes")


class LineChange(models.TextChoices):
    """What happened to a line of the book."""

    ADDED = "ajoutee", _("Ajoutée")
    CORRECTED = "corrigee", _("Corrigée")
    REMOVED = "retiree", _("Retirée")
    RESTORED = "remise", _("Remise")
