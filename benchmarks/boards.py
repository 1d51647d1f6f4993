"""The boards of a day through the whole application, at 20,000 persons and 60,000 démarches: time and queries of each.

Run: ``python -m benchmarks.boards [PERSONS] [DEMARCHES]``; SQLite in a file, or the PostgreSQL that RELAIS_TEST_DATABASE names (emptied
first: give a database of its own). Django's own client in one process, without a network. Issue 6 asks 60 ms and 12 queries.
RELAIS_BENCHMARK_SQL=1 prints each query with its time.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from benchmarks._database import analysed, empty_database
from benchmarks._marks import mark
from benchmarks.people import fill, measured

#: milliseconds and queries of a board.
ASKED = (60, 12)
BATCH = 2000
#: of a hundred démarches: how many stand in each state, and whose turn it is.
_STANDING = (
    *(("a_preparer", "a_moi"),) * 20,
    *(("deposee", "organisme"),) * 15,
    *(("accuse_recu", "organisme"),) * 25,
    *(("incomplete", "personne"),) * 5,
    *(("versee", "personne_ne"),) * 35,
)


def follow(demarches: int) -> None:
    """So many démarches with two acts each, a blocker in twenty; a right that ends in every second file; an hour a file; absences."""
    from django.utils import timezone

    from relais.accounts.models import Member
    from relais.casework.models import Absence, Appointment, OpenRight
    from relais.people.models import Assignment, File
    from relais.procedures.models import Blocker, Procedure, ProcedureAct
    from relais.procedures.rules.progress import Act

    now, today, draw = timezone.now(), timezone.localdate(), random.Random(6)
    furnished = set(OpenRight.objects.values_list("file_id", flat=True))
    led = dict(Assignment.objects.filter(part="referent").values_list("file_id", "member_id"))
    files = list(File.objects.filter(pk__in=led).order_by("pk"))
    bare = [file for file in files if file.pk not in furnished]
    house = files[0].organisation_id
    held = []
    for number in range(demarches):
        file = files[number % len(files)]
        state, whose = draw.choice(_STANDING)
        turns = today + timedelta(days=draw.randrange(-20, 60)) if whose == "organisme" else None
        common = {"organisation_id": house, "file": file, "holder_id": led[file.pk], "opened_by_id": led[file.pk]}
        held.append(
            Procedure(
                **common,
                title=draw.choice(("C2S", "Aide au logement", "Prime d’activité", "AAH", "Titre de séjour")),
                body=draw.choice(("CAF", "CPAM", "MDPH", "Préfecture")),
                silence="silence.c2s",
                opened_at=now - timedelta(days=draw.randrange(1, 700)),
                state=state,
                whose=whose,
                turns_on=turns,
                late_on=turns if state != "accordee" else None,
            )
        )
    Procedure.objects.bulk_create(held, batch_size=BATCH)
    acts = (
        ProcedureAct(
            organisation_id=house,
            procedure=one,
            act=act,
            on=one.opened_at.date(),
            author_id=one.holder_id,
            recorded_at=one.opened_at,
            doer="pour" if number % 40 == 0 else "",
            why_for="la ligne était ouverte" if number % 40 == 0 else "",
        )
        for number, one in enumerate(held)
        for act in (Act.FILED, Act.ACKNOWLEDGED)
    )
    ProcedureAct.objects.bulk_create(acts, batch_size=BATCH)
    Blocker.objects.bulk_create(
        (
            Blocker(
                organisation_id=house,
                procedure=one,
                code="B1",
                service="caf.en_ligne",
                step="joindre",
                seen_on=today,
                harm="retard",
                lost="1h",
                author_id=one.holder_id,
                recorded_at=now,
            )
            for one in held[::20]
        ),
        batch_size=BATCH,
    )
    OpenRight.objects.bulk_create(
        (
            OpenRight(
                file=file,
                name=draw.choice(("RSA", "C2S", "AAH", "ALS")),
                ends_on=today + timedelta(days=draw.randrange(-30, 300)),
                body="CAF",
                recorded_by_id=led[file.pk],
                recorded_at=now,
            )
            for file in bare[::2]
        ),
        batch_size=BATCH,
    )
    first = now.replace(hour=8, minute=0, second=0, microsecond=0)
    Appointment.objects.bulk_create(
        (
            Appointment(
                organisation_id=house,
                service_id=file.service_id,
                member_id=led[file.pk],
                booked_by_id=led[file.pk],
                file=file,
                starts_at=(at := first + timedelta(days=draw.randrange(-60, 60), minutes=30 * draw.randrange(16))),
                ends_at=at + timedelta(minutes=30),
                booked_at=now,
            )
            for file in files
        ),
        batch_size=BATCH,
    )
    Absence.objects.bulk_create(
        Absence(organisation_id=house, member=one, starts_on=today, ends_on=today + timedelta(days=7), recorded_by=one, recorded_at=now)
        for one in Member.objects.filter(organisation_id=house).order_by("pk")[5::10]
    )


def boards(names: dict[str, Any]) -> list[tuple[str, Callable[[], Any]]]:
    """Each board and who opens it."""
    from django.urls import reverse

    from tests.factories.accounts import signed_in

    worker, head, desk = (signed_in(names[who]) for who in ("awa", "head", "reception"))

    def got(client: Any, address: str) -> Callable[[], Any]:
        def act() -> Any:
            answer = client.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")
            return answer

        return act

    return [
        ("Ma journée, social worker", got(worker, reverse("day"))),
        ("Ma journée, head of the whole organisation", got(head, reverse("day"))),
        ("Ma journée, reception", got(desk, reverse("day"))),
        ("À renouveler, social worker", got(worker, reverse("procedures:to_renew"))),
        ("À renouveler, head", got(head, reverse("procedures:to_renew"))),
        ("Sans réponse", got(worker, reverse("procedures:unanswered"))),
        ("Absences of the services", got(head, reverse("casework:absences"))),
        ("Appeler une seule fois", got(worker, reverse("procedures:calls"))),
        ("List of files", got(worker, reverse("people:mine"))),
    ]


def main() -> None:
    """Fill, open each board, tell."""
    persons = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    demarches = int(sys.argv[2]) if len(sys.argv) > 2 else 60_000
    with empty_database():
        from django.db import connection

        began = time.perf_counter()
        names = fill(persons)
        follow(demarches)
        analysed()
        print(f"{connection.vendor}, {persons} persons, {demarches} démarches, filled in {time.perf_counter() - began:.0f} s")
        print(f"{'':45} p50 ms  cpu ms  queries")
        for label, act in boards(names):
            if os.environ.get("RELAIS_BENCHMARK_SQL"):
                print(f"--- {label}")
            cpu, wall, count = measured(act)
            told = mark(label, wall, ASKED[0]), mark(f"{label}: queries", count, ASKED[1], "queries")
            print(f"{label:45} {wall:6.1f}  {cpu:6.1f}  {count:7}   {'; '.join(told)}")


if __name__ == "__main__":
    main()
