"""The figures of a year: what is counted, what is hidden, and that no subtraction finds it; as a page and as a workbook."""

import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from relais.accounts.models import Member
from relais.administration.models import KeptTally
from relais.domiciliation import facts
from relais.domiciliation.models import Domiciliation, Election
from relais.domiciliation.queries.years import year_of
from relais.foundation import figures
from relais.kernel.decisions import OutOfScope
from relais.kernel.months import Month
from relais.reporting.queries import Asked, page
from tests.domiciliation.steps import with_desk
from tests.factories.accounts import signed_in
from tests.factories.people import NOW, actor, file_of, service_of

pytestmark = pytest.mark.django_db
ON = timezone.localdate(NOW)


def domiciled(awa: Member, head: Member, count: int, *, home: str, since: date, ended: date | None = None, reason: str = "") -> None:
    """So many domiciliations of a year, written straight: what is counted here is columns."""
    for number in range(count):
        found = file_of(awa, f"{home} {since} {number}", now=NOW)
        last = Domiciliation.objects.filter(service=service_of(head)).order_by("-number").values_list("number", flat=True).first() or 0
        kept = Domiciliation.objects.create(
            organisation=found.organisation, file=found, service=found.service, number=last + 1, state="radiee", opened_at=NOW
        )
        told = {"domiciliation": kept, "organisation": found.organisation, "kind": "premiere", "home": home, "asked_on": since}
        made = {"recorded_by": awa, "recorded_at": NOW, "outcome": "accordee", "decided_on": since, "decided_by": head, "starts_on": since}
        Election.objects.create(**told, **made, ends_on=since + timedelta(days=364), ended_on=ended, end_reason=reason)


@pytest.fixture
def crowd(awa: Member, petit: Member) -> None:
    head = with_desk(petit)
    domiciled(awa, head, 12, home="homme", since=date(2025, 3, 3))
    domiciled(awa, head, 4, home="femme_enfants", since=date(2025, 5, 5))
    domiciled(awa, head, 11, home="homme", since=date(2025, 2, 3), ended=date(2025, 9, 9), reason="logement")
    domiciled(awa, head, 3, home="couple", since=date(2025, 2, 3), ended=date(2025, 9, 9), reason="non_manifestation")


def test_what_ran_on_the_last_day_and_what_ended(petit: Member, crowd: None) -> None:
    found = {one.figure.code: one for one in year_of(actor(petit), facts.FIGURES, year=2025, service=None, on=ON).figures}
    active = found["domiciliations-actives"]
    assert (active.whole, [(str(one.label), one.number) for one in active.lines]) == (12, [("Homme isolé sans enfant", 12)])
    ended = found["domiciliations-terminees"]
    assert (ended.whole, [one.number for one in ended.lines]) == (11, [11])
    assert found["domiciliations-refusees"].whole is None
    first = found["domiciliations-demandees"]
    assert first.whole == 23
    assert [one.number for one in first.lines] == [23]


def test_no_sum_nor_difference_tells_a_number_under_eleven(petit: Member, crowd: None) -> None:
    for figure in facts.FIGURES:
        (one,) = year_of(actor(petit), (figure,), year=2025, service=None, on=ON).figures
        told = [line.number for line in one.lines if line.number is not None]
        assert all(number >= 11 for number in told)
        assert one.whole is None or one.whole - sum(told) == 0 or one.whole - sum(told) >= 11


def test_a_year_under_way_counts_its_finished_months_and_january_none(awa: Member, petit: Member) -> None:
    domiciled(awa, with_desk(petit), 11, home="homme", since=date(2026, 11, 3))
    head = actor(petit)
    first = year_of(head, (facts.FIRST,), year=2026, service=None, on=ON).figures[0]
    assert first.whole is None, "November is not over"
    assert year_of(head, (facts.FIRST,), year=2026, service=None, on=date(2026, 12, 2)).figures[0].whole == 11
    assert year_of(head, facts.FIGURES, year=2027, service=None, on=date(2027, 1, 9)).figures == ()


def test_the_page_and_the_workbook_say_the_same(petit: Member, yasmine: Member, crowd: None) -> None:
    screen, year = signed_in(petit), reverse("domiciliation:year")
    asked = {"annee": str(timezone.localdate().year - 1), "service": ""}
    shown = screen.get(year, asked)
    assert shown.status_code == 200
    assert screen.get(year, {"annee": "1999"}).status_code == 422
    taken = screen.post(reverse("domiciliation:take"), asked)
    rows = list(load_workbook(io.BytesIO(taken.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]  # one sheet
    assert rows[0][0] == "Domiciliation"
    assert {row[0] for row in rows[2:]} == {str(one.title) for one in facts.FIGURES}
    assert screen.post(reverse("domiciliation:take")).status_code == 422
    assert signed_in(yasmine).get(year).status_code == 404
    with pytest.raises(OutOfScope):
        year_of(actor(yasmine), facts.FIGURES, year=2025, service=None, on=ON)
    assert Client().get(year).status_code == 302


def test_the_page_of_the_year_and_the_report_never_tell_two_numbers_of_one_figure(petit: Member, crowd: None) -> None:
    """What was eliminated counts in both: the difference of two pages would tell what each hides."""
    head = actor(petit)
    common = {"organisation": petit.organisation, "figure": "domiciliations-demandees", "service": petit.service_id, "month": "2025-03"}
    KeptTally.objects.create(**common, cell="homme", count=3)
    (year,) = year_of(head, (facts.FIRST,), year=2025, service=None, on=ON).figures
    report = page(head, Asked(Month(2025, 1), Month(2025, 12)), on=ON)
    (same,) = [one for one in report.figures if one.figure.code == "domiciliations-demandees"]
    assert year.whole == same.whole.number == 26
    assert [one.number for one in year.lines] == [one.number for one in same.lines]


def test_reports_hold_them_too() -> None:
    codes = {one.code for one in figures.figures()}
    assert {one.code for one in facts.FIGURES} <= codes
