"""The nightly run of renewals over so many open rights, half of them past their last day: time, progress and peak memory.

Run: ``python -m benchmarks.renewals [RIGHTS]``; SQLite in a file, or the PostgreSQL that RELAIS_TEST_DATABASE names (emptied first: give
a database of its own). The run is what ``relais renewals run`` does; a second run finds nothing to write. Memory: the peak of the process
once filled, and what the run itself added to it.
"""

import random
import resource
import sys
import time
from datetime import timedelta

from benchmarks._database import analysed, empty_database

BATCH = 2000
#: one démarche in so many rights renews it; one person in so many said no.
RENEWED, DECLINED = 10, 20


def fill(rights: int) -> None:
    """Files of four rights each, led by one member; rights that end from a year ago to a year ahead."""
    from django.utils import timezone

    from relais.casework.models import OpenRight, RightDecision
    from relais.people.models import File, Person
    from relais.procedures.models import Procedure
    from tests.factories.accounts import organisation
    from tests.factories.people import worker

    now, today, draw, house = timezone.now(), timezone.localdate(), random.Random(6), organisation()
    awa = worker(house, "awa", service="Service 0")
    for begun in range(0, rights, 4 * BATCH):
        people = [Person(organisation=house, called=f"P{begun + n}", recorded_at=now) for n in range(min(BATCH, (rights - begun) // 4))]
        Person.objects.bulk_create(people, batch_size=BATCH)
        files = [File(organisation=house, person=one, service=awa.service, opened_at=now) for one in people]
        File.objects.bulk_create(files, batch_size=BATCH)
        held = [
            OpenRight(
                file=file,
                name=name,
                ends_on=today + timedelta(days=draw.randrange(-365, 365)),
                recorded_by=awa,
                recorded_at=now,
                body="CAF",
            )
            for file in files
            for name in ("RSA", "C2S", "AAH", "ALS")
        ]
        OpenRight.objects.bulk_create(held, batch_size=BATCH)
        common = {"organisation": house, "holder": awa, "opened_by": awa, "opened_at": now, "state": "deposee", "whose": "organisme"}
        Procedure.objects.bulk_create(
            [Procedure(file=one.file, title=one.name, renews=one, **common) for one in held[::RENEWED]], batch_size=BATCH
        )
        RightDecision.objects.bulk_create(
            [
                RightDecision(organisation=house, file=one.file, member=awa, open_right=one, said="non", decided_at=now)
                for one in held[1::DECLINED]
            ],
            batch_size=BATCH,
        )


def peak() -> int:
    """Megabytes that the process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Fill, run twice, tell."""
    rights = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with empty_database():
        from django.db import connection, reset_queries

        began = time.perf_counter()
        fill(rights)
        analysed()
        print(f"{connection.vendor}, {rights} open rights, filled in {time.perf_counter() - began:.0f} s")
        reset_queries()
        from django.utils import timezone

        from relais.procedures.services.renewals import record_lapses

        for label in ("first run", "second run"):
            before, began, cpu = peak(), time.perf_counter(), time.process_time()
            done = record_lapses(now=timezone.now(), told=lambda done, total: print(f"  {done} / {total}", end="\r", file=sys.stderr))
            spent, worked = time.perf_counter() - began, time.process_time() - cpu
            print(f"{label}: {done} breaks written, {spent:.1f} s ({worked:.1f} s of processor), peak {peak()} MB, +{peak() - before} MB")


if __name__ == "__main__":
    main()
