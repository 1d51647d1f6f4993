"""Where a person of protected address lives is not read in her screenings by whoever does not read her address."""

import re
from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.law.answers.shape import Screening
from relais.law.situation.facts import Kind
from relais.law.situation.household import Household
from relais.people import queries as people
from relais.people import services
from relais.people.models import File, KeptAnswers, KeptSituation
from relais.people.terms import Part
from relais.screening import queries
from relais.screening.rules.told import Told
from relais.screening.services import answer_again
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker
from tests.screening.conftest import SCREENING
from tests.screening.test_kept_situations import at, reread, state

SAID = {"commune": "Roubaix (59100)", "loyer": "612", "p1.naissance": "12/3/1988"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def leads() -> Member:
    return worker(organisation(), "awa")


@pytest.fixture
def beside(leads: Member) -> Member:
    return worker(leads.organisation, "leon")


@pytest.fixture
def found(leads: Member, beside: Member) -> File:
    """A file whose address is protected, followed by two, with the situation that the référente kept."""
    now = timezone.now()
    hers = file_of(leads, "Sabrina", now=now - timedelta(days=5), address="3 rue des Quais, Roubaix", address_protected=True)
    services.assign(actor=actor(leads), file_id=hers.pk, member_id=beside.pk, part=Part.CO_LEAD, now=now - timedelta(days=4))
    keep(leads, hers, Told(SAID))
    return hers


@pytest.fixture
def asked() -> Iterator[list[Household]]:
    """The households that the law was asked about."""
    seen: list[Household] = []

    def answers(household: Household, **_when: object) -> Screening:
        seen.append(household)
        return SCREENING

    def answers_of(households: list[Household], **_when: object) -> list[Screening]:
        return [answers(one) for one in households]

    with patch.object(queries, "answers", answers), patch.object(queries, "answers_of", answers_of):
        yield seen


def keep(who: Member, found: File, told: Told) -> KeptSituation:
    return services.keep_situation(actor=actor(who), file_id=found.pk, situation=reread(told), now=timezone.now())


def last(who: Member, found: File) -> KeptSituation:
    kept = people.last_situation(actor(who), found, now=timezone.now())
    assert kept is not None
    return kept


def read_by(who: Member, found: File) -> Household:
    return services.read_situation(actor=actor(who), kept=last(who, found), now=timezone.now())


def test_a_place_is_told_of_the_household() -> None:
    assert {fact.scope.value for fact in queries.facts().values() if fact.kind is Kind.PLACE} == {"household"}


def test_the_team_reads_the_situation_without_the_place(leads: Member, beside: Member, found: File) -> None:
    assert read_by(leads, found).facts["commune"] == "59512"
    hidden = read_by(beside, found)
    assert hidden.facts == {"loyer": 612.0}
    services.name_address_reader(actor=actor(leads), file_id=found.pk, member_id=beside.pk, now=timezone.now())
    assert read_by(beside, found).facts["commune"] == "59512"


def test_no_page_of_the_team_says_the_place(leads: Member, beside: Member, found: File, asked: list[Household]) -> None:
    keep(leads, found, Told({**SAID, "commune": "Lille (59000)"}))
    read, screen = signed_in(leads), signed_in(beside)
    assert all(name in read.get(at("situations", found)).content.decode() for name in ("Roubaix", "Lille"))
    old = KeptSituation.objects.earliest("kept_at")
    for address in (at("of_file", found), f"{at('of_file', found)}?situation={old.pk}", at("situations", found)):
        page = screen.get(address).content.decode()
        assert not re.search("Roubaix|Lille|59512|59350", page)
        assert "Adresse protégée" in page
    assert not any("commune" in one.facts for one in asked)
    whole = read.get(at("of_file", found)).content.decode()
    assert "Lille" in whole
    assert "Adresse protégée" not in whole


def test_what_the_team_keeps_does_not_lose_the_place(leads: Member, beside: Member, found: File) -> None:
    keep(beside, found, Told({"loyer": "650"}))
    assert (read_by(leads, found).facts, read_by(beside, found).facts) == ({"commune": "59512", "loyer": 650.0}, {"loyer": 650.0})
    keep(beside, found, Told({"loyer": "650", "commune": "Lille (59000)"}))
    assert read_by(leads, found).facts["commune"] == "59350", "she may be told it"
    keep(leads, found, Told({"loyer": "650"}))
    assert "commune" not in read_by(leads, found).facts, "who reads the place may take it away"


def test_the_answers_kept_do_not_rest_on_the_place(leads: Member, found: File, asked: list[Household]) -> None:
    screen = signed_in(leads)
    page = kept_from(screen, found)
    assert "Roubaix" in page
    assert len(asked) > 1, "the page answers with the place, then what is kept is answered without"
    assert [("commune" in one.facts) for one in (asked[0], asked[-1])] == [True, False]
    asked.clear()
    screen.post(at("recompute", found))
    KeptAnswers.objects.all().delete()
    assert answer_again(now=timezone.now()).done == 1
    assert [one.facts for one in asked] == [{"loyer": 612.0}, {"loyer": 612.0}]


def kept_from(screen: Client, found: File) -> str:
    """Keep again what the page of the file tells; the page."""
    page = screen.get(at("of_file", found)).content.decode()
    done = screen.post(reverse("screening:keep"), {"etat": state(page)})
    assert "gardée dans le dossier" in str(next(iter(get_messages(done.wsgi_request))))
    return page


def test_answers_are_forgotten_when_an_address_becomes_protected(leads: Member) -> None:
    now = timezone.now()
    hers = file_of(leads, "Inès Bakri", now=now - timedelta(days=5), address="3 rue des Quais")
    kept = keep(leads, hers, Told(SAID))
    services.keep_answers(actor=actor(leads), kept=kept, month=reread(Told(SAID)).month, answers="{}", now=now)
    told = services.Told("Inès Bakri", birth_year=1990, fields={"address": "3 rue des Quais"})
    services.change_person(actor=actor(leads), file_id=hers.pk, told=told, now=now)
    assert KeptAnswers.objects.exists()
    protected = services.Told("Inès Bakri", birth_year=1990, fields={"address_protected": True})
    services.change_person(actor=actor(leads), file_id=hers.pk, told=protected, now=now)
    assert not KeptAnswers.objects.exists()
