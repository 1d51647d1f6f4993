"""Euros of the rights opened, told by groups of eleven; a report of a past year that an elimination does not change."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from relais.accounts.models import Member
from relais.administration.models import Elimination, KeptTally
from relais.administration.services import retention
from relais.foundation.figures import added
from relais.kernel.months import Month
from relais.kernel.tallies import SMALLEST, Tally
from relais.people.models import File
from relais.procedures.models import Procedure, ProcedureAct
from relais.procedures.services.procedures import NewProcedure, open_procedure
from relais.reporting.queries import Asked, Page, page
from relais.reporting.rules.groups import groups
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, file_of, worker

_PARTS = st.lists(
    st.builds(
        Tally,
        service=st.integers(1, 2),
        month=st.builds(Month, st.just(2025), st.integers(1, 12)),
        cell=st.sampled_from(["a", "b"]),
        count=st.integers(1, 14),
        amount=st.integers(0, 900),
    ),
    max_size=30,
)


def together(parts: Sequence[Tally]) -> set[tuple[object, ...]]:
    return {(one.service, one.cell, one.first, one.months, one.count, one.amount) for one in groups(added(parts), through=Month(2025, 12))}


@given(_PARTS, _PARTS)
def test_numbers_kept_of_what_went_make_the_same_groups_as_before(there: list[Tally], gone: list[Tally]) -> None:
    before = together([*there, *gone])
    assert together([*added(there), *added(gone)]) == before
    assert all(count >= SMALLEST for _service, _cell, _first, _months, count, _amount in before), "nothing under eleven, kept or not"


@pytest.fixture
def awa() -> Member:
    return worker(organisation(), "awa")


def granted(awa: Member, number: int, euros: str, pace: str) -> None:
    for rank in range(number):
        found = file_of(awa, f"{pace} {rank}", now=NOW - timedelta(days=2))
        held = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=NOW)
        common = {"organisation_id": found.organisation_id, "procedure": held, "author": awa, "recorded_at": NOW, "on": NOW.date()}
        ProcedureAct.objects.create(act="deposee", **common)
        ProcedureAct.objects.create(act="accordee", euros=Decimal(euros), pace=pace, **common)


ON = date(NOW.year + 1, 2, 1)


def asked() -> Asked:
    year = NOW.year
    return Asked(Month(year, 1), Month(year, 12))


def told(report: Page) -> dict[str, tuple[object, ...]]:
    return {
        one.figure.code: (one.whole.number, one.whole.mean, one.whole.total, *((line.label, line.number, line.total) for line in one.lines))
        for one in report.figures
    }


@pytest.mark.django_db
def test_euros_are_told_once_a_demarche_by_how_they_come_and_never_under_eleven(awa: Member) -> None:
    granted(awa, 11, "100.40", "mois")
    granted(awa, 10, "900", "une_fois")
    paid = Procedure.objects.order_by("opened_at", "pk").filter(acts__pace="mois").first()
    assert paid is not None
    common = {"organisation_id": paid.organisation_id, "author": awa, "recorded_at": NOW + timedelta(hours=1)}
    ProcedureAct.objects.create(procedure=paid, act="versee", euros=Decimal(150), pace="mois", on=NOW.date(), **common)
    numbers = told(page(actor(awa), asked(), on=ON))
    assert numbers["euros_par_mois"][:3] == (11, None, 10 * 100 + 150)
    assert numbers["euros_une_fois"][:3] == (None, None, None)
    shown = signed_in(awa).get(reverse("reporting:report"), {"de": f"01/{NOW.year}", "a": f"12/{NOW.year}"})
    assert shown.status_code in {200, 422}


@pytest.mark.django_db
def test_a_report_of_a_past_year_is_the_same_when_its_files_are_eliminated(awa: Member) -> None:
    granted(awa, 12, "100", "mois")
    before = told(page(actor(awa), asked(), on=ON))
    assert before["droits"][0] == 12
    later = NOW + timedelta(days=740)
    house = awa.organisation
    retention.announce(house, now=later)
    some = list(Elimination.objects.order_by("pk").values_list("pk", flat=True)[:7])
    Elimination.objects.exclude(pk__in=some).delete()
    Elimination.objects.update(visa="2028-12")
    left = File.objects.count() - 7
    assert retention.carry_out(house, now=later + timedelta(days=31)) == 7
    assert File.objects.count() == left
    assert told(page(actor(awa), asked(), on=ON)) == before
    assert KeptTally.objects.within(actor(awa)).filter(figure="euros_par_mois").get().amount == 700
    assert not KeptTally.objects.within(actor(worker(organisation("Ailleurs"), "lise"))).exists()


@pytest.mark.django_db
def test_an_amount_says_how_it_comes_and_is_shown_in_the_story(awa: Member) -> None:
    found = file_of(awa, now=NOW - timedelta(days=2))
    held = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=NOW)
    ProcedureAct.objects.create(
        organisation_id=found.organisation_id, procedure=held, act="deposee", author=awa, recorded_at=NOW, on=NOW.date()
    )
    Procedure.objects.filter(pk=held.pk).update(state="deposee", whose="organisme")
    note = reverse("procedures:note", kwargs={"file_id": found.pk, "procedure_id": held.pk, "act": "accordee"})
    screen = signed_in(awa)
    typed = {"on": f"{NOW:%d/%m/%Y}", "seen": "1", "euros": "121,50"}
    refused = screen.post(note, typed)
    assert refused.status_code == 422
    assert "chaque mois ou en une fois" in refused.content.decode()
    assert screen.post(note, {**typed, "euros": "0", "pace": "mois"}).status_code == 422
    assert screen.post(note, {**typed, "pace": "mois"}).status_code == 302
    story = screen.get(reverse("procedures:procedure", kwargs={"file_id": found.pk, "procedure_id": held.pk})).content.decode()
    assert "121,50" in story
    assert "chaque mois" in story
