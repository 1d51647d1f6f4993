"""The journal: one line for each thing an actor did, chained so that a missing or changed line shows.

One chain per organisation, and one for the instance. Each line's seal is an HMAC of its content and of the previous seal, under
a key that the database does not hold. No person's fact, no typed text: a code, a record's identifier, a moment.
"""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from relais.foundation.access import Actor
from relais.foundation.models import JournalEntry, JournalHead
from relais.foundation.sealing import keyring

INSTANCE = "instance"
_PURPOSE = "journal"


@dataclass(frozen=True, slots=True)
class Breach:
    """A place where the chain does not hold; ``number`` of the first wrong line, and what is wrong."""

    chain: str
    number: int
    what: str


def chain_of(organisation_id: UUID | None) -> str:
    """Name of an organisation's chain; ``instance`` for none."""
    return INSTANCE if organisation_id is None else str(organisation_id)


def subject_of(record: Model) -> str:
    """``label:identifier``, which names a record without saying anything about it."""
    return f"{record._meta.label_lower}:{record.pk}"  # noqa: SLF001  # Django's documented meta interface


def _seal(entry: JournalEntry) -> str:
    content = [
        entry.chain,
        entry.number,
        entry.at.astimezone(UTC).isoformat(),
        str(entry.actor_id or ""),
        entry.operator,
        entry.action,
        entry.subject,
        entry.previous,
    ]
    key = keyring().derived(entry.key_id, _PURPOSE)
    return hmac.digest(key, json.dumps(content, ensure_ascii=False).encode(), "sha256").hex()


@transaction.atomic
def record(*, actor: Actor, action: str, at: datetime, subject: Model | None = None, organisation_id: UUID | None = None) -> None:
    """Append one line to the actor's organisation's chain, or to the one given (acts of the terminal)."""
    organisation_id = organisation_id or actor.organisation_id
    JournalHead.objects.get_or_create(chain=chain_of(organisation_id))
    head = JournalHead.objects.select_for_update().get(chain=chain_of(organisation_id))
    entry = JournalEntry(
        chain=head.chain,
        number=head.number + 1,
        organisation_id=organisation_id,
        at=at,
        actor_id=actor.user_id,
        operator=actor.operator,
        action=action,
        subject="" if subject is None else subject_of(subject),
        key_id=keyring().current,
        previous=head.seal,
    )
    entry.seal = _seal(entry)
    entry.save(force_insert=True)
    JournalHead.objects.filter(pk=head.pk).update(number=entry.number, seal=entry.seal)


def breaches(chain: str) -> Iterator[Breach]:
    """Every place where this chain does not hold: changed line, missing line, missing end."""
    number, seal = 0, ""
    for entry in JournalEntry.objects.filter(chain=chain).order_by("number").iterator():
        if number and entry.number != number + 1:
            yield Breach(chain, number + 1, "ligne manquante")
        elif number and entry.previous != seal:
            yield Breach(chain, entry.number, "ligne précédente changée")
        if entry.key_id not in keyring().keys:
            yield Breach(chain, entry.number, "clé absente")
        elif not hmac.compare_digest(_seal(entry), entry.seal):
            yield Breach(chain, entry.number, "ligne changée")
        number, seal = entry.number, entry.seal
    head = JournalHead.objects.filter(chain=chain).first()
    if head is not None and (head.number, head.seal) != (number, seal):
        yield Breach(chain, number + 1, "fin manquante")
