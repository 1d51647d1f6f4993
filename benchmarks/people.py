"""A list of files, a person's page and a search through the whole application, at 20,000 persons, beside the same rows in plain SQL.

Run: ``python -m benchmarks.people [PERSONS]``; SQLite in a file, or the PostgreSQL that RELAIS_TEST_DATABASE names (emptied first: give
a database of its own). Django's own client in one process, processor time and wall time; the peer is the same process, the same
database, the rows that the screen shows read by one SQL statement: the ratio is what scope, journal, session and page cost.
"""

import gc
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks._database import analysed, empty_database
from benchmarks._lived_in import furnish
from benchmarks._marks import mark

REPEATS = 15
#: milliseconds and queries that issue 5 asks at 20,000 persons; megabytes of the process.
ASKED = {"list": (40, 10), "page": (80, 20), "search": (60, None)}
MEMORY = 200
WORKERS = 320
_FIRST = (
    *("Inès", "Awa", "Yann", "Sabrina", "Kévin", "Fatoumata", "Marie", "Jean-Pierre", "Léa", "Mohamed", "Chloé", "Amina", "Hélène"),
    *("Zoé", "Ibrahim", "Nathalie", "Thierry", "Éloïse", "Maëlle", "Souleymane", "Corinne", "Aïcha", "Bruno", "Solène", "Driss"),
)
_PARTS = (
    "ba",
    "kri",
    "le",
    "goff",
    "mar",
    "tin",
    "du",
    "pont",
    "ben",
    "ka",
    "cem",
    "tra",
    "oré",
    "vas",
    "seur",
    "pe",
    "tit",
    "ro",
    "che",
    "lan",
)


def fill(persons: int) -> dict[str, Any]:
    """An organisation of so many persons, one open file each, in four services; by tables, as an import would."""
    from django.utils import timezone

    from relais.accounts.models import Member, Role, RoleGrant
    from relais.people.models import Assignment, Channel, File, NameKey, Person
    from tests.factories.accounts import organisation
    from tests.factories.people import worker

    now, draw = timezone.now() - timedelta(days=30), random.Random(5)
    house = organisation()
    places = [worker(house, f"tete{number}", Role.HEAD, service=f"Service {number}") for number in range(4)]
    whole = worker(house, "directrice", Role.HEAD, service="Service 0")
    RoleGrant.objects.filter(member=whole).update(service=None)
    first = worker(house, "awa", service="Service 0")
    reception = worker(house, "yasmine", Role.RECEPTION, service="Service 0")
    workers = [first]
    for number in range(1, WORKERS):
        shown = Member(
            organisation=house,
            identifier=f"agent{number}",
            display_name=f"Agent {number}",
            joined_at=now,
            service=places[number % 4].service,
        )
        workers.append(shown)
    Member.objects.bulk_create(workers[1:])
    RoleGrant.objects.bulk_create(
        RoleGrant(member=one, role=Role.SOCIAL_WORKER, service=one.service, starts_on=now.date(), granted_at=now) for one in workers[1:]
    )
    names: dict[str, Any] = {"awa": first, "head": whole, "reception": reception}
    for begun in range(0, persons, 5000):
        people = []
        for _number in range(begun, min(begun + 5000, persons)):
            family = "".join(draw.choice(_PARTS) for _ in range(draw.choice((2, 3, 3)))).capitalize()
            given, year = draw.choice(_FIRST), draw.randrange(1930, 2008)
            person = Person(
                organisation=house, called=f"{given} {family}", given_names=given, family_name=family, birth_year=year, recorded_at=now
            )
            person.index_names()
            people.append(person)
        Person.objects.bulk_create(people, batch_size=500)
        NameKey.objects.rewrite(people)
        Channel.objects.bulk_create([Channel(person=one, kind="telephone", value="06 39 98 00 11") for one in people], batch_size=2000)
        files, parts = [], []
        for number, person in enumerate(people, begun):
            lead = workers[number % WORKERS]
            found = File(organisation=house, person=person, service=lead.service, opened_at=now, name_key=person.name_key, lead=lead)
            files.append(found)
            parts.append(Assignment(file=found, member=lead, part="referent", starts_at=now))
            if number % 5 == 0:
                parts.append(Assignment(file=found, member=workers[(number + 4) % WORKERS], part="equipe", starts_at=now))
        File.objects.bulk_create(files, batch_size=1000)
        Assignment.objects.bulk_create(parts, batch_size=1000)
    names["file"] = File.objects.filter(assignments__member=first).select_related("person").order_by("pk").first()
    furnish(names["file"], lead=first, desk=reception, now=timezone.now())
    return names


def measured(act: Callable[[], Any]) -> tuple[float, float, int]:
    """Median processor and wall milliseconds of an act, and its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    act()
    with CaptureQueriesContext(connection) as asked:
        act()
    count = sum(1 for query in asked if not query["sql"].lstrip("-").startswith(("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")))
    if os.environ.get("RELAIS_BENCHMARK_SQL"):
        print("\n".join(f"      {query['time']} {query['sql'][:1500]}" for query in asked))
    spent, wall = [], []
    gc.collect()
    gc.freeze()  # as a web worker does once loaded (``project/wsgi.py``): what filled the database is none of its requests
    for _ in range(REPEATS):
        cpu, began = time.process_time(), time.perf_counter()
        act()
        spent.append((time.process_time() - cpu) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent), statistics.median(wall), count


def peer(sql: str, values: list[Any]) -> float:
    """Median wall milliseconds of the rows alone."""
    from django.db import connection

    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            cursor.fetchall()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


_ROWS = """SELECT f.id, p.called, p.birth_year, s.name, f.state FROM people_file f JOIN people_person p ON p.id = f.person_id
JOIN accounts_service s ON s.id = f.service_id """
_MINE = (
    _ROWS
    + """JOIN people_assignment a ON a.file_id = f.id WHERE a.member_id = %s AND a.ends_at IS NULL AND f.closed_at IS NULL
ORDER BY f.name_key, f.id LIMIT 25"""
)
_WHOLE = _ROWS + "WHERE f.organisation_id = %s AND f.closed_at IS NULL ORDER BY f.name_key, f.id LIMIT 25"
_SEARCH = _ROWS + "WHERE f.organisation_id = %s AND p.name_key LIKE %s ORDER BY f.name_key, f.id LIMIT 25"
_ONE = _ROWS + "JOIN people_assignment a ON a.file_id = f.id JOIN people_channel c ON c.person_id = p.id WHERE f.id = %s"


def doors(names: dict[str, Any]) -> list[tuple[str, str, Callable[[], Any], str, list[Any]]]:
    """Each act: its kind, its label, itself, and the plain SQL of the rows that it shows."""
    from django.db import connection
    from django.urls import reverse

    from tests.factories.accounts import signed_in

    awa, head, desk = (signed_in(names[who]) for who in ("awa", "head", "reception"))
    adapt = connection.ops.adapt_unknown_value if connection.vendor == "postgresql" else (lambda value: value.hex)
    house, mine, one = (adapt(value) for value in (names["head"].organisation_id, names["awa"].pk, names["file"].pk))

    def got(client: Any, address: str, **posted: str) -> Callable[[], Any]:
        def act() -> Any:
            from relais.foundation import limits

            limits.forget_all()
            answer = client.post(address, posted) if posted else client.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")
            return answer

        return act

    files, search, page = reverse("people:mine"), reverse("people:search"), reverse("people:file", kwargs={"file_id": names["file"].pk})
    return [
        ("list", "list of a social worker", got(awa, files), _MINE, [mine]),
        ("list", "list of a whole organisation", got(head, files), _WHOLE, [house]),
        ("page", "page of a person", got(awa, page), _ONE, [one]),
        ("search", "search, social worker", got(awa, search, nom="bacri"), _SEARCH, [house, "%bakri%"]),
        ("search", "search, whole organisation, exact", got(head, search, nom="Inès Bakri"), _SEARCH, [house, "%ines bakri%"]),
        ("search", "search, whole organisation, slips", got(head, search, nom="Hélene Vaseurkri"), _SEARCH, [house, "%helene vasseurkri%"]),
        ("search", "search, whole organisation, two letters", got(head, search, nom="be"), _SEARCH, [house, "%be%"]),
        ("search", "search, reception, name and year", got(desk, search, nom="Maelle", naissance="1988"), _SEARCH, [house, "maelle%"]),
    ]


def resident() -> int:
    """Megabytes that the process holds."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def main() -> None:
    persons = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with empty_database():
        from django.db import connection

        began = time.perf_counter()
        names = fill(persons)
        analysed()
        print(f"{connection.vendor}, {persons} persons, filled in {time.perf_counter() - began:.0f} s")
        print(f"{'':40} ratio to SQL   cpu ms  wall ms  queries   asked")
        for kind, label, act, sql, values in doors(names):
            (cpu, wall, count), alone = measured(act), peer(sql, values)
            most, queries = ASKED[kind]
            told = [mark(label, wall, most)] + ([mark(f"{label}: queries", count, queries, "queries")] if queries else [])
            print(f"{label:40} {wall / alone:9.1f} ×  {cpu:7.1f}  {wall:7.1f}  {count:7}   {'; '.join(told)}")
        engine = "loaded" if "openfisca_france" in sys.modules else "not loaded"
        print(f"process: {resident()} MB ({mark('process', resident(), MEMORY, 'MB')}), rights engine {engine}")


if __name__ == "__main__":
    main()
