"""Reads of lots: their author's, and nobody else's; the rows offered to a member, theirs alone."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from relais.accounts.models import Role, Service
from relais.exchange import sheets
from relais.exchange.models import Lot, LotRow, LotState, Outcome
from relais.exchange.reading import Table
from relais.exchange.rules.entries import Entry, entry
from relais.foundation.access import Actor
from relais.people import queries as people


def services_to_bring(actor: Actor) -> list[Service]:
    """The services for which the actor may bring a table."""
    found = people.headed(actor) if actor.has_role(Role.HEAD) else Service.objects.within(actor).none()
    return sorted({*people.may_open_files(actor), *found}, key=lambda service: (service.name, service.pk))


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


def doubles(actor: Actor, found: Lot) -> list[LotRow]:
    """The rows that may double a file of the actor's scope, with that file."""
    if found.author_id != actor.user_id:
        return []
    return list(found.rows.filter(outcome=Outcome.DOUBLE).select_related("file__person").order_by("line")[:200])


def faults(found: Lot, *, most: int) -> list[LotRow]:
    """The rows that are not taken, with their reason."""
    return list(found.rows.filter(outcome__in=(Outcome.REFUSED, Outcome.STAYED)).order_by("line")[:most])


def offers(actor: Actor) -> QuerySet[LotRow]:
    """The rows that colleagues' tables offer to the actor."""
    if actor.user_id is None or actor.organisation_id is None:
        return LotRow.objects.none()
    rows = LotRow.objects.filter(lead_id=actor.user_id, outcome=Outcome.OFFERED, lot__organisation_id=actor.organisation_id)
    return rows.select_related("lot__author").order_by("lot__received_at", "line", "pk")


def rows_to_correct(found: Lot) -> list[list[str]]:
    """The rows that are not taken, as a table with its headers and a column that says why; from the table itself while it waits."""
    if found.state != LotState.READY:
        return sheets.faults_of(found)
    causes = dict(found.rows.filter(outcome__in=(Outcome.REFUSED, Outcome.DOUBLE)).values_list("line", "cause"))
    table = sheets.table_of(found)
    rows = [[*row.cells, causes[row.line]] for row in table.rows if row.line in causes]
    return [[*table.headers, "à corriger"], *rows] if rows else []
