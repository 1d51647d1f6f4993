"""Words of documents: what they are, and the level that their kind gives them (doctrine §3.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.casework.terms.notes import NoteLevel


class DocumentKind(models.TextChoices):
    """What a document is, in the words of whoever files it."""

    LETTER = "courrier", _("Courrier d’un organisme")
    SENT = "envoi", _("Courrier envoyé")
    DECISION = "decision", _("Décision ou notification")
    PROOF = "justificatif", _("Justificatif")
    FORM = "formulaire", _("Formulaire ou demande")
    REPORT = "rapport", _("Rapport ou évaluation")
    MEDICAL = "medical", _("Document médical")
    OTHER = "autre", _("Autre document")


#: a letter is administrative, a report is for bound professionals, a medical paper for its author and those whom the author adds.
LEVEL_OF_KIND = {
    DocumentKind.REPORT: NoteLevel.SHARED,
    DocumentKind.MEDICAL: NoteLevel.CONFIDENTIAL,
}


def usual_level(kind: str) -> NoteLevel:
    """The level that a kind has unless its author raises it."""
    return LEVEL_OF_KIND.get(DocumentKind(kind), NoteLevel.ADMINISTRATIVE)
