"""The report on screen: who reads it, what it says, what it keeps silent, what is taken away."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from relais.accounts.models import Member, Organisation, Role, Service
from relais.casework.models import Interview, RightDecision
from relais.casework.terms.interviews import Cause, InterviewKind, Said
from relais.foundation import figures
from relais.foundation.models import JournalEntry
from relais.kernel.months import Month
from relais.kernel.tallies import Tally
from relais.people.models import File
from relais.procedures.models import Procedure, ProcedureAct
from relais.procedures.rules.progress import Act
from relais.procedures.terms.procedures import Way
from relais.reporting.queries import Asked, page
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker

pytestmark = pytest.mark.django_db
YEAR = 2025
#: a day of the year after.
ON = date(2026, 11, 23)
WHOLE = Asked(Month(YEAR, 1), Month(YEAR, 12))


def at(month: int, day: int = 10) -> datetime:
    return datetime(YEAR, month, day, 12, tzinfo=UTC)


@pytest.fixture
def house():
    return organisation()


@pytest.fixture
def awa(house) -> Member:
    return worker(house, "awa")


def filled(awa: Member, number: int) -> list[File]:
    return [file_of(awa, f"Personne {rank}") for rank in range(number)]


def numbers(awa: Member, asked: Asked = WHOLE) -> dict[str, int | None]:
    return {one.figure.code: one.whole.number for one in page(actor(awa), asked, on=ON).figures}


def met(found: File, awa: Member, month: int) -> None:
    Interview.objects.create(
        organisation_id=found.organisation_id, file=found, member=awa, kind=InterviewKind.values[0], at=at(month), recorded_at=at(month)
    )


def filed(found: File, awa: Member, **days: int) -> Procedure:
    """A démarche whose acts happened on these days of the year (ordinal)."""
    held = Procedure.objects.create(
        organisation_id=found.organisation_id, file=found, holder=awa, opened_by=awa, title="C2S", opened_at=at(3)
    )
    for act, day in days.items():
        on = date(YEAR, 1, 1) + timedelta(days=day)
        ProcedureAct.objects.create(
            organisation_id=found.organisation_id,
            procedure=held,
            act=Act[act],
            on=on,
            way=Way.POST if act == "FILED" else "",
            author=awa,
            recorded_at=at(3),
        )
    return held


def test_a_year_is_told_with_its_numbers_and_its_delays(awa: Member) -> None:
    for found in filled(awa, 14):
        met(found, awa, 2)
        met(found, awa, 5)
        filed(found, awa, FILED=10, REFUSED=40, APPEALED=50, GRANTED=90)
        RightDecision.objects.create(
            organisation_id=found.organisation_id, file=found, member=awa, right="rsa", said=Said.NO, cause=Cause.UNKNOWN, decided_at=at(6)
        )
    assert numbers(awa) == {
        "personnes": 14,
        "passages": None,
        "demarches": 14,
        "droits": 14,
        "euros_par_mois": None,
        "euros_une_fois": None,
        "non_recours": 14,
        "refus": 42,
        "delais": 14,
        "blocages": None,
        "mandats": None,
        "alertes": None,
        "suites_alertes": None,
        "aides": None,
        **{f"domiciliations-{what}": None for what in ("actives", "demandees", "renouvelees", "refusees", "terminees")},
    }
    told = {one.figure.code: one for one in page(actor(awa), WHOLE, on=ON).figures}
    assert {(str(line.label), line.number) for line in told["refus"].lines} == {
        ("Refus", 14),
        ("Recours déposés", 14),
        ("Accords après recours", 14),
    }
    assert told["delais"].whole.mean == 30, "from the deposit to the refusal; the grant after the appeal answers the appeal"
    assert told["non_recours"].lines[0].number == 14
    assert numbers(awa, Asked(Month(YEAR, 6), Month(YEAR, 12)))["personnes"] is None, "each file counts in its first month"


def test_an_act_taken_back_and_another_house_count_for_nothing(awa: Member) -> None:
    for found in filled(awa, 12):
        held = filed(found, awa, FILED=10, GRANTED=40)
        if found.person.called == "Personne 0":
            held.acts.filter(act=Act.GRANTED).update(undone_at=at(4), undone_by=awa)
    assert numbers(awa)["droits"] == 11
    stranger = worker(organisation("Autre"), "zoe")
    assert set(numbers(stranger).values()) == {None}


def test_ten_are_never_told(awa: Member) -> None:
    for found in filled(awa, 10):
        met(found, awa, 2)
    assert set(numbers(awa).values()) == {None}
    words = signed_in(awa).get(reverse("reporting:report"), {"de": f"{YEAR}-01", "a": f"{YEAR}-12"}).content.decode()
    assert "moins de 11" in words
    assert not re.search(r">\s*10\s*<", words)


def test_only_a_tally_leaves_the_files(awa: Member) -> None:
    """What crosses the wall, field by field: numbers by service, month and cell; and every cell has its words."""
    for found in filled(awa, 3):
        met(found, awa, 2)
        filed(found, awa, FILED=10, REFUSED=40, APPEALED=50, GRANTED=90)
    assert Tally.__slots__ == ("service", "month", "cell", "count", "amount")
    for figure in figures.figures():
        for tally in figure.counted(actor(awa), YEAR, YEAR):
            assert type(tally) is Tally
            assert isinstance(tally.month, Month)
            paths = {"/".join(tally.cell.split("/")[:depth]) for depth in range(1, tally.cell.count("/") + 2)}
            assert tally.cell == "" or paths & set(figure.cells()), (figure.code, tally.cell)


@pytest.mark.parametrize("role", [Role.PARTNER, Role.INSTITUTION, Role.COMMISSION, Role.TECHNICIAN])
def test_who_comes_from_outside_reads_no_report(house, role: Role) -> None:
    screen = signed_in(worker(house, "dehors", role))
    assert screen.get(reverse("reporting:report")).status_code == 404
    assert screen.get(reverse("reporting:register")).status_code == 404
    assert screen.post(reverse("reporting:take"), {"de": f"{YEAR}-01", "a": f"{YEAR}-12", "fichier": "xlsx"}).status_code == 404


def test_worker_and_head_read_the_same(house, awa: Member) -> None:
    for found in filled(awa, 12):
        met(found, awa, 2)
    head = worker(house, "petit", Role.HEAD)
    assert numbers(head) == numbers(awa)
    assert signed_in(awa).get(reverse("reporting:register")).status_code == 200


def test_bad_questions_are_told_beside_their_field(awa: Member) -> None:
    screen = signed_in(awa)
    backwards = screen.get(reverse("reporting:report"), {"de": f"{YEAR}-05", "a": f"{YEAR}-02"})
    assert backwards.status_code == 422
    assert "Choisissez un mois après" in backwards.content.decode()
    for sent in ({"de": "2999-01", "a": "2999-02"}, {"de": f"{YEAR}-01"}, {"de": f"{YEAR}-01", "a": f"{YEAR}-02", "service": "999999"}):
        assert screen.get(reverse("reporting:report"), sent).status_code == 422
    assert screen.post(reverse("reporting:take"), {"de": f"{YEAR}-01", "a": f"{YEAR}-02", "fichier": "exe"}).status_code == 422


def test_taking_it_away_is_in_the_journal(awa: Member) -> None:
    for found in filled(awa, 12):
        met(found, awa, 2)
    answer = signed_in(awa).post(reverse("reporting:take"), {"de": f"{YEAR}-01", "a": f"{YEAR}-12", "fichier": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    lines = {(row[0], row[1]): row[2] for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert lines["Personnes reçues", "Ensemble"] == 12
    assert lines["Droits ouverts", "Ensemble"] == "moins de 11"
    assert JournalEntry.objects.filter(action="report.taken").count() == 1
    printed = signed_in(awa).post(reverse("reporting:take"), {"de": f"{YEAR}-01", "a": f"{YEAR}-12", "fichier": "pdf"})
    assert printed.content.startswith(b"%PDF")


def test_the_workbook_runs_nothing_that_somebody_typed(awa: Member) -> None:
    for found in filled(awa, 12):
        met(found, awa, 2)
    Service.objects.filter(pk=awa.service_id).update(name="=HYPERLINK(1)")
    Organisation.objects.filter(pk=awa.organisation_id).update(name="@SUM(1+1)")
    answer = signed_in(awa).post(reverse("reporting:take"), {"de": f"{YEAR}-01", "a": f"{YEAR}-12", "fichier": "xlsx"})
    cells = [cell for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in cells if cell.data_type == "f" or str(cell.value)[:1] in "=+-@\t\r"]


def test_a_report_asks_as_much_for_one_as_for_many(awa: Member) -> None:
    screen: Client = signed_in(awa)
    address = reverse("reporting:report")
    filed(file_of(awa, "Une"), awa, FILED=10, GRANTED=40)
    screen.get(address)
    with CaptureQueriesContext(connection) as one:
        screen.get(address)
    for found in filled(awa, 12):
        filed(found, awa, FILED=10, GRANTED=40)
        met(found, awa, 2)
    with CaptureQueriesContext(connection) as many:
        screen.get(address)
    assert len(many) == len(one) <= 30  # one query a figure, two where what was eliminated counts too
