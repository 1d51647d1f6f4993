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


class Link(models.TextChoices):
    """Who somebody is for the reference person of a household (TERMS §4.5, «lien de parenté»)."""

    SELF = "personne", _("Personne de référence du foyer")
    SPOUSE = "conjoint", _("Conjointe ou conjoint")
    MINOR_CHILD = "enfant_mineur", _("Enfant mineur")
    GROWN_CHILD = "enfant_majeur", _("Enfant majeur")
    SIBLING = "fratrie", _("Frère ou sœur")
    PARENT = "parent", _("Parent")
    GRANDPARENT = "grand_parent", _("Grand-parent")
    FAMILY = "autre_famille", _("Autre membre de la famille")
    OTHER = "tiers", _("Autre personne")


#: those who may live in two households at once.
CHILDREN = frozenset({"enfant_mineur", "enfant_majeur"})


class Basis(models.TextChoices):
    """On what a sharing rests: a closed list (doctrine §3.4)."""

    TEAM = "meme_equipe", _("Même équipe")
    CONSENT = "consentement", _("Accord de la personne")
    COORDINATION = "coordination", _("Coordination entre professionnels (CASF L.121-6-2)")
    CHILD_PROTECTION = "protection_enfance", _("Protection de l’enfance (CASF L.226-2-2)")
    LEGAL_DUTY = "obligation_legale", _("Obligation légale")
    WORRYING = "info_preoccupante", _("Information préoccupante (CASF L.226-2-1)")
    REQUISITION = "requisition", _("Réquisition judiciaire")


#: what the law commands whatever the person says: her opposition does not stop it.
DUTIES = frozenset({"obligation_legale", "info_preoccupante", "requisition"})
#: a basis that names nothing by itself: the text, the coordinator or the number of the act is asked.
NEEDS_REFERENCE = frozenset({"coordination", "obligation_legale", "requisition"})


class ParentsTold(models.TextChoices):
    """Whether the parents were told before a sharing of child protection."""

    DONE = "fait", _("Oui, ils sont informés")
    NOT_YET = "a_faire", _("Pas encore : ils le seront")
    AGAINST = "contraire", _("Non : contraire à l’intérêt de l’enfant")


class ConsentKind(models.TextChoices):
    """Three consents that are never mixed (doctrine §2.3)."""

    SUPPORT = "accompagnement", _("À l’accompagnement (CASF L.311-3)")
    SHARING = "partage", _("À un partage hors de l’équipe (CSP L.1110-4)")
    DATA = "donnees", _("À un usage de ses données : SMS, courriel, enquête (RGPD)")


class ConsentForm(models.TextChoices):
    """How she said it."""

    SPOKEN = "oral", _("De vive voix")
    WRITTEN = "ecrit", _("Par écrit")
    SIGNED = "signe", _("Par geste ou avec interprète")


class InformationKind(models.TextChoices):
    """What the person was told."""

    DATA = "donnees", _("Ses données et ses droits (notice)")
    SECRET = "secret", _("Le secret et le partage entre professionnels")
    RIGHTS = "droits", _("Ses droits, les recours, la personne de confiance")
    LEAD = "referent", _("Qui la ou le suit maintenant")


class InformationForm(models.TextChoices):
    """How she was told."""

    READ = "lue", _("Lue ensemble")
    HANDED = "remise", _("Remise sur papier")
    SENT = "envoyee", _("Envoyée")
    SPOKEN = "dite", _("Dite de vive voix")


class Shelf(models.TextChoices):
    """Which of the files that one may list are shown."""

    MINE = "miens", _("Les miens")
    SERVICE = "service", _("Tout le service")
    STANDBY = "en_veille", _("En veille")
    WITHOUT_LEAD = "sans_referent", _("Sans référente ni référent")
    CLOSED = "clos", _("Clos")


class HandoverState(models.TextChoices):
    """What became of a file handed over."""

    PROPOSED = "proposee", _("Proposée")
    ACCEPTED = "acceptee", _("Acceptée")
    REFUSED = "refusee", _("Refusée")
    WITHDRAWN = "retiree", _("Retirée")
