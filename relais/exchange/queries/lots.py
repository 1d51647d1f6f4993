"""Reads of lots: their author's, and nobody else's; the rows offered to a member, theirs alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from relais.accounts.models import Role, Service
from relais.exchange import sheets
from relais.exchange.models import ASIDE, Lot, LotRow, LotState, Outcome
from relais.exchange.reading import Table
from relais.exchange.rules import reasons
from relais.exchange.rules.entries import Entry, entry
from relais.foundation.access import Actor
from relais.people import queries as people
from relais.ui.sentences import said


def services_to_bring(actor: Actor) -> list[Service]:
    """The services for which the actor may bring a table."""
    found = people.headed(actor) if actor.has_role(Role.HEAD) else Service.objects.within(actor).none()
    return sorted({*people.may_open_files(actor), *found}, key=lambda service: (service.name, service.pk))


def may_bring(actor: Actor) -> bool:
    """Whether there is a service for which the actor may bring a table; no query."""
    return people.may_open_some(actor) or people.heads_some(actor)


def lots(actor: Actor) -> QuerySet[Lot]:
    """One's own lots, newest first."""
    return Lot.objects.within(actor).filter(author_id=actor.user_id).select_related("service").order_by("-received_at", "pk")


def lot(actor: Actor, lot_id: UUID) -> Lot | None:
    """One of one's own lots."""
    return lots(actor).filter(pk=lot_id).first() if actor.user_id else None


def preview(found: Lot, codes: Sequence[str], *, on: date, most: int = 5) -> tuple[Table, list[Entry]]:
    """The table of a lot, and its first rows as they would be."""
    table = sheets.table_of(found)
    return table, [entry(row.line, row.cells, codes, on=on) for row in table.rows[:most]]


def report(found: Lot) -> list[tuple[str, str, int]]:
    """How many rows have each outcome: code, words, number; those of none left out, in the order of the list."""
    counted = Counter(found.rows.order_by().values_list("outcome", flat=True))
    return [(one.value, str(one.label), counted[one.value]) for one in Outcome if counted[one.value]]


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A row of which its author decides. ``told``: what their own table says; the file that it may double is ``row.file``, if seen."""

    row: LotRow
    told: Entry


def to_decide(actor: Actor, found: Lot, *, now: datetime, most: int = 200) -> list[ToDecide]:
    """The rows that may double a file: those of the actor's scope now with that file, the others with nothing of it; the first ones."""
    if found.author_id != actor.user_id or found.state != LotState.READY:
        return []
    rows = list(found.rows.filter(outcome__in=(Outcome.DOUBLE, Outcome.ELSEWHERE)).select_related("file__person").order_by("line")[:most])
    cells = {row.line: row.cells for row in sheets.table_of(found).rows} if rows else {}
    near = [row.file_id for row in rows if row.file_id is not None]
    seen = set(people.browsed(actor, now=now).filter(pk__in=near).order_by().values_list("pk", flat=True)) if near else set()
    for row in rows:
        if row.file_id not in seen:
            row.file = None  # it left the scope since the columns were chosen
    return [ToDecide(row, entry(row.line, cells[row.line], found.columns, on=timezone.localdate(now))) for row in rows]


def faults(found: Lot, *, most: int) -> list[LotRow]:
    """The rows that are not taken, with their reason; those still to be decided are not among them."""
    aside = (Outcome.REFUSED, Outcome.STAYED) if found.state == LotState.READY else (*ASIDE, Outcome.STAYED)
    return list(found.rows.filter(outcome__in=aside).order_by("line")[:most])


def offers(actor: Actor) -> QuerySet[LotRow]:
    """The rows that colleagues' tables offer to the actor."""
    if actor.user_id is None or actor.organisation_id is None:
        return LotRow.objects.none()
    rows = LotRow.objects.filter(lead_id=actor.user_id, outcome=Outcome.OFFERED, lot__organisation_id=actor.organisation_id)
    return rows.select_related("lot__author").order_by("lot__received_at", "line", "pk")


def rows_to_correct(found: Lot) -> list[list[str]]:
    """The rows that are not taken, as a table with its headers and a column that says why, in the language of the page."""
    if found.state != LotState.READY:
        kept = sheets.faults_of(found)
    else:
        causes = dict(found.rows.filter(outcome__in=ASIDE).values_list("line", "cause"))
        table = sheets.table_of(found)
        rows = [[*row.cells, causes[row.line]] for row in table.rows if row.line in causes]
        kept = [[*table.headers, ""], *rows] if rows else []
    said_so = [[*cells, reasons.SEPARATOR.join(map(said, reasons.reread(cause)))] for *cells, cause in kept[1:]]
    return [[*kept[0][:-1], gettext("à corriger")], *said_so] if kept else []
