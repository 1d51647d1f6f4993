"""Words of a writing that the law asks to transmit: whether the parents were told, how it went."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Parents(models.TextChoices):
    """Whether those who hold parental authority were told before (CASF L.226-2-1, read in its version of 2009)."""

    TOLD = "informes", _("Oui, c’est fait")
    LATER = "a_informer", _("Pas encore : avant l’envoi")
    AGAINST = "contraire", _("Non : ce serait contraire à l’intérêt de l’enfant")


class SentBy(models.TextChoices):
    """How it left."""

    POST = "courrier", _("Courrier")
    HAND = "main_propre", _("Remis en main propre")
    SECURE = "messagerie", _("Messagerie sécurisée")
    PHONE = "telephone", _("Téléphone, puis cet écrit")
