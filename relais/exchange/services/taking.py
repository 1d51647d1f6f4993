"""Applies the rows of a lot, fifty at a time: each fifty is whole or nothing, and a worker that was killed goes on with the next.

A row that cannot be applied does not stop the others: it is kept aside with its reason. An empty cell erases nothing of what is known.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from relais.casework.models import OpenRight
from relais.casework.queries import agenda
from relais.casework.services.agenda import Meeting, make_appointment
from relais.casework.services.open_rights import ToldRight, keep_right
from relais.exchange import sheets
from relais.exchange.models import ASIDE, KnownAs, Lot, LotRow, LotState, Outcome
from relais.exchange.prints import prints
from relais.exchange.rules.entries import Entry, entry
from relais.exchange.rules.reasons import kept
from relais.exchange.services.ground import who_acts
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.kernel.sentences import Sentence
from relais.people import policies, services
from relais.people import queries as people
from relais.people.models import File
from relais.people.rules import Level
from relais.people.services import NewChannel, Told
from relais.people.terms import ChannelKind

#: rows of one transaction.
AT_ONCE = 50
TO_DO = (Outcome.NEW, Outcome.KNOWN, Outcome.OTHERS)
_KEPT = ("called", "given_names", "family_name", "birth_name", "birth_on", "birth_year", "language", "address")


def take(*, actor: Actor, lot_id: UUID, now: datetime) -> None:
    """Apply what is left of a lot, then write its faults and erase its table. Once done, once more does nothing."""
    while _some(actor, lot_id, now=now):
        _print_some(lot_id)
    _print_some(lot_id)
    _settle(actor, lot_id, now=now)


@transaction.atomic
def _some(actor: Actor, lot_id: UUID, *, now: datetime) -> bool:
    """Apply up to fifty rows; False when none is left."""
    lot = Lot.objects.select_for_update(of=("self",)).filter(pk=lot_id, author_id=actor.user_id, state=LotState.TAKING).first()
    if lot is None:
        return False
    rows = list(lot.rows.filter(outcome__in=TO_DO).select_related("lot").order_by("line")[:AT_ONCE])
    if not rows:
        return False
    cells = {row.line: row.cells for row in sheets.table_of(lot).rows}
    receiving = agenda.whom_one_books(actor, now=now)
    for row in rows:
        told = entry(row.line, cells[row.line], lot.columns, on=timezone.localdate(lot.received_at))
        _one(actor, row, told, receiving=receiving, now=now)
    lot.done = lot.total - lot.rows.filter(outcome__in=TO_DO).count()
    lot.save(update_fields=["done"])
    return True


def _one(actor: Actor, row: LotRow, told: Entry, *, receiving: agenda.Receiving, now: datetime) -> None:
    """One row, whole or aside with its reason."""
    try:
        with transaction.atomic():
            _apply(actor, row, told, receiving=receiving, now=now)
    except (Unable, Refused, OutOfScope) as problem:
        row.outcome, row.cause, row.file_id = Outcome.REFUSED, kept(_why(problem)), None
        row.before = ""
    row.save()


def _why(problem: Exception) -> list[str]:
    if isinstance(problem, OutOfScope):
        return [Sentence("vous ne pouvez plus écrire dans ce dossier")]
    return list(problem.problems.values()) if isinstance(problem, Unable) else [str(problem)]


def _apply(actor: Actor, row: LotRow, told: Entry, *, receiving: agenda.Receiving, now: datetime) -> None:
    if row.outcome == Outcome.OTHERS:
        row.told, row.outcome = json.dumps(as_told(told), ensure_ascii=False), Outcome.OFFERED
    elif row.outcome == Outcome.NEW or row.file_id is None:
        beside = row.file_id
        found = opened(actor, service_id=row.lot.service_id, told=told, lead_id=row.lead_id, receiving=receiving, now=now)
        if beside is not None:
            services.remember_apart(actor=actor, file_id=found.pk, others=[beside], now=now)
        row.file, row.outcome = found, Outcome.OPENED
    else:
        _complete(actor, row, row.file_id, told, now=now)
    if row.file_id is None:
        return
    names = {"reference": told.reference, "who": told.who[:300]}
    if row.outcome == Outcome.OPENED:
        KnownAs.objects.create(file_id=row.file_id, member_id=who_acts(actor), **names)
    else:
        KnownAs.objects.update_or_create(file_id=row.file_id, member_id=who_acts(actor), defaults=names)


def _complete(actor: Actor, row: LotRow, file_id: UUID, told: Entry, *, now: datetime) -> None:
    """A file that is known: what the row adds, and in ``before`` all that undoing puts back."""
    known = KnownAs.objects.filter(file_id=file_id, member_id=who_acts(actor)).values_list("reference", "who").first()
    before = completed(actor, file_id, told, now=now)
    if before is None and known == (told.reference, told.who[:300]):
        row.outcome = Outcome.SAME
        return
    before = before or {"person": {}, "channels": [], "rights": {}, "appointments": []}
    row.outcome, row.before = Outcome.COMPLETED, json.dumps({**before, "known_as": known}, ensure_ascii=False)


def opened(
    actor: Actor, *, service_id: int, told: Entry, lead_id: UUID | None, now: datetime, receiving: agenda.Receiving | None = None
) -> File:
    """A new file with all that the row says. ``receiving``: read once for the fifty rows of a transaction."""
    fields = {
        name: getattr(told, name) for name in ("given_names", "family_name", "birth_name", "language", "address") if getattr(told, name)
    }
    said = Told(told.called, birth_on=told.birth_on, birth_year=told.birth_year, fields=fields)
    found = services.open_file(actor=actor, service_id=service_id, told=said, lead_id=lead_id, now=now)
    found.reading = policies.first_reading(actor, found, lead=lead_id or actor.user_id, now=now)
    for channel in _channels(told):
        services.add_channel(actor=actor, file_id=found.pk, channel=channel, now=now, held=found)
    for right in told.rights:
        kept = ToldRight(right.name, right.ends_on, right.body, right.number)
        keep_right(actor=actor, file_id=found.pk, told=kept, now=now, held=found)
    _meeting(actor, found.pk, told, member_id=lead_id or actor.user_id, now=now, held=found, receiving=receiving)
    return found


def completed(actor: Actor, file_id: UUID, told: Entry, *, now: datetime) -> dict[str, Any] | None:
    """Add to a file what the row says and it does not know, change what differs; what it was before, None when nothing is new."""
    found = people.file(actor, file_id, now=now, level=Level.ADMINISTRATIVE)
    if found is None:
        raise OutOfScope
    person = found.person
    # an address that is hidden from the actor is refused whatever it says: a guess that is right is answered as one that is wrong
    guessed = {"address"} if told.address and not people.reads_address(actor, found, now=now) else set()
    news = {
        name: getattr(told, name)
        for name in _KEPT
        if name in guessed or (getattr(told, name) and getattr(told, name) != getattr(person, name))
    }
    if told.family_name and person.called:
        news.pop("called", None)  # what she wants to be called by is hers; a table only tells her names
    was: dict[str, Any] = {"person": {}, "channels": [], "rights": {}, "appointments": []}
    if news:
        was["person"] = {name: _plain(getattr(person, name)) for name in _KEPT}
        kept = Told(
            news.get("called", person.called),
            birth_on=news.get("birth_on", person.birth_on),
            birth_year=news.get("birth_year", person.birth_year),
            fields={name: value for name, value in news.items() if name not in {"called", "birth_on", "birth_year"}},
        )
        services.change_person(actor=actor, file_id=file_id, told=kept, now=now)
    known = {_bare(channel.value) for channel in person.channels.all()}
    for channel in _channels(told):
        if _bare(channel.value) not in known:
            was["channels"].append(services.add_channel(actor=actor, file_id=file_id, channel=channel, now=now).pk)
    was["rights"] = _rights(actor, file_id, told, now=now)
    was["appointments"] = _meeting(actor, file_id, told, member_id=actor.user_id, now=now)
    return was if any(was.values()) else None


def _rights(actor: Actor, file_id: UUID, told: Entry, *, now: datetime) -> dict[str, Any]:
    """Keep the rights that are new or end on another day; each with what it was, None for one that was not there."""
    was: dict[str, Any] = {}
    known = {right.name.casefold(): right for right in OpenRight.objects.filter(file_id=file_id, closed_on=None).order_by("pk")}
    for right in told.rights:
        old = known.get(right.name.casefold())
        if old is not None and (old.ends_on, right.body or old.body, right.number or old.number) == (right.ends_on, old.body, old.number):
            continue
        kept = keep_right(actor=actor, file_id=file_id, told=ToldRight(right.name, right.ends_on, right.body, right.number), now=now)
        was[str(kept.pk)] = None if old is None else {"ends_on": _plain(old.ends_on), "body": old.body, "number": old.number}
    return was


def _meeting(
    actor: Actor,
    file_id: UUID,
    told: Entry,
    *,
    member_id: UUID | None,
    now: datetime,
    held: File | None = None,
    receiving: agenda.Receiving | None = None,
) -> list[str]:
    """The next appointment, unless it is past or already there; ``held``: a file just opened, where there is none."""
    if told.appointment is None or member_id is None:
        return []
    starts_at = timezone.make_aware(told.appointment)
    if starts_at <= now or (held is None and File.objects.filter(pk=file_id, appointments__starts_at=starts_at).exists()):
        return []
    what = Meeting(starts_at)
    made = make_appointment(actor=actor, member_id=member_id, meeting=what, file_id=file_id, now=now, held=held, receiving=receiving)
    return [str(made.pk)]


def _channels(told: Entry) -> list[NewChannel]:
    found = [NewChannel(ChannelKind.PHONE, phone) for phone in dict.fromkeys(told.phones)]
    return [*found, NewChannel(ChannelKind.EMAIL, told.email)] if told.email else found


def _bare(value: str) -> str:
    return value.casefold().replace(" ", "")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def as_told(told: Entry) -> Mapping[str, Any]:
    """The row in plain values, to be sealed while a colleague is asked."""
    plain = {name: getattr(told, name) for name in ("reference", "email", "phones", *_KEPT)}
    rights = [[right.name, _plain(right.ends_on), right.body, right.number] for right in told.rights]
    when = told.appointment.isoformat() if told.appointment else None
    return {**{name: _plain(value) for name, value in plain.items()}, "rights": rights, "appointment": when}


@transaction.atomic
def _print_some(lot_id: UUID) -> None:
    """Write the digest of each file as the lot left it, once what hears of it has written too."""
    rows = list(
        LotRow.objects.filter(lot_id=lot_id, outcome__in=(Outcome.OPENED, Outcome.COMPLETED), prints="", file__isnull=False).order_by(
            "line"
        )
    )
    found = prints([row.file_id for row in rows if row.file_id])
    for row in rows:
        row.prints = found.get(row.file_id, "") if row.file_id else ""
    LotRow.objects.bulk_update(rows, ["prints"])


@transaction.atomic
def _settle(actor: Actor, lot_id: UUID, *, now: datetime) -> None:
    """Keep the rows to correct for a week, erase the table."""
    lot = Lot.objects.select_for_update(of=("self",)).filter(pk=lot_id, author_id=actor.user_id, state=LotState.TAKING).first()
    if lot is None:
        return
    causes = dict(lot.rows.filter(outcome__in=ASIDE).values_list("line", "cause"))
    lot.faults = sheets.packed_faults(sheets.table_of(lot), causes) if causes else b""
    lot.table, lot.state, lot.settled_at, lot.done = b"", LotState.DONE, now, lot.total
    lot.save()
    journal.record(actor=actor, action="import.done", at=now, subject=lot)
