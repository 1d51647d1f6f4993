"""Puts a lot back as it was, for seven days: file by file, except where somebody wrote since, which is kept and said."""

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.casework.models import Appointment, OpenRight
from relais.exchange import policies
from relais.exchange.events import LotAsked
from relais.exchange.models import KnownAs, Lot, LotRow, LotState, Outcome
from relais.exchange.prints import prints
from relais.exchange.rules.reasons import kept
from relais.exchange.services.ground import UnableToTake, my_lot, who_acts
from relais.exchange.services.taking import AT_ONCE
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.kernel.sentences import Sentence
from relais.people import policies as people_policies
from relais.people.freezing import is_frozen
from relais.people.models import Channel, File, Person
from relais.people.rules import Level

if TYPE_CHECKING:
    from relais.foundation.vault.fields import SealedWords

#: how long a lot may be undone.
UNDO_WITHIN = timedelta(days=7)
_APPLIED = (Outcome.OPENED, Outcome.COMPLETED)
_TOUCHED = Sentence("quelqu’un a écrit dans ce dossier depuis")
_LIMITED = Sentence("la personne a demandé la limitation de ses données : rien n’y change")
_GONE = Sentence("vous ne lisez plus ce dossier")


@transaction.atomic
def ask_undo(*, actor: Actor, lot_id: UUID, now: datetime) -> Lot:
    """Hand the undoing of a lot to the worker of the queue; within seven days."""
    lot = my_lot(actor, lot_id, LotState.DONE)
    if lot.settled_at is None or now > lot.settled_at + UNDO_WITHIN:
        raise UnableToTake(whole=gettext_noop("Ce tableau a été repris il y a plus de sept jours : corrigez les dossiers un par un."))
    lot.state = LotState.UNDOING
    lot.save(update_fields=["state"])
    lot.rows.filter(outcome=Outcome.OFFERED).update(outcome=Outcome.UNDONE, told=b"")
    journal.record(actor=actor, action="import.undo_asked", at=now, subject=lot)
    bus.publish(LotAsked(lot.pk))
    return lot


def undo(*, actor: Actor, lot_id: UUID, now: datetime) -> None:
    """Put back what is left of a lot, fifty rows at a time."""
    while _some(actor, lot_id, now=now):
        pass


@transaction.atomic
def _some(actor: Actor, lot_id: UUID, *, now: datetime) -> bool:
    lot = Lot.objects.select_for_update(of=("self",)).filter(pk=lot_id, author_id=actor.user_id, state=LotState.UNDOING).first()
    if lot is None:
        return False
    rows = list(lot.rows.filter(outcome__in=_APPLIED).select_related("lot").order_by("-line")[:AT_ONCE])
    if not rows:
        lot.state, lot.faults = LotState.UNDONE, b""
        lot.save()
        journal.record(actor=actor, action="import.undone", at=now, subject=lot)
        return False
    found = prints([row.file_id for row in rows if row.file_id])
    heads = policies.heads(actor, lot.service_id)
    scope = people_policies.reaches(actor, Level.EXISTENCE if heads else Level.ADMINISTRATIVE, now=now)
    mine = set(File.objects.filter(scope, pk__in=list(found)).values_list("pk", flat=True))
    limited = {file.pk for file in File.objects.filter(pk__in=mine).order_by("pk") if is_frozen(file)}
    for row in rows:
        if row.file_id is not None and row.file_id not in mine:
            row.outcome, row.cause = Outcome.STAYED, kept([_GONE])
        elif row.file_id in limited:
            row.outcome, row.cause = Outcome.STAYED, kept([_LIMITED])
        elif row.file_id is None or not row.prints or found[row.file_id] != row.prints:
            row.outcome, row.cause = Outcome.STAYED, kept([_TOUCHED])
        else:
            _put_back(actor, row, now=now)
        row.save()
    return True


def _put_back(actor: Actor, row: LotRow, *, now: datetime) -> None:
    """The file as it was: gone when the lot opened it, its former contents when the lot completed it."""
    if (found := File.objects.select_related("person").filter(pk=row.file_id or uuid4()).first()) is None:
        raise OutOfScope
    journal.record(actor=actor, action="import.row_undone", at=now, subject=found)
    if row.outcome == Outcome.OPENED:
        row.file = None
        found.person.delete()
    else:
        was = json.loads(cast("SealedWords", row.before).open())
        _person(found.person, was["person"])
        Channel.objects.filter(person=found.person, pk__in=was["channels"]).delete()
        Appointment.objects.filter(file=found, pk__in=was["appointments"]).delete()
        _rights(found, was["rights"])
        _known_as(found, who_acts(actor), was["known_as"])
    row.outcome, row.before, row.prints = Outcome.UNDONE, "", ""


def _known_as(found: File, member_id: UUID, was: list[str] | None) -> None:
    known = KnownAs.objects.filter(file=found, member_id=member_id)
    if was is None:
        known.delete()
    else:
        known.update(reference=was[0], who=was[1])


def _person(person: Person, was: dict[str, Any]) -> None:
    if not was:
        return
    for name, value in was.items():
        setattr(person, name, date.fromisoformat(value) if name == "birth_on" and value else value)
    person.index_names()
    person.save()


def _rights(found: File, was: dict[str, Any]) -> None:
    for right_id, before in was.items():
        right = OpenRight.objects.filter(file=found, pk=right_id)
        if before is None:
            right.delete()
        else:
            ends_on = date.fromisoformat(before["ends_on"]) if before["ends_on"] else None
            right.update(ends_on=ends_on, body=before["body"], number=before["number"])
