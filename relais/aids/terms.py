"""Words of aids: kinds, lines of a budget, states, decisions, ways of paying, the journal."""

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Nature(models.TextChoices):
    """What an aid is for."""

    URGENT = "urgence", _("Secours d’urgence")
    FOOD = "alimentaire", _("Aide alimentaire")
    ENERGY = "energie", _("Énergie et eau")
    RENT = "logement", _("Loyer, logement, FSL")
    MOBILITY = "mobilite", _("Mobilité")
    HEALTH = "sante", _("Santé")
    OTHER = "autre", _("Autre aide")


class Scale(models.TextChoices):
    """How the persons of a home count in the reste à vivre."""

    OECD = "ocde", _("Unités de consommation (OCDE modifiée : 1, puis 0,5 dès 14 ans, 0,3 avant)")
    CAF = "caf", _("Parts de la CAF (2, puis 0,5 par enfant, 1 pour le troisième)")
    HEADS = "tetes", _("Une par personne")


class Overspend(models.TextChoices):
    """What happens when an envelope is not enough."""

    REFUSE = "refus", _("Refuser : il faut d’abord augmenter l’enveloppe")
    WARN = "avertissement", _("Avertir : qui décide peut dépasser, en le disant")


class PayeeKind(models.TextChoices):
    """Who receives the money."""

    PERSON = "personne", _("La personne")
    THIRD = "tiers", _("Un tiers : fournisseur, bailleur, commerçant")


class State(models.TextChoices):
    """Where a request stands."""

    PREPARED = "preparation", _("À compléter")
    READY = "prete", _("Prête")
    URGENT = "urgence", _("Chez la ou le responsable, en urgence")
    ENROLLED = "inscrite", _("Inscrite à une séance")
    DECIDED = "decidee", _("Décidée")
    POSTPONED = "ajournee", _("Ajournée : à compléter")
    GIVEN_UP = "abandonnee", _("Abandonnée")


class Outcome(models.TextChoices):
    """What was decided, by people."""

    GRANTED = "accorde", _("Accordée")
    PARTLY = "partiel", _("Accordée en partie")
    REFUSED = "refus", _("Refusée")
    POSTPONED = "ajourne", _("Ajournée")


class Channel(models.TextChoices):
    """How it is paid."""

    TRANSFER = "virement", _("Virement")
    VOUCHER = "bon", _("Bon ou chèque d’accompagnement")
    CASH = "regie", _("Espèces, par la régie")
    CHEQUE = "cheque", _("Chèque")
    OTHER = "autre", _("Autre moyen")


class Taken(models.TextChoices):
    """Which payments leave for the accounts."""

    PAID = "payes", _("Les paiements faits dans la période")
    ENGAGED = "engages", _("Les paiements engagés dans la période, encore à faire")


class How(models.TextChoices):
    """How the person was told."""

    LETTER = "lettre", _("Lettre remise ou envoyée")
    THERE = "sur_place", _("De vive voix, sur place")
    PHONE = "telephone", _("Par téléphone")


#: lines of a month's resources; codes are kept with the request.
RESOURCES: Mapping[str, Promise] = {
    "salaires": _("Salaires"),
    "chomage": _("Allocation chômage"),
    "indemnites": _("Indemnités journalières, invalidité"),
    "retraites": _("Retraites"),
    "minima": _("RSA, ASS, AAH, Aspa, prime d’activité"),
    "familiales": _("Prestations familiales"),
    "logement": _("Aide au logement"),
    "pension_recue": _("Pension alimentaire reçue"),
    "autres": _("Autres ressources"),
}
CHARGES: Mapping[str, Promise] = {
    "loyer": _("Loyer ou prêt du logement"),
    "charges": _("Charges du logement"),
    "energie": _("Électricité, gaz, chauffage"),
    "eau": _("Eau"),
    "assurances": _("Assurances, mutuelle"),
    "telephone": _("Téléphone, internet"),
    "transport": _("Transport"),
    "impots": _("Impôts"),
    "dettes": _("Crédits et dettes remboursés"),
    "pension_versee": _("Pension alimentaire versée"),
    "garde": _("Garde, cantine"),
    "autres": _("Autres charges"),
}
#: facts of a kept situation → line of resources, or of charges.
FROM_FACTS: Mapping[str, str] = {
    "salaire": "salaires",
    "revenu_independant": "salaires",
    "chomage": "chomage",
    "indemnites_journalieres": "indemnites",
    "pension_invalidite": "indemnites",
    "retraite": "retraites",
    "recu_rsa": "minima",
    "recu_prime_activite": "minima",
    "recu_aah": "minima",
    "recu_aspa": "minima",
    "recu_ass": "minima",
    "recu_allocations_familiales": "familiales",
    "recu_aide_logement": "logement",
    "pension_alimentaire_recue": "pension_recue",
    "revenus_locatifs": "autres",
}
FROM_FACTS_CHARGES: Mapping[str, str] = {
    "loyer": "loyer",
    "charges": "charges",
    "pension_alimentaire_versee": "pension_versee",
    "garde_payee": "garde",
}

JOURNAL_WORDS: Mapping[str, Promise] = {
    "aid.asked": _("a noté une demande d’aide"),
    "aid.changed": _("a changé une demande d’aide"),
    "aid.budget_kept": _("a noté les ressources et les charges d’une demande d’aide"),
    "aid.proofs_kept": _("a choisi les pièces d’une demande d’aide"),
    "aid.proposed": _("a écrit la proposition d’une demande d’aide"),
    "aid.evaluated": _("a écrit une note pour une demande d’aide"),
    "aid.enrolled": _("a inscrit une demande d’aide à une séance"),
    "aid.withdrawn": _("a retiré une demande d’aide d’une séance"),
    "aid.sent_urgent": _("a demandé une décision en urgence"),
    "aid.decided": _("a enregistré la décision sur une demande d’aide"),
    "aid.corrected": _("a corrigé la décision sur une demande d’aide"),
    "aid.told": _("a noté que la personne connaît la décision"),
    "aid.engaged": _("a engagé le paiement d’une aide"),
    "aid.disengaged": _("a annulé l’engagement d’un paiement"),
    "aid.paid": _("a noté le paiement d’une aide"),
    "aid.unpaid": _("a retiré la note d’un paiement"),
    "aid.scheduled": _("a fixé l’échéancier d’une avance"),
    "aid.instalment_settled": _("a noté une échéance d’une avance"),
    "aid.instalment_unsettled": _("a retiré la note d’une échéance"),
    "aid.given_up": _("a noté l’abandon d’une demande d’aide"),
    "aidrequest.sheet_read": _("a lu la fiche sans nom d’une demande d’aide"),
    "aidrequest.letter_read": _("a imprimé la lettre de décision d’une aide"),
    "aidrequest.payment_read": _("a lu à qui payer une aide"),
}

#: what a request still lacks, by code (``queries.sheets.lacking``).
LACKING: Mapping[str, Promise] = {
    "budget": _("Les ressources et les charges, confirmées par la personne"),
    "payee": _("À qui payer"),
    "presentation": _("La présentation pour la commission"),
    "proposal": _("La proposition"),
    "missing": _("Ce qui est encore à apporter"),
}
