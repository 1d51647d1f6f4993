"""A démarche needs no goal; the plan that is printed groups démarches under what the person wants, in her words (S3)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.casework.models import Goal
from relais.casework.services.goals import NewStep, add_step, set_goal
from relais.casework.terms.interviews import Who
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope
from relais.people.models import File
from relais.procedures.models import Procedure
from relais.procedures.queries.plan import plan
from relais.procedures.services.goals import hang_on
from relais.procedures.services.procedures import NewProcedure, UnableToKeepProcedure, open_procedure
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=timezone.now() - DAY)


def opened(awa: Member, found: File, title: str) -> Procedure:
    return open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(title=title), now=timezone.now())


def wants(awa: Member, found: File, words: str) -> Goal:
    return set_goal(actor=actor(awa), file_id=found.pk, words=words, now=timezone.now())


def test_a_demarche_is_opened_without_a_goal_and_the_plan_groups_them_under_her_words(awa: Member, found: File) -> None:
    home, health = wants(awa, found, "Garder mon logement"), wants(awa, found, "Me soigner")
    rent, care, bus = (opened(awa, found, title) for title in ("Plan d’apurement", "C2S", "Carte de bus"))
    assert {one.goal_id for one in (rent, care, bus)} == {None}
    add_step(actor=actor(awa), file_id=found.pk, step=NewStep(Who.US, "J’appelle le bailleur", None, home.pk), now=timezone.now())
    browser, page = signed_in(awa), reverse("procedures:plan", args=[found.pk])
    for procedure, goal in ((rent, home), (care, health)):
        where = reverse("procedures:wanted", args=[found.pk, procedure.pk])
        assert browser.post(where, {"goal": str(goal.pk)})["Location"] == page
    text = browser.get(page).content.decode().split("<main", 1)[1]
    places = [text.index(words) for words in ("« Garder mon logement »", "Plan d’apurement", "J’appelle le bailleur")]
    assert places == sorted(places)
    order = [text.index(f"« {words} »") for words in ("Garder mon logement", "Me soigner")] + [text.index("<h2>Sans objectif dit")]
    assert order == sorted(order)
    assert order[1] < text.index(">C2S<") < order[2] < text.index(">Carte de bus<")
    assert JournalEntry.objects.filter(action="procedure.goal").count() == 2


def test_only_a_wish_of_the_same_person_and_only_who_works_in_the_file(awa: Member, found: File, house: Organisation) -> None:
    leon, kept = worker(house, "leon"), opened(awa, found, "C2S")
    other = wants(awa, file_of(awa, "Paul Le Goff", now=timezone.now() - DAY), "Dormir")
    for words in (str(other.pk), "n’importe quoi"):
        browser = signed_in(awa)
        browser.post(reverse("procedures:wanted", args=[found.pk, kept.pk]), {"goal": words})
        assert "Choisissez parmi ce que veut la personne" in browser.get(reverse("procedures:plan", args=[found.pk])).content.decode()
    with pytest.raises(UnableToKeepProcedure):
        hang_on(actor=actor(awa), procedure_id=kept.pk, wanted=other.pk, now=timezone.now())
    mine = wants(awa, found, "Me soigner")
    with pytest.raises(OutOfScope):
        hang_on(actor=actor(leon), procedure_id=kept.pk, wanted=mine.pk, now=timezone.now())
    assert signed_in(leon).get(reverse("procedures:plan", args=[found.pk])).status_code == 404
    assert plan(actor(leon), found, on=timezone.localdate(), now=timezone.now()) == []
    hang_on(actor=actor(awa), procedure_id=kept.pk, wanted=mine.pk, now=timezone.now())
    hang_on(actor=actor(awa), procedure_id=kept.pk, wanted=None, now=timezone.now())
    assert Procedure.objects.get(pk=kept.pk).goal is None


def test_a_wish_that_ended_leaves_its_demarches_in_the_plan_and_the_page_asks_as_much_for_ten(awa: Member, found: File) -> None:
    browser, page = signed_in(awa), reverse("procedures:plan", args=[found.pk])
    assert "Commencez par ce que la personne veut" in browser.get(page).content.decode()

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert browser.get(page).status_code == 200
        return len(seen)

    first = wants(awa, found, "Me soigner")
    hang_on(actor=actor(awa), procedure_id=opened(awa, found, "C2S").pk, wanted=first.pk, now=timezone.now())
    few = asked()
    for number in range(5):
        goal = wants(awa, found, f"Vœu {number}")
        hang_on(actor=actor(awa), procedure_id=opened(awa, found, f"Démarche {number}").pk, wanted=goal.pk, now=timezone.now())
    assert asked() == few
    browser.post(reverse("casework:end_goal", args=[found.pk, first.pk]), {"etat": "atteint"})
    text = browser.get(page).content.decode()
    assert text.index("Sans objectif dit") < text.index(">C2S<")
