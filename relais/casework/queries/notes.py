"""Reads of notes: those in the actor's scope, without opening one (services.notes.open_note opens, and says so in the journal)."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from relais.accounts.models import Member, SecrecyBasis
from relais.casework.models import Note
from relais.casework.policies.notes import readable
from relais.foundation.access import Actor
from relais.people.models import Assignment, File
from relais.people.policies import current, identity


def notes(actor: Actor, *, now: datetime, found: File | None = None) -> QuerySet[Note]:
    """The notes that the actor reads, newest first; ``found``: those of this file alone."""
    return Note.objects.within(actor).filter(readable(actor, now=now, found=found)).select_related("author").order_by("-written_at", "pk")


def notes_of(actor: Actor, found: File, *, now: datetime) -> QuerySet[Note]:
    """Those of one file, each with how many ``corrections`` and ``answers`` of the person it bears."""
    return notes(actor, now=now, found=found).annotate(
        corrections=Count("versions", distinct=True) - 1, answers=Count("disagreements", distinct=True)
    )


def note(actor: Actor, note_id: UUID, *, now: datetime) -> Note | None:
    """One note; None out of scope."""
    return notes(actor, now=now).select_related("file__person").filter(pk=note_id).first()


def takes_part(actor: Actor, file_id: UUID, *, now: datetime) -> bool:
    """Whether the actor is named in the file now, rather than in it for a time."""
    return Assignment.objects.filter(current(now), file_id=file_id, member_id=identity(actor)).exists()


def may_be_added(actor: Actor, found: Note, *, now: datetime) -> QuerySet[Member]:
    """The bound colleagues who take part in the file, whom the person did not bar and who do not read this note yet."""
    taking_part = Assignment.objects.filter(current(now), file_id=found.file_id).values("member_id")
    already = found.readers.filter(withdrawn_at=None).values("member_id")
    bound = Member.objects.within(actor).filter(pk__in=taking_part, is_active=True).exclude(secrecy_basis=SecrecyBasis.NONE)
    return bound.exclude(pk=found.author_id).exclude(pk__in=already).order_by("display_name", "pk")
