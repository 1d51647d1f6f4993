"""Reads of the writings that the law asks to transmit: those whose note the actor reads, and no other."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from relais.casework.models import Note, Transmission
from relais.casework.policies.notes import readable
from relais.foundation.access import Actor
from relais.foundation.marks import mark
from relais.foundation.vault.fields import SealedWords
from relais.people.models import File
from relais.people.policies import identity, in_file
from relais.people.reading import Hand
from relais.people.rules import Level

#: what is written of its way, in the order of the form.
WAY = ("body", "parents", "parents_on", "why_not", "sent_on", "sent_by", "returned_on", "left_on")


def transmissions(actor: Actor, *, now: datetime, found: File | None = None) -> QuerySet[Transmission]:
    """Those that the actor reads, the newest first; ``found``: of this file alone."""
    notes = Note.objects.within(actor).filter(readable(actor, now=now, found=found)).values("pk")
    rows = Transmission.objects.within(actor).filter(note__in=notes).select_related("note__author__service", "member", "organisation")
    of_it = rows if found is None else rows.filter(file=found)
    return of_it.order_by("-due_on", "pk")


def transmission(actor: Actor, found: File, transmission_id: UUID, *, now: datetime) -> Transmission | None:
    """One of this file; None out of scope."""
    return transmissions(actor, now=now, found=found).filter(pk=transmission_id).first()


def to_transmit(actor: Actor, *, now: datetime, held: Hand | None = None) -> QuerySet[Transmission]:
    """Those that are the actor's to send, in files that they still follow, for the page of a day: their day, and nothing of them."""
    mine = Transmission.objects.within(actor).filter(member_id=identity(actor), sent_on=None, left_on=None, file__closed_at=None)
    return mine.filter(in_file(actor, Level.EVALUATION, now=now, held=held))


def way_of(row: Transmission) -> dict[str, object]:
    """Where it stands, by field, in clear; the caller has it in scope."""
    sealed = row.why_not
    told: dict[str, object] = {name: getattr(row, name) for name in WAY if name != "why_not"}
    return told | {"why_not": sealed.open() if isinstance(sealed, SealedWords) else ""}


def mark_of_way(row: Transmission) -> str:
    """The mark of the same, as a page shows it."""
    told = way_of(row)
    return mark("casework.transmission", row.pk, [told[name] for name in WAY])
