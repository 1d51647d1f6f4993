"""A worker's table of 1,000 rows, through the services and beside what a database takes alone: ``python -m benchmarks.exchange``.

Prints seconds and rows a second for: reading and guarding the file, choosing columns, applying (a file a row, its phone, its right, its
appointment and its lines in the journal), the same table again, undoing; then the peer, which inserts the same rows in bulk without rule,
journal nor index of names. One process; SQLite in a file, or the PostgreSQL that RELAIS_TEST_DATABASE names
(emptied first: give a database of its own). CPU seconds, so that a busy machine changes little.
"""

import sys
import time
from collections.abc import Callable
from typing import TypeVar

from benchmarks._database import empty_database
from benchmarks._marks import mark

T = TypeVar("T")
#: what issue 5 asks: so many rows within so many seconds.
ROWS, SECONDS = 1000, 60


def main(rows: int) -> None:
    """Measure, on a scratch database."""
    with empty_database():
        _measure(rows)


def _measure(rows: int) -> None:
    from relais.exchange.models import Lot
    from relais.exchange.services.receiving import choose_columns, confirm, receive_table
    from relais.exchange.services.taking import take
    from relais.exchange.services.undoing import ask_undo, undo
    from tests.factories.accounts import organisation
    from tests.factories.people import NOW, actor, service_of, worker
    from tests.factories.tables import rows_of, xlsx_of

    awa = worker(organisation())
    me, content = actor(awa), xlsx_of(rows_of(rows))

    def taken() -> Lot:
        lot = _timed("read and guard", rows, lambda: receive_table(actor=me, service_id=service_of(awa).pk, content=content, now=NOW))
        _timed("columns chosen", rows, lambda: choose_columns(actor=me, lot_id=lot.pk, codes=lot.columns, now=NOW))
        confirm(actor=me, lot_id=lot.pk, doubles={}, now=NOW)
        _timed("applied", rows, lambda: take(actor=me, lot_id=lot.pk, now=NOW))
        return lot

    cpu, wall = time.process_time(), time.perf_counter()
    first = taken()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print("the same table again:")
    taken()
    ask_undo(actor=me, lot_id=first.pk, now=NOW)
    _timed("undone", rows, lambda: undo(actor=me, lot_id=first.pk, now=NOW))
    began = time.process_time()
    _timed("peer: bulk_create of the same six tables", rows, lambda: _peer(awa, rows))
    limit, asked = time.process_time() - began, SECONDS * rows / ROWS
    told = mark(f"{rows} rows", wall, asked, "s")
    print(f"{rows} rows from the file to the files: {wall:.1f} s ({told}); {cpu / limit:.1f} × the processor of the peer")


def _peer(awa: object, rows: int) -> None:
    from datetime import timedelta

    from django.db import transaction

    from relais.accounts.models import Member
    from relais.casework.models import Appointment, OpenRight
    from relais.people.models import Assignment, Channel, File, Person
    from tests.factories.people import NOW
    from tests.factories.tables import rows_of

    assert isinstance(awa, Member)
    assert awa.service is not None
    house, at = awa.organisation_id, {"starts_at": NOW + timedelta(days=2), "ends_at": NOW + timedelta(days=2, hours=1)}
    with transaction.atomic():
        people = [Person(organisation_id=house, called=row[1], family_name=row[1], recorded_at=NOW) for row in rows_of(rows)]
        files = [File(organisation_id=house, person=person, service=awa.service, lead=awa, opened_at=NOW) for person in people]
        Person.objects.bulk_create(people)
        File.objects.bulk_create(files)
        Channel.objects.bulk_create([Channel(person=person, kind="telephone", value="06 39 98 00 00") for person in people])
        Assignment.objects.bulk_create([Assignment(file=file, member=awa, part="referent", starts_at=NOW) for file in files])
        OpenRight.objects.bulk_create([OpenRight(file=file, name="RSA", recorded_by=awa, recorded_at=NOW) for file in files])
        made = {"organisation_id": house, "service": awa.service, "member": awa, "booked_by": awa, "booked_at": NOW, **at}
        Appointment.objects.bulk_create([Appointment(file=file, **made) for file in files])


def _timed(what: str, rows: int, act: Callable[[], T]) -> T:
    cpu, wall = time.process_time(), time.perf_counter()
    done = act()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{what:<44} {cpu:7.2f} s of processor {wall:7.2f} s {rows / cpu:9.0f} rows/s", flush=True)
    return done


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
