"""Rows that name a colleague are offered to them: they open the file, or decline. Sealed meanwhile, erased once answered."""

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.exchange import queries
from relais.exchange.models import LotRow, Outcome
from relais.exchange.rules.entries import Entry, RightRead
from relais.exchange.services.ground import UnableToTake
from relais.exchange.services.taking import opened
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.people import queries as people
from relais.people.models import File

if TYPE_CHECKING:
    from relais.foundation.vault.fields import SealedWords

NOBODY = UUID(int=0)


def _offered(actor: Actor, row_id: UUID) -> LotRow:
    if actor.user_id is None or actor.organisation_id is None:
        raise OutOfScope
    rows = LotRow.objects.select_for_update(of=("self",)).select_related("lot")
    row = rows.filter(pk=row_id, lead_id=actor.user_id, outcome=Outcome.OFFERED, lot__organisation_id=actor.organisation_id).first()
    if row is None:
        raise OutOfScope
    return row


def entry_of(row: LotRow) -> Entry:
    """What an offered row says."""
    told: dict[str, Any] = json.loads(cast("SealedWords", row.told).open())
    rights = tuple(
        RightRead(name, date.fromisoformat(day) if day else None, body, number) for name, day, body, number in told.pop("rights")
    )
    born, when, phones = told.pop("birth_on"), told.pop("appointment"), tuple(told.pop("phones"))
    return Entry(
        line=row.line,
        birth_on=date.fromisoformat(born) if born else None,
        appointment=datetime.fromisoformat(when) if when else None,
        phones=phones,
        rights=rights,
        **told,
    )


def offered(actor: Actor, *, most: int) -> list[tuple[LotRow, Entry]]:
    """The rows offered to the actor with what they say; none of a person who keeps the actor out, whenever she said so."""
    rows = [(row, entry_of(row)) for row in queries.offers(actor)[:most]]
    out = people.kept_out_of_all(actor, [(told.civil, told.year, actor.user_id or NOBODY) for _row, told in rows])
    return [one for one, kept_out in zip(rows, out, strict=True) if not kept_out]


@transaction.atomic
def accept(*, actor: Actor, row_id: UUID, now: datetime) -> File:
    """Open the file that a colleague's table told of; who accepts becomes its référent."""
    row = _offered(actor, row_id)
    told = entry_of(row)
    if not told.called:
        raise UnableToTake(whole=gettext_noop("Cette ligne n’a pas de nom."))
    if any(people.kept_out_of_all(actor, [(told.civil, told.year, actor.user_id or NOBODY)])):
        raise OutOfScope
    found = opened(actor, service_id=row.lot.service_id, told=told, lead_id=None, now=now)
    row.outcome, row.file, row.told = Outcome.OPENED, found, ""
    row.save()
    journal.record(actor=actor, action="import.offer_accepted", at=now, subject=row)
    return found


@transaction.atomic
def decline(*, actor: Actor, row_id: UUID, now: datetime) -> None:
    """Refuse a row: what it said is erased, its author sees that it was declined."""
    row = _offered(actor, row_id)
    row.outcome, row.told = Outcome.DECLINED, ""
    row.save()
    journal.record(actor=actor, action="import.offer_declined", at=now, subject=row)
