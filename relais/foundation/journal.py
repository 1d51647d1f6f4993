"""The journal: one line for each thing an actor did or read. No person's fact, no typed text: codes, identifiers, a moment.

A line is written in the transaction of the act, takes no lock, and carries its own MAC under a key that the database does not hold;
``journal_sealing`` numbers and chains the lines by batches. One chain for each organisation, and one for the instance.
"""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from relais.foundation.access import Actor
from relais.foundation.journal_sealing import Breach, breaches, mac_of
from relais.foundation.models import JournalBatch, JournalEntry
from relais.foundation.sealing import keyring
from relais.kernel.purposes import Purpose

__all__ = ["INSTANCE", "Breach", "Done", "breaches", "chain_of", "consult", "done_between", "read", "record", "subject_of"]

INSTANCE = "instance"
READ = "read"


def chain_of(organisation_id: UUID | None) -> str:
    """Name of an organisation's chain; ``instance`` for none."""
    return INSTANCE if organisation_id is None else str(organisation_id)


def subject_of(record: Model) -> str:
    """``label:identifier``, which names a record without saying anything about it."""
    return f"{record._meta.label_lower}:{record.pk}"  # noqa: SLF001  # Django's documented meta interface


def about_of(record: Model | None) -> UUID | None:
    """The file from which a record hangs (``journal_about`` where a record says otherwise); None for what hangs from none."""
    found = getattr(record, "journal_about", getattr(record, "file_id", None))
    return found if isinstance(found, UUID) else None


@transaction.atomic(savepoint=False)
def record(
    *,
    actor: Actor,
    action: str,
    at: datetime,
    subject: Model | None = None,
    organisation_id: UUID | None = None,
    purpose: Purpose | None = None,
    about_id: UUID | None = None,
) -> None:
    """Write one line in the chain of the actor's organisation, or of the one given (acts of the terminal).

    ``about_id``: the file that the act is about, when the subject does not hang from it.
    """
    organisation_id = organisation_id or actor.organisation_id
    entry = JournalEntry(
        version=2,
        token=uuid.uuid4(),
        chain=chain_of(organisation_id),
        organisation_id=organisation_id,
        at=at,
        actor_id=actor.user_id,
        role=" ".join(sorted(actor.roles))[:120],
        operator=actor.operator,
        action=action,
        purpose="" if purpose is None else purpose.value,
        subject="" if subject is None else subject_of(subject),
        about_id=about_id or about_of(subject),
        key_id=keyring().current,
    )
    entry.seal = mac_of(entry)
    entry.save(force_insert=True)


def read(actor: Actor, record_read: Model, *, purpose: Purpose, at: datetime | None = None, part: str = "") -> None:
    """Write that this record is read, before it is shown: when this fails, nothing is shown.

    ``part``: which part when it matters («note.read» is another line than «note.confidential_read»). ValueError on no purpose.
    """
    if not isinstance(purpose, Purpose):
        raise ValueError("a reading says its purpose")  # noqa: TRY004  # an act without its reason, whatever its type
    name = record_read._meta.model_name or ""  # noqa: SLF001  # as above
    action = f"{name}.{part}_{READ}" if part else f"{name}.{READ}"
    record(
        actor=actor, action=action, at=at or timezone.now(), subject=record_read, organisation_id=_house_of(record_read), purpose=purpose
    )


def _house_of(record_read: Model) -> UUID | None:
    house = getattr(record_read, "organisation_id", None)
    return house if isinstance(house, UUID) else None


def consult(
    actor: Actor, record_read: Model, *, purpose: Purpose, at: datetime | None = None, also: Collection[UUID] = ()
) -> Sequence[JournalEntry]:
    """Every line about a record and what hangs from it, newest first; that the journal was read is itself a line, among those given.

    ``also``: identifiers of records of the same kind that became this one.
    """
    now = at or timezone.now()
    house = _house_of(record_read) or actor.organisation_id
    record(actor=actor, action="journal.read", at=now, subject=record_read, organisation_id=house, purpose=purpose)
    label = subject_of(record_read).partition(":")[0]
    here = Q(subject=subject_of(record_read)) | Q(about_id=_uuid(record_read))
    if also:
        here |= Q(subject__in=[f"{label}:{one}" for one in also]) | Q(about_id__in=also)
    lines = JournalEntry.objects.filter(here, chain=chain_of(house))
    return list(lines.order_by("-at", "-id"))


@dataclass(frozen=True, slots=True)
class Done:
    """What an account did or read in a file, as the weekly rules read it. ``about_id``: the file. ``role``: in which roles, as codes."""

    actor_id: UUID
    about_id: UUID
    action: str
    role: str
    at: datetime

    @property
    def is_reading(self) -> bool:
        """Whether it was read only."""
        return self.action.endswith((f".{READ}", f"_{READ}"))


def done_between(organisation_id: UUID, *, of: str, since: datetime, until: datetime) -> Iterator[Done]:
    """Every sealed line of accounts about records of this label (``of``: the file) or what hangs from one, account by account in the order
    of time, for the rules of security. The caller writes that it was read; ``until`` excluded."""
    chain = chain_of(organisation_id)
    # a line is sealed after it is written; a day more, for a clock that was put right in between
    first = (
        JournalBatch.objects.filter(chain=chain, sealed_at__gte=since - timedelta(days=1))
        .order_by("number")
        .values_list("first", flat=True)
        .first()
    )
    if first is None:
        return
    lines = JournalEntry.objects.filter(chain=chain, number__gte=first, at__gte=since, at__lt=until, actor_id__isnull=False)
    told = lines.order_by("actor_id", "at", "id").values_list("actor_id", "about_id", "subject", "action", "role", "at")
    for actor_id, about_id, subject, action, role, at in told.iterator():
        label, _colon, key = subject.partition(":")
        record_id = about_id or (UUID(key) if label == of else None)
        if actor_id is not None and record_id is not None:
            yield Done(actor_id, record_id, action, role, at)


def _uuid(record_read: Model) -> UUID | None:
    return record_read.pk if isinstance(record_read.pk, UUID) else None
