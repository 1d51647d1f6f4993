"""A whole report over 200,000 facts, beside the same rows counted by plain SQL in the same database; then its months closed, and read.

Run: ``python -m benchmarks.reports [FACTS]``; SQLite in a file, or the PostgreSQL that RELAIS_TEST_DATABASE names (emptied first: give a
database of its own). Facts: interviews, visits, démarches with two acts each, over three years. Issue 6 asks 3 s at 200,000 facts.
"""

import random
import sys
import time
from datetime import timedelta
from typing import Any

from benchmarks._database import empty_database
from benchmarks._marks import mark

ASKED = 3.0
FILES = 5000


def fill(facts: int) -> Any:  # a member, known once Django is set up
    """A house whose acts are these; the member who asks."""
    from django.utils import timezone

    from relais.accounts.models import Role
    from relais.casework.models import Interview
    from relais.casework.terms.interviews import InterviewKind
    from relais.people.models import File, Person
    from relais.procedures.models import Procedure, ProcedureAct
    from relais.procedures.rules.progress import Act
    from relais.procedures.terms.procedures import Way
    from relais.reception.models import Visit
    from relais.reception.terms import Came
    from tests.factories.accounts import organisation
    from tests.factories.people import worker

    now, draw, house = timezone.now(), random.Random(6), organisation()
    awa = worker(house, "awa", service="Service 0")
    services = [worker(house, f"tete{number}", Role.HEAD, service=f"Service {number}").service for number in range(4)]
    people = Person.objects.bulk_create(
        [Person(organisation=house, called=f"P{n}", recorded_at=now) for n in range(FILES)], batch_size=1000
    )
    files = File.objects.bulk_create(
        [File(organisation=house, person=one, service=draw.choice(services), opened_at=now) for one in people], batch_size=1000
    )

    def past() -> Any:  # a moment
        return now - timedelta(days=draw.randrange(1, 1000))

    quarter = facts // 5
    kinds, ways = list(InterviewKind), list(Came)
    Interview.objects.bulk_create(
        (
            Interview(organisation=house, file=draw.choice(files), member=awa, kind=draw.choice(kinds), at=past(), recorded_at=now)
            for _ in range(quarter)
        ),
        batch_size=2000,
    )
    Visit.objects.bulk_create(
        (
            Visit(
                organisation=house,
                service=draw.choice(services),
                on=past().date(),
                number=number,
                came=draw.choice(ways),
                arrived_at=now,
                recorded_by=awa,
            )
            for number in range(quarter)
        ),
        batch_size=2000,
    )
    held = [
        Procedure(organisation=house, file=draw.choice(files), holder=awa, opened_by=awa, title="C2S", opened_at=past())
        for _ in range(quarter)
    ]
    Procedure.objects.bulk_create(held, batch_size=2000)
    acts = []
    for one in held:
        filed = one.opened_at.date()
        common = {"organisation": house, "procedure": one, "author": awa, "recorded_at": now}
        acts.append(ProcedureAct(act=Act.FILED, on=filed, way=draw.choice(list(Way)), **common))
        answer = draw.choice((Act.GRANTED, Act.REFUSED))
        acts.append(ProcedureAct(act=answer, on=filed + timedelta(days=draw.randrange(5, 120)), **common))
    ProcedureAct.objects.bulk_create(acts, batch_size=2000)
    return awa


def main() -> None:
    """Fill, ask for three years, tell."""
    facts = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with empty_database():
        from django.db import connection
        from django.utils import timezone

        awa = fill(facts)
        from relais.accounts.queries import actor_of
        from relais.kernel.months import Month
        from relais.reporting.queries import Asked, page
        from relais.reporting.services import close_months

        today = timezone.localdate()
        reader, asked = actor_of(awa, on=today), Asked(Month(today.year - 3, 1), Month.of(today).plus(-1))
        page(reader, asked, on=today)
        began = time.perf_counter()
        report = page(reader, asked, on=today)
        spent = time.perf_counter() - began
        began = time.perf_counter()
        with connection.cursor() as cursor:
            for table in ("casework_interview", "reception_visit", "procedures_procedure", "procedures_procedureact"):
                cursor.execute(f"SELECT count(*), count(DISTINCT organisation_id) FROM {table}")  # names of ours
                cursor.fetchall()
        alone = time.perf_counter() - began
        began = time.perf_counter()
        made = close_months(now=timezone.now())
        closing = time.perf_counter() - began
        began = time.perf_counter()
        page(reader, asked, on=today)
        read = time.perf_counter() - began
        told = sum(one.whole.number or 0 for one in report.figures)
        print(f"{connection.vendor}, {facts} facts: the report takes x{spent / alone:.0f} a count of its rows by plain SQL")
        print(f"report of three years: {spent:.2f} s ({mark('report of three years', spent, ASKED, 's')}), {told} counted")
        print(f"{made} figures of a month closed in {closing:.2f} s, once; the same report of closed months: {read:.2f} s")


if __name__ == "__main__":
    main()
