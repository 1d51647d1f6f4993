"""Words of a démarche: its states, its acts, who acted, by which way, and the proof that is kept (doctrine §4.5, 7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.procedures.rules.progress import Act, State
from relais.procedures.rules.turns import Whose


class StateLabel(models.TextChoices):
    """Where a démarche stands, as a screen says it."""

    PREPARED = State.PREPARED.value, _("À préparer")
    TO_ANSWER = State.TO_ANSWER.value, _("Réponse à envoyer")
    FILED = State.FILED.value, _("Déposée")
    ACKNOWLEDGED = State.ACKNOWLEDGED.value, _("Accusé reçu")
    INCOMPLETE = State.INCOMPLETE.value, _("Incomplète")
    EXAMINED = State.EXAMINED.value, _("En instruction")
    GRANTED = State.GRANTED.value, _("Accordée")
    REFUSED = State.REFUSED.value, _("Refusée")
    APPEALED = State.APPEALED.value, _("En recours")
    PAID = State.PAID.value, _("Versée")
    CLOSED = State.CLOSED.value, _("Close")


class ActLabel(models.TextChoices):
    """What happened, as a screen says it; in the order of a life."""

    NOTIFIED = Act.NOTIFIED.value, _("Courrier reçu")
    FILED = Act.FILED.value, _("Demande déposée")
    ACKNOWLEDGED = Act.ACKNOWLEDGED.value, _("Accusé de réception")
    ITEMS_ASKED = Act.ITEMS_ASKED.value, _("Pièces demandées")
    COMPLETED = Act.COMPLETED.value, _("Dossier complété")
    EXAMINED = Act.EXAMINED.value, _("En cours d’instruction")
    CHASED = Act.CHASED.value, _("Organisme relancé")
    CALLED = Act.CALLED.value, _("Appel à l’organisme")
    PERSON_ASKED = Act.PERSON_ASKED.value, _("Demandé à la personne")
    PERSON_ANSWERED = Act.PERSON_ANSWERED.value, _("La personne a répondu")
    GRANTED = Act.GRANTED.value, _("Accord reçu")
    REFUSED = Act.REFUSED.value, _("Refus reçu")
    APPEALED = Act.APPEALED.value, _("Recours déposé")
    PAID = Act.PAID.value, _("Premier versement")
    CLOSED = Act.CLOSED.value, _("Démarche close")
    REOPENED = Act.REOPENED.value, _("Démarche rouverte")


class WhoseLabel(models.TextChoices):
    """Whose turn it is, in the worker's words."""

    MINE = Whose.MINE.value, _("C’est à moi")
    BODY = Whose.BODY.value, _("J’attends l’organisme")
    PERSON = Whose.PERSON.value, _("J’attends la personne")
    NOBODY = Whose.NOBODY.value, _("Rien n’est attendu")


class Doer(models.TextChoices):
    """Who did it: by the person, with her, or for her, which asks for a mandate (S66)."""

    PERSON = "seule", _("Par la personne")
    WITH = "avec", _("Avec la personne")
    FOR = "pour", _("Pour la personne")


class Way(models.TextChoices):
    """By which way it was sent or said; a screen comes last."""

    COUNTER = "guichet", _("Au guichet")
    PHONE = "telephone", _("Par téléphone")
    POST = "courrier", _("Par courrier")
    PARTNER = "partenaire", _("Par un partenaire")
    EMAIL = "courriel", _("Par courriel")
    ONLINE = "en_ligne", _("En ligne")


class Proof(models.TextChoices):
    """The proof of a sending (CPC 668, CRPA L.112-1 and L.112-13): what makes a date certain."""

    NONE = "aucune", _("Aucune preuve")
    RECEIPT = "recepisse", _("Récépissé du guichet")
    REGISTERED = "recommande", _("Recommandé avec avis de réception")
    POSTMARK = "cachet", _("Cachet de la poste")
    ONLINE = "accuse_en_ligne", _("Accusé électronique")
    SCREEN = "capture", _("Copie de l’écran")


class CallResult(models.TextChoices):
    """What a call gave for one démarche."""

    OBTAINED = "obtenu", _("Réponse obtenue")
    NOTHING = "rien", _("Rien de nouveau")
    CALL_BACK = "rappeler", _("À rappeler")
    WRITE = "ecrire", _("Il faut écrire")
    MISSING = "pieces", _("Des pièces manquent")


class Pace(models.TextChoices):
    """How an amount is received."""

    MONTHLY = "mois", _("Chaque mois")
    ONCE = "une_fois", _("En une fois")


class Ending(models.TextChoices):
    """Why a démarche is closed."""

    OBTAINED = "obtenue", _("Le droit est ouvert et versé")
    GIVEN_UP = "abandon", _("La personne ne souhaite plus la faire")
    REFUSED = "refus", _("Refus, sans recours")
    NOT_CONCERNED = "pas_concernee", _("Elle ou il n’y a pas droit")
    ELSEWHERE = "ailleurs", _("Suivie ailleurs")
    MISTAKE = "erreur", _("Ouverte par erreur")
