"""Words of mandates: the ten national domains and the durations (Aidants Connect, service-public.fr), how one is withdrawn, the journal."""

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """A mandate signed on our sheet, or one that lives in Aidants Connect, of which only the number, the domains and the end are noted."""

    PAPER = "papier", _("Mandat signé sur papier")
    AIDANTS_CONNECT = "aidants_connect", _("Mandat Aidants Connect")


class Domain(models.TextChoices):
    """The ten domains of administrative life, in the order of service-public.fr (Aidants Connect, ``DEMARCHES``)."""

    PAPERS = "papiers", _("Papiers, citoyenneté, élections")
    FAMILY = "famille", _("Famille, scolarité")
    SOCIAL = "social", _("Social, santé")
    WORK = "travail", _("Travail, formation")
    HOUSING = "logement", _("Logement")
    TRANSPORT = "transports", _("Transports, mobilité")
    MONEY = "argent", _("Argent, impôts, consommation")
    JUSTICE = "justice", _("Justice")
    ABROAD = "etranger", _("Étranger, Europe")
    LEISURE = "loisirs", _("Loisirs, sport, culture")


class Length(models.IntegerChoices):
    """How many days a mandate holds, the day of the signature included (Aidants Connect: 1, 31, 182, 365)."""

    DAY = 1, _("Un jour")
    MONTH = 31, _("31 jours, un mois")
    SEMESTER = 182, _("182 jours, six mois")
    YEAR = 365, _("365 jours, un an")


class How(models.TextChoices):
    """How the person said that she withdraws an act: any way will do."""

    THERE = "sur_place", _("De vive voix, sur place")
    PHONE = "telephone", _("Par téléphone")
    WRITTEN = "ecrit", _("Par écrit")


#: each field of the attestation, as a screen and the command name it.
FIELDS: Mapping[str, Promise] = {
    "mandat": _("identifiant du mandat"),
    "nature": _("nature"),
    "donne_par": _("qui donne le mandat"),
    "donne_a": _("qui le reçoit"),
    "represente_par": _("qui représente la structure"),
    "actes": _("actes"),
    "duree": _("durée"),
    "signe_le": _("jour de la signature"),
    "finit_le": _("dernier jour"),
    "texte": _("texte imprimé"),
    "numero": _("numéro Aidants Connect"),
    "copie_signee": _("copie signée"),
    "enregistre_par": _("qui l’a enregistré"),
    "enregistre_le": _("quand il a été enregistré"),
    "revocations": _("révocations"),
    "sceau": _("sceau de cette instance"),
}

JOURNAL_WORDS: Mapping[str, Promise] = {
    "mandate.prepared": _("a préparé un mandat"),
    "mandate.dropped": _("a laissé un mandat qui n’était pas signé"),
    "mandate.granted": _("a enregistré un mandat signé"),
    "mandate.pointed": _("a noté un mandat Aidants Connect"),
    "mandate.revoked": _("a noté que la personne révoque un mandat"),
    "mandate.paper_read": _("a imprimé un mandat"),
    "mandate.attestation_read": _("a pris l’attestation d’un mandat"),
}
