"""A table is received, its columns are confirmed, its doubles settled; then it is handed to the worker of the queue, or let go."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.accounts.models import Service
from relais.exchange import policies, sheets
from relais.exchange.events import LotAsked
from relais.exchange.models import Lot, LotRow, LotState, Outcome
from relais.exchange.reading import UnreadableTable, read_table
from relais.exchange.rules import columns
from relais.exchange.services.forecasting import forecast
from relais.exchange.services.ground import UnableToTake, demand, my_lot, my_lot_read
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope

#: what is decided of a possible double: the same person, somebody else (a file is opened), or nothing: the row stays aside.
SAME, OTHER = "meme", "autre"


@transaction.atomic
def receive_table(*, actor: Actor, service_id: int, content: bytes, now: datetime) -> Lot:
    """Keep a table, sealed, secrets masked, until its columns are confirmed. UnableToTake says why it cannot be read."""
    service = Service.objects.within(actor).filter(pk=service_id).first()
    if service is None or actor.user_id is None:
        raise OutOfScope
    demand(policies.can_bring(actor, service_id=service_id))
    try:
        table = read_table(content)
    except UnreadableTable as problem:
        raise UnableToTake(table=problem.args[0]) from problem
    lot = Lot(
        organisation_id=service.organisation_id,
        author_id=actor.user_id,
        service=service,
        columns=columns.recognised_all(table.headers),
        total=len(table.rows),
        received_at=now,
    )
    lot.table = sheets.packed(table)
    lot.save(force_insert=True)
    journal.record(actor=actor, action="import.received", at=now, subject=lot)
    return lot


def choose_columns(*, actor: Actor, lot_id: UUID, codes: Sequence[str], now: datetime) -> Lot:
    """Say what each column is; what each row would become is then known. May be said again as long as nothing was applied.

    Names are looked for before the transaction begins: nobody's writing waits for it.
    """
    lot = my_lot_read(actor, lot_id, LotState.RECEIVED, LotState.READY)
    demand(policies.can_bring(actor, service_id=lot.service_id))
    table = sheets.table_of(lot)
    chosen = ["" if rank in table.refused else code for rank, code in enumerate(codes)]
    if len(chosen) != len(table.headers):
        raise UnableToTake(whole=gettext_noop("Ces colonnes ne sont pas celles du tableau."))
    if problem := columns.problem_of(chosen):
        raise UnableToTake(whole=problem)
    lot.columns = chosen
    return _chosen(actor, lot_id, chosen, forecast(actor, lot, table, now=now), now=now)


@transaction.atomic
def _chosen(actor: Actor, lot_id: UUID, chosen: list[str], rows: list[LotRow], *, now: datetime) -> Lot:
    lot = my_lot(actor, lot_id, LotState.RECEIVED, LotState.READY)
    lot.columns, lot.state = chosen, LotState.READY
    lot.save(update_fields=["columns", "state"])
    lot.rows.all().delete()
    LotRow.objects.bulk_create(rows, batch_size=500)
    journal.record(actor=actor, action="import.columns_chosen", at=now, subject=lot)
    return lot


@transaction.atomic
def confirm(*, actor: Actor, lot_id: UUID, doubles: Mapping[UUID, str], others: str = "", now: datetime) -> Lot:
    """Hand the lot to the worker of the queue. ``doubles``: row → SAME or OTHER; ``others``: OTHER for all of which nothing is said.

    A row whose file is elsewhere is never attached to it: SAME leaves it aside, as saying nothing does.
    """
    lot = my_lot(actor, lot_id, LotState.READY)
    demand(policies.can_bring(actor, service_id=lot.service_id))
    for row in lot.rows.filter(outcome__in=(Outcome.DOUBLE, Outcome.ELSEWHERE)).order_by("line"):
        said = doubles.get(row.pk, "") or others
        if said == SAME and row.outcome == Outcome.DOUBLE:
            row.outcome, row.cause = Outcome.KNOWN, ""
        elif said == OTHER:
            row.outcome, row.cause = Outcome.NEW, ""  # the file seen stays beside: the two are remembered as two persons
        else:
            continue
        row.save(update_fields=["outcome", "cause"])
    lot.state, lot.done = LotState.TAKING, 0
    lot.save(update_fields=["state", "done"])
    journal.record(actor=actor, action="import.confirmed", at=now, subject=lot)
    bus.publish(LotAsked(lot.pk))
    return lot


@transaction.atomic
def let_go(*, actor: Actor, lot_id: UUID, now: datetime) -> None:
    """Forget a table of which nothing was applied."""
    lot = my_lot(actor, lot_id, LotState.RECEIVED, LotState.READY)
    journal.record(actor=actor, action="import.let_go", at=now, subject=lot)
    lot.delete()
