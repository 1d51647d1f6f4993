"""What every act on a domiciliation begins with: the file in scope, the domiciliation locked, the row once whole."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.domiciliation.models import Domiciliation, Election, Leave
from relais.domiciliation.rules.clocks import Away, silent_on
from relais.domiciliation.terms import EndReason, Kind, Outcome, State
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.foundation.marks import LEFT_BEHIND, is_behind
from relais.kernel.decisions import Decision, OutOfScope, Unable
from relais.people.models import File
from relais.people.rules import Level
from relais.people.services.beginnings import file_in_scope, whole_record


class UnableToDomicile(Unable):
    """What was asked of a domiciliation breaks a rule."""


def demand(decision: Decision, field: str = "whole") -> None:
    """UnableToDomicile, beside this field, unless the rule allows."""
    if not decision:
        raise UnableToDomicile(**{field: decision.reason})


def demand_seen(seen: str, now: str) -> None:
    """UnableToDomicile when the page showed something else; "" for who showed no page."""
    if is_behind(seen, now):
        raise UnableToDomicile(whole=LEFT_BEHIND)


def open_file(actor: Actor, file_id: UUID, *, now: datetime) -> File:
    """The file, locked, open, of which the actor keeps the administrative part."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    if found.closed_at is not None:
        raise UnableToDomicile(whole=_("Ce dossier est clos : rouvrez-le pour une demande de domiciliation."))
    return found


def held(actor: Actor, file_id: UUID, *, now: datetime, while_limited: bool = False) -> Domiciliation:
    """The last domiciliation of a file whose reception level the actor works with, locked; OutOfScope when there is none."""
    file = file_in_scope(actor, file_id, Level.RECEPTION, now=now, while_limited=while_limited)
    every = Domiciliation.objects.within(actor).select_for_update(of=("self",)).filter(file_id=file.pk)
    found = sorted(every.order_by("-opened_at", "pk"), key=lambda one: one.state not in {State.ASKED, State.ACTIVE})
    if not found:
        raise OutOfScope
    return found[0]


def active(actor: Actor, file_id: UUID, *, now: datetime) -> Domiciliation:
    """The same while mail may be received."""
    found = held(actor, file_id, now=now)
    if found.state != State.ACTIVE:
        raise UnableToDomicile(whole=_("Cette domiciliation n’est pas en cours."))
    return found


def wind(actor: Actor, found: Domiciliation, *, now: datetime) -> None:
    """Write when three months without news will be over, from her last sign and the absences that she told; the caller saves.

    They never run before her first day here: nobody may be silent where nothing was granted. A letter that spoke of a silence which is
    no more is taken back.
    """
    if found.seen_on is None:
        return
    told = Leave.objects.filter(domiciliation=found).values_list("first", "last")
    first_years = Election.objects.filter(domiciliation=found, kind=Kind.FIRST, outcome=Outcome.GRANTED)
    began = first_years.aggregate(last=Max("starts_on"))["last"] or found.seen_on
    found.silent_on = silent_on(seen_on=max(found.seen_on, began), away=[Away(first, last) for first, last in told])
    if found.noticed == EndReason.SILENT and (found.silent_on is None or found.silent_on > timezone.localdate(now)):
        forget_notice(actor, found, now=now)


def forget_notice(actor: Actor, found: Domiciliation, *, now: datetime) -> None:
    """The end that she was written about will not come; the caller saves."""
    found.noticed, found.noticed_on, found.answer_by = "", None, None
    journal.record(actor=actor, action="domiciliation.notice_lifted", at=now, subject=found)


def heard_of(actor: Actor, found: Domiciliation, *, on: date, now: datetime) -> None:
    """She gave news that day, by what she came for; the caller saves."""
    found.seen_on = max(found.seen_on or on, on)
    wind(actor, found, now=now)


def keep(record: Model) -> None:
    """Write a new row once all its fields are acceptable."""
    whole_record(record).save(force_insert=True)
