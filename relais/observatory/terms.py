"""Words of alerts: their life, where the trouble was met, what is asked, what was answered. Codes are kept, labels are shown."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.observatory.rules.life import Act, State
from relais.observatory.rules.nobody import Mark


class StateLabel(models.TextChoices):
    """Where an alert stands."""

    DRAFT = State.DRAFT.value, _("À relire")
    READY = State.READY.value, _("À envoyer")
    SENT = State.SENT.value, _("Envoyée")
    ACKNOWLEDGED = State.ACKNOWLEDGED.value, _("Accusé reçu")
    ANSWERED = State.ANSWERED.value, _("Terminée")
    WITHDRAWN = State.WITHDRAWN.value, _("Retirée")


class ActLabel(models.TextChoices):
    """What was done of it, as its story says."""

    READY = Act.READY.value, _("Relue, prête à envoyer")
    SENT = Act.SENT.value, _("Envoyée à l’organisme")
    ACKNOWLEDGED = Act.ACKNOWLEDGED.value, _("Accusé de réception")
    CHASED = Act.CHASED.value, _("Organisme relancé")
    ANSWERED = Act.ANSWERED.value, _("Suite donnée")
    WITHDRAWN = Act.WITHDRAWN.value, _("Retirée")


class Channel(models.TextChoices):
    """By which way it went."""

    POST = "courrier", _("Courrier")
    REGISTERED = "recommande", _("Lettre recommandée")
    EMAIL = "courriel", _("Courriel")
    FORM = "formulaire", _("Formulaire de l’organisme")
    MEETING = "reunion", _("Remise en réunion ou en main propre")


class CopyTo(models.TextChoices):
    """Who else may be told, by kind: whoever writes types the address, none is known here."""

    DEFENDER = "defenseur", _("Déléguée ou délégué du Défenseur des droits")
    PREFECTURE = "prefecture", _("Préfecture")
    DEPARTMENT = "departement", _("Département")
    MEDIATOR = "mediation", _("Médiatrice ou médiateur de l’organisme")


class Outcome(models.TextChoices):
    """What came of it."""

    FIXED = "corrige", _("Corrigé")
    PARTLY = "en_partie", _("Corrigé en partie")
    AROUND = "contournement", _("Un contournement est proposé")
    REFUSED = "refus", _("Refus de corriger")
    NOTHING = "sans_reponse", _("Sans réponse : on arrête d’attendre")


class Device(models.TextChoices):
    """On what the trouble was met, as it is told: nothing of it is read from a machine."""

    COMPUTER = "ordinateur", _("Ordinateur")
    PHONE = "telephone", _("Téléphone")
    TABLET = "tablette", _("Tablette")
    KIOSK = "borne", _("Borne")
    NONE = "sans_ecran", _("Sans écran : guichet, courrier, appel")


class Browser(models.TextChoices):
    """With which browser, as it is told."""

    FIREFOX = "firefox", "Firefox"
    CHROME = "chrome", "Chrome"
    EDGE = "edge", "Edge"
    SAFARI = "safari", "Safari"
    OTHER = "autre", _("Autre navigateur ou application")


class Meanwhile(models.TextChoices):
    """What is asked until the trouble is mended (S78)."""

    PAPER = "papier", _("Accepter la demande sur papier")
    COUNTER = "guichet", _("Recevoir les personnes au guichet")
    PHONE = "telephone", _("Une ligne téléphonique pour ces demandes")
    NO_LATE = "sans_retard", _("Ne compter aucun retard aux personnes concernées")


#: what was found in a text, as the refusal names it.
MARKS: Final = {
    Mark.SECRET: _("un mot de passe ou un code"),
    Mark.NIR: _("un numéro de sécurité sociale"),
    Mark.ACCOUNT: _("un numéro de compte"),
    Mark.EMAIL: _("une adresse électronique"),
    Mark.NUMBER: _("un long numéro (téléphone, allocataire, dossier)"),
    Mark.BIRTH: _("une date de naissance ou une date ancienne"),
    Mark.NAME: _("le nom d’une personne"),
}
