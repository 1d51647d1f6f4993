"""Non-take-up by its four causes, with the part of the screens (S40); the report attacked as a reader may, by each page and file (S11)."""

import io
import re
from datetime import UTC, date, datetime
from itertools import combinations_with_replacement, product

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from relais.accounts.models import Member, Service
from relais.casework.models import RightDecision
from relais.casework.terms.interviews import Cause, Said
from relais.kernel.months import Month
from relais.people.models import File
from relais.procedures.models import Blocker, Procedure
from relais.reporting.queries import Asked, Page, page
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker
from tests.procedures.test_chronology import words_of
from tests.reporting.test_report import ON, YEAR, at, filled

pytestmark = pytest.mark.django_db
WHOLE = Asked(Month(YEAR, 1), Month(YEAR, 12))
SENT = {"de": f"{YEAR}-01", "a": f"{YEAR}-12"}


@pytest.fixture
def awa() -> Member:
    return worker(organisation())


def said(found: File, awa: Member, cause: str, *, month: int = 6, right: str = "rsa") -> None:
    RightDecision.objects.create(
        organisation_id=found.organisation_id, file=found, member=awa, right=right, said=Said.NO, cause=cause, decided_at=at(month)
    )


def screen_met(
    found: File, awa: Member, *, seen_on: date, right: str = "rsa", code: str = "B01", way: str = "en_ligne", solved: str = ""
) -> None:
    kept = Procedure.objects.create(
        organisation_id=found.organisation_id, file=found, holder=awa, opened_by=awa, title="RSA", right=right, opened_at=at(3)
    )
    Blocker.objects.create(
        organisation_id=found.organisation_id, procedure=kept, code=code, service=f"caf.{way}", step="remplir", seen_on=seen_on,
        harm="retard", lost="1h", author=awa, recorded_at=at(3), solved=solved, ended_on=seen_on if solved else None,
    )  # fmt: skip


def test_s40_the_four_causes_apart_and_the_part_that_comes_after_a_screen(awa: Member) -> None:
    causes = {Cause.UNKNOWN: 11, Cause.COMPLEX: 12, Cause.NOT_OBTAINED: 13, Cause.NEVER_TOLD: 14}
    files = iter(filled(awa, sum(causes.values())))
    for cause, number in causes.items():
        for rank in range(number):
            found = next(files)
            said(found, awa, cause)
            before, after = date(YEAR, 5, 2), date(YEAR, 9, 2)
            if cause == Cause.COMPLEX and rank < 7:
                screen_met(found, awa, seen_on=before)
            elif cause == Cause.NOT_OBTAINED:
                # met after her answer, for another right, by another way, or by mistake: no part of it
                more = ({"seen_on": after}, {"seen_on": before, "right": "aah"}, {"seen_on": before, "code": "C01", "way": "telephone"})
                screen_met(found, awa, **(more[rank % 3]))
            elif cause == Cause.UNKNOWN:
                screen_met(found, awa, seen_on=before, solved="erreur")
    (figure,) = [one for one in page(actor(awa), WHOLE, on=ON).figures if one.figure.code == "non_recours"]
    assert {str(line.label).partition("\u00a0:")[0].partition(" :")[0]: line.number for line in figure.lines} == {
        "Non-connaissance": 11, "Non-demande": 12, "Non-réception": 13, "Non-proposition": 14,
    }  # fmt: skip
    shares = {line.number: str(line.share) for line in figure.lines}
    assert shares == {11: "moins d’un quart", 12: "de la moitié aux trois quarts", 13: "moins d’un quart", 14: "moins d’un quart"}
    assert str(figure.whole.share) == "moins d’un quart"
    shown = signed_in(awa).get(reverse("reporting:report"), SENT).content.decode()
    assert "de la moitié aux trois quarts après un blocage numérique rencontré pour ce droit" in shown
    section = shown[shown.index('id="non_recours"') :].partition("</section>")[0]
    assert "<svg" in section, "a chart"
    assert "<table" in section, "with its table"


def crowd(awa: Member, number: int, *, month: int, service: Service, cause: str = Cause.UNKNOWN) -> None:
    for rank in range(number):
        found = file_of(awa, f"P {service.pk} {month} {cause} {rank}", now=datetime(YEAR, 1, 3, tzinfo=UTC))
        File.objects.filter(pk=found.pk).update(service=service)
        said(found, awa, cause, month=month)


def told(report: Page) -> dict[tuple[str, str], int]:
    found = {(one.figure.code, "Ensemble"): one.whole.number or 0 for one in report.figures}
    return found | {(one.figure.code, str(line.label)): line.number or 0 for one in report.figures for line in one.lines}


def test_no_difference_of_two_reports_tells_a_number_under_eleven(awa: Member) -> None:
    """Every period of the year, every service and all, each number against each other that a reader may hold beside it."""
    first = awa.service
    assert first is not None
    second = Service.objects.create(organisation=awa.organisation, name="Seniors")
    for month, number, service, cause in (
        (1, 14, first, Cause.UNKNOWN), (1, 3, second, Cause.UNKNOWN), (2, 4, first, Cause.COMPLEX), (2, 9, second, Cause.COMPLEX),
        (3, 12, second, Cause.NEVER_TOLD), (5, 2, first, Cause.NOT_OBTAINED), (5, 10, second, Cause.NOT_OBTAINED),
    ):  # fmt: skip
        crowd(awa, number, month=month, service=service, cause=cause)
    spans = list(combinations_with_replacement([Month(YEAR, number) for number in (1, 2, 3, 6, 12)], 2))
    reports = {
        (span, place): told(page(actor(awa), Asked(*span, place), on=ON)) for span, place in product(spans, (None, first.pk, second.pk))
    }
    for (span, place), (wider, same) in product(reports, repeat=2):
        if place == same and wider[0] <= span[0] and span[1] <= wider[1]:
            for name, number in reports[wider, same].items():
                rest = number - reports[span, place].get(name, 0)
                assert rest == 0 or rest >= 11, (name, span, wider)
    for (span, place), one in reports.items():
        parts = sum(count for (code, label), count in one.items() if code == "non_recours" and label != "Ensemble")
        rest = one["non_recours", "Ensemble"] - parts
        assert rest == 0 or rest >= 11, (span, place)
        others = sum(reports[span, other].get(("non_recours", "Ensemble"), 0) for other in (first.pk, second.pk))
        rest = reports[span, None]["non_recours", "Ensemble"] - others
        assert rest == 0 or rest >= 11, span


def test_the_screen_the_workbook_and_the_pdf_tell_the_same_numbers_and_no_more(awa: Member) -> None:
    first = awa.service
    assert first is not None
    crowd(awa, 14, month=1, service=first)
    crowd(awa, 5, month=2, service=first, cause=Cause.COMPLEX)
    client = signed_in(awa)
    screen = told(page(actor(awa), WHOLE, on=ON))
    assert screen["non_recours", "Ensemble"] == 14
    take = {**SENT, "service": ""}
    book = load_workbook(io.BytesIO(client.post(reverse("reporting:take"), {**take, "fichier": "xlsx"}).content)).active
    rows = [row for row in book.iter_rows(min_row=3, values_only=True) if row[0] == "Droits non demandés ou non obtenus, par cause"]  # type: ignore[union-attr]  # one sheet
    assert [row[2] for row in rows] == [14, 14]
    printed = words_of(client.post(reverse("reporting:take"), {**take, "fichier": "pdf"}).content)
    section = printed[printed.index("Droits non demandés") : printed.index("Refus et recours")]
    assert set(re.findall(r"\b\d+\b", re.sub(r"\d+\s*/\s*\d+", "", section))) == {"14"}, "pages apart"
    # what vanishes between two pages tells nothing: a month more, and the five stay hidden
    shorter = told(page(actor(awa), Asked(Month(YEAR, 1), Month(YEAR, 1)), on=ON))
    assert shorter["non_recours", "Ensemble"] == 14
