"""Who may file, read and change a document: its level, read through the scopes of people.

A deposit asks only that one receives the person; reading asks the level of the document. A confidential document (N3) is for its author
and those whom the author adds, and for an exceptional access taken for a danger (doctrine §3.3 and §3.5).
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from relais.casework.models import Document, DocumentReader
from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.people import policies
from relais.people.models import BreakGlass, File
from relais.people.rules import Level
from relais.people.terms import Motive

_NOTHING = Q(pk__in=())


def readable(actor: Actor, *, now: datetime, found: File | None = None) -> Q:
    """The documents that this actor reads now, withdrawn ones included; ``found``: those of this file alone."""
    if actor.user_id is None:
        return _NOTHING
    administrative = policies.in_file(actor, Level.ADMINISTRATIVE, now=now, found=found)
    evaluation = policies.in_file(actor, Level.EVALUATION, now=now, found=found)
    added = Exists(DocumentReader.objects.filter(document_id=OuterRef("pk"), member_id=actor.user_id))
    danger = Exists(
        BreakGlass.objects.filter(policies.current(now), file_id=OuterRef("file_id"), member_id=actor.user_id, motive=Motive.DANGER)
    )
    confidential = (Q(author_id=actor.user_id) & administrative) | (evaluation & (Q(added) | Q(danger)))
    return (Q(level="n1") & administrative) | (Q(level="n2") & evaluation) | (Q(level="n3") & confidential)


def can_set_level(actor: Actor, document: Document) -> Decision:
    """The author, who raises or lowers it."""
    if document.author_id == actor.user_id:
        return ALLOWED
    return refused("Le niveau d’un document est choisi par qui l’a déposé.")


def can_add_reader(actor: Actor, document: Document) -> Decision:
    """The author of a confidential document."""
    if document.author_id != actor.user_id:
        return refused("Les lectrices et lecteurs d’un document confidentiel sont ajoutés par qui l’a déposé.")
    return ALLOWED if document.level == "n3" else refused("Seul un document confidentiel a des lectrices et lecteurs nommés.")


def can_withdraw(actor: Actor, document: Document, *, leads: UUID | None) -> Decision:
    """The author, or whoever leads the file."""
    if actor.user_id is not None and actor.user_id in {document.author_id, leads}:
        return ALLOWED
    return refused("Un document est retiré par qui l’a déposé, ou par la référente ou le référent du dossier.")
