"""Words of what blocks a démarche: the step, the harm, the time lost, what solved it. Codes are counted, labels are shown."""

from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relais.law.blockers.catalogue import OTHER, blockages, bodies
from relais.procedures.terms.procedures import Way


class BlockedStep(models.TextChoices):
    """Where in the démarche it stops."""

    ENTER = "entrer", _("Se connecter, se faire reconnaître")
    FILL = "remplir", _("Remplir le formulaire")
    JOIN = "joindre", _("Joindre les pièces")
    SEND = "envoyer", _("Déposer la demande")
    FOLLOW = "suivre", _("Suivre, savoir où en est le dossier")
    REACH = "contacter", _("Joindre quelqu’un")
    DECISION = "decision", _("Comprendre ou contester la décision")
    MONEY = "paiement", _("Recevoir l’argent")


class Harm(models.TextChoices):
    """What it costs the person; never why, never her story."""

    NONE = "aucun", _("Rien de grave pour l’instant")
    DELAY = "retard", _("Un retard")
    INCOME = "revenu", _("Un revenu arrêté")
    HEALTH = "sante", _("Des soins retardés")
    HOUSING = "logement", _("Le logement menacé")
    STAY = "sejour", _("Le droit au séjour menacé")


#: harms that make one blocker worth an alert by itself (doctrine, §6.2).
GRAVE: Final = frozenset({Harm.INCOME.value, Harm.HOUSING.value, Harm.STAY.value})


#: families of blockers that are of a screen, wherever they were met (doctrine, §6.1: A, identification; B, interface).
_OF_A_SCREEN: Final = ("A", "B")


def is_digital(code: str, service: str) -> bool:
    """Whether a blocker is of the digital way: of its families, or met on a téléservice."""
    return code[:1] in _OF_A_SCREEN or service.endswith(f".{Way.ONLINE.value}")


class LostTime(models.TextChoices):
    """Time of work lost on it so far, by classes."""

    LITTLE = "15min", _("Moins de 15 minutes")
    HOUR = "1h", _("De 15 minutes à 1 heure")
    HALF_DAY = "demi_journee", _("De 1 heure à une demi-journée")
    MORE = "plus", _("Plus d’une demi-journée")


class Solved(models.TextChoices):
    """What ended it."""

    FIXED = "organisme", _("L’organisme a corrigé")
    PAPER = "papier", _("Par courrier ou formulaire papier")
    COUNTER = "guichet", _("Au guichet ou en rendez-vous")
    PHONE = "telephone", _("Par téléphone")
    PARTNER = "partenaire", _("Par le contact partenaire de l’organisme")
    LETTER = "lettre", _("Par une lettre qui cite le droit")
    MANDATE = "mandat", _("Avec un mandat ou Aidants Connect")
    TOGETHER = "ensemble", _("En le faisant ensemble, pas à pas")
    MEDIATION = "mediation", _("Par la médiation ou le Défenseur des droits")
    ITSELF = "seul", _("Le service est revenu de lui-même")
    GIVEN_UP = "abandon", _("La personne a renoncé")
    MISTAKE = "erreur", _("Noté par erreur : ne le comptez pas")


#: endings that solved nothing: they are never told as what worked.
UNSOLVED: Final = frozenset({Solved.GIVEN_UP.value, Solved.MISTAKE.value})


def service_code(body: str, way: str) -> str:
    """The téléservice or the line as it is counted («caf.en_ligne»)."""
    return f"{body}.{way}"


def body_in(service: str) -> str:
    """The body of a téléservice or a line."""
    return service.partition(".")[0]


def service_name(service: str) -> str:
    """A téléservice or a line in words («CAF, caf.fr (Mon compte)»)."""
    code, _dot, way = service.partition(".")
    body = bodies().get(code) or bodies()[OTHER]
    by: str | Promise = body.online if way == Way.ONLINE.value else dict(Way.choices).get(way, "")
    return f"{body.name}, {str(by)[:1].lower() + str(by)[1:] if way != Way.ONLINE.value else by}" if by else body.name


def blockage_title(code: str) -> str:
    """A blocker in the field's words; its code once it has left the taxonomy."""
    known = blockages().get(code)
    return known.title if known is not None else code
