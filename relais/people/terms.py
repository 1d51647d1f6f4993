"""The words of files: codes kept in the tables and the labels that people read (TERMS §4.5, doctrine §2.4 and §3.5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Protection(models.TextChoices):
    """Legal protection of an adult: the tool states it and says who must be told, it does not decide (TERMS §4.5)."""

    SIMPLE_CURATORSHIP = "curatelle_simple", _("Curatelle simple")
    REINFORCED_CURATORSHIP = "curatelle_renforcee", _("Curatelle renforcée")
    SPOUSE = "habilitation_conjoint", _("Habilitation du conjoint")
    FAMILY = "habilitation_familiale", _("Habilitation familiale")
    FUTURE_MANDATE = "mandat_protection_future", _("Mandat de protection future")
    SUPPORT = "mesure_accompagnement", _("Mesure d’accompagnement (Masp, Maj, MJAGBF)")
    SAFEGUARD = "sauvegarde", _("Sauvegarde de justice")
    GUARDIANSHIP = "tutelle", _("Tutelle")


class Nationality(models.TextChoices):
    """Three answers and no more: what rights depend on (CNIL référentiel, délibération 2021-028)."""

    FRENCH = "fr", _("Française")
    EUROPEAN = "ue", _("Pays de l’Union européenne, de l’EEE ou Suisse")
    OTHER = "hors_ue", _("Autre pays")


class ChannelKind(models.TextChoices):
    """How somebody is reached."""

    PHONE = "telephone", _("Téléphone")
    SMS = "sms", _("SMS")
    EMAIL = "courriel", _("Courriel")
    POST = "courrier", _("Courrier")
    RELATIVE = "proche", _("Par un proche")


class FileState(models.TextChoices):
    """Where an accompaniment stands."""

    ACTIVE = "actif", _("Actif")
    STANDBY = "en_veille", _("En veille")
    CLOSED = "clos", _("Clos")


class ClosingReason(models.TextChoices):
    """Why a file was closed."""

    DONE = "objectifs_atteints", _("Ce qui était convenu est fait")
    HER_CHOICE = "choix_de_la_personne", _("La personne a choisi d’arrêter")
    LOST = "sans_nouvelles", _("Sans nouvelles malgré les relances")
    MOVED = "demenagement", _("Déménagement")
    ELSEWHERE = "relais_passe", _("Un autre service accompagne")
    DEATH = "deces", _("Décès")
    MISTAKE = "ouvert_par_erreur", _("Ouvert par erreur")


class Part(models.TextChoices):
    """What somebody does in a file (doctrine §3.3): all but the last read the administrative part."""

    LEAD = "referent", _("Référente ou référent")
    CO_LEAD = "co_referent", _("Co-référente ou co-référent")
    SUBSTITUTE = "suppleant", _("Suppléante ou suppléant")
    TEAM = "equipe", _("Équipe intervenante")


class Motive(models.TextChoices):
    """Why an exceptional access may be taken: a closed list (doctrine §3.5)."""

    ABSENCE = "absence_echeance", _("Référent ou référente absente et échéance dans les sept jours")
    DANGER = "danger", _("Danger immédiat")
    DUTY = "obligation_legale", _("Obligation légale")
    REQUEST = "demande_presente", _("La personne est présente et le demande")


class Review(models.TextChoices):
    """What the head of service says of it within seven days."""

    JUSTIFIED = "justifie", _("Justifié")
    UNJUSTIFIED = "non_justifie", _("Non justifié")
    INCIDENT = "incident", _("Incident à traiter")
