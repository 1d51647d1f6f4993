"""«Simuler ses droits» from a file: told again, kept, compared; nothing of it in an address, a session, a cookie."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope
from relais.kernel.months import Month
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role
from relais.people import queries as people
from relais.people import services
from relais.people.models import File, KeptSituation
from relais.people.services import UnableToKeepFiles
from relais.screening import queries
from relais.screening.rules.examples import EXAMPLES
from relais.screening.rules.reading import read
from relais.screening.rules.retelling import told_again
from relais.screening.rules.told import Told, decode, encode
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker

MONTH = Month(2026, 11)


def reread(told: Told) -> Household:
    return read(told=told, facts=queries.facts(), reserves=queries.reserves(), month=MONTH).household


def test_a_household_told_again_is_the_same() -> None:
    wages = tuple(float(900 + 10 * (rank // 4)) for rank in range(13))
    varied = Household(
        "menage",
        MONTH,
        (
            Person("p1", Role.DEMANDEUR, {"naissance": date(1988, 3, 12), "salaire": wages}, frozenset({"statut"})),
            Person("e1", Role.ENFANT, {"naissance": date(2019, 1, 5)}),
            Person("e2", Role.ENFANT, {}),
        ),
        {"commune": "59512", "loyer": 612.5},
        frozenset({"logement"}),
        couple_known=True,
    )
    for household in (varied, *(reread(example.told) for example in EXAMPLES.values()), reread(Told())):
        assert reread(told_again(household, facts=queries.facts())) == household


def test_the_sealed_state_carries_the_file_and_an_older_one_still_opens() -> None:
    told = replace(EXAMPLES["mere-seule"].told, file="f", called="Inès")
    assert decode(encode(told)) == told
    assert not replace(Told(), file="f").texts
    assert replace(Told(), file="f", called="Inès").is_blank
    assert b'"f"' not in encode(Told())


@pytest.fixture
def awa() -> Member:
    return worker(organisation(), "awa")


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, "Inès Bakri", now=timezone.now() - timedelta(days=5))


def state(page: str) -> str:
    field = re.search(r'name="etat" id="etat" value="([^"]*)"', page)
    assert field is not None
    return field[1]


def at(name: str, found: File) -> str:
    return reverse(f"screening:{name}", kwargs={"file_id": found.pk})


@pytest.mark.django_db
def test_a_situation_is_kept_told_again_and_compared(awa: Member, found: File) -> None:
    screen = signed_in(awa)
    blank = screen.get(at("of_file", found))
    assert "no-store" in blank["Cache-Control"]
    assert "Simulation pour le dossier de Inès Bakri" in blank.content.decode()
    typed = {
        "etat": state(blank.content.decode()),
        "formulaire": "experte",
        "p1.naissance": "12/3/1988",
        "loyer": "612",
        "commune": "pas une ville",
    }
    kept = screen.post(reverse("screening:keep"), typed)
    assert kept["Location"] == at("situations", found)
    row = KeptSituation.objects.get()
    assert (row.file_id, row.kept_by_id) == (found.pk, awa.pk)
    with connection.cursor() as cursor:
        cursor.execute("select document from people_keptsituation")
        assert b"612" not in bytes(cursor.fetchone()[0]), "the database shows no fact"
    again = screen.get(at("of_file", found)).content.decode()
    assert 'value="612"' in again
    assert "pas une ville" not in again, "what could not be read is not kept"
    screen.post(reverse("screening:keep"), {"etat": state(again), "formulaire": "experte", "p1.naissance": "12/3/1988", "loyer": "650"})
    page = screen.get(at("situations", found)).content.decode()
    assert "Première situation gardée" in page
    assert re.search(r"612.*650", page, re.S)
    assert "loyer" in page.lower()
    session = dict(screen.session.items())
    assert not re.search(r"\b612\b", str(session) + str(screen.cookies)), "three digits inside a digest are no rent"
    actions = set(JournalEntry.objects.filter(subject=f"people.file:{found.pk}").values_list("action", flat=True))
    assert {"file.situation_kept", "file.situation_read"} <= actions
    assert "Dernière situation gardée" in screen.get(reverse("people:file", kwargs={"file_id": found.pk})).content.decode()


@pytest.mark.django_db
def test_nobody_keeps_nor_reads_out_of_scope_and_an_ended_session_loses_nothing(awa: Member, found: File) -> None:
    mine, leon = signed_in(awa), worker(awa.organisation, "leon")
    page = mine.get(at("of_file", found)).content.decode()
    typed = {"etat": state(page), "formulaire": "experte", "loyer": "612"}
    ended = Client().post(reverse("screening:keep"), typed)
    assert ended.status_code == 422
    assert 'value="612"' in ended.content.decode()
    assert "Votre session est terminée" in ended.content.decode()
    assert signed_in(leon).post(reverse("screening:keep"), typed).status_code == 404
    assert not KeptSituation.objects.exists()
    empty = mine.post(reverse("screening:keep"), {"etat": state(page), "formulaire": "experte"})
    assert empty.status_code == 422
    now = timezone.now()
    services.keep_situation(actor=actor(awa), file_id=found.pk, situation=reread(EXAMPLES["mere-seule"].told), now=now)
    assert people.last_situation(actor(leon), found, now=now) is None
    kept = people.last_situation(actor(awa), found, now=now)
    assert kept is not None
    assert services.read_situation(actor=actor(awa), kept=kept, now=now) == reread(EXAMPLES["mere-seule"].told)
    with pytest.raises(OutOfScope):
        services.keep_situation(actor=actor(leon), file_id=found.pk, situation=reread(EXAMPLES["mere-seule"].told), now=now)
    with pytest.raises(UnableToKeepFiles):
        services.keep_situation(actor=actor(awa), file_id=found.pk, situation=reread(Told()), now=now)
    assert mine.get(f"{at('of_file', found)}?situation=x").status_code == 404
    other = worker(organisation("CCAS de Brumeval"), "zoe")
    assert signed_in(other).get(at("situations", found)).status_code == 404
