"""What is read twice: a month closed tells the same for ever; what is noted late counts in the next one (S11, differencing over time)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from relais.accounts.models import Member, Service
from relais.casework.models import Interview
from relais.foundation import figures
from relais.foundation.figures import Figure, added
from relais.foundation.models import JournalEntry
from relais.kernel.months import Month
from relais.kernel.tallies import Tally
from relais.people.models import File
from relais.procedures.rules.progress import Act
from relais.project.cli import main
from relais.reporting.models import ClosedFigure
from relais.reporting.queries import Asked, page
from relais.reporting.rules.closing import closed, to_close
from relais.reporting.rules.groups import groups, told
from relais.reporting.services import close_months
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker
from tests.reporting.test_report import ON, YEAR, filed, filled, met, numbers

JUNE, JULY, AUGUST = (Month(YEAR, number) for number in (6, 7, 8))
TO_JUNE, TO_JULY = Asked(Month(YEAR, 1), JUNE), Asked(Month(YEAR, 1), JULY)

_FACTS = st.lists(
    st.builds(
        Tally,
        service=st.integers(1, 2),
        month=st.builds(Month, st.just(YEAR), st.integers(1, 6)),
        cell=st.sampled_from(["a", "b"]),
        count=st.integers(1, 14),
        amount=st.integers(0, 900),
    ),
    max_size=8,
)
#: what is noted, and what is taken back (ranks), between two closings.
_LIFE = st.lists(st.tuples(_FACTS, st.lists(st.integers(0, 30), max_size=3)), min_size=6, max_size=6)


def lived(life: Sequence[tuple[list[Tally], list[int]]], *, undone: bool) -> tuple[list[Tally], list[list[Tally]]]:
    """The facts after six months, each month closed after what was noted in it; and what was told after each closing."""
    facts: list[Tally] = []
    told_now: list[Tally] = []
    after: list[list[Tally]] = []
    for number, (noted, ranks) in enumerate(life, start=1):
        facts += [replace(one, month=min(one.month, Month(YEAR, number))) for one in noted]
        for rank in ranks if undone else ():
            facts.pop(rank % len(facts)) if facts else None
        told_now = [*told_now, *added(closed(Month(YEAR, number), added(facts), told_now))]
        after.append(told_now)
    return facts, after


@settings(max_examples=150, deadline=None)
@given(_LIFE)
def test_a_question_over_closed_months_has_one_answer_whenever_it_is_asked(life: list[tuple[list[Tally], list[int]]]) -> None:
    """Whatever is noted late or taken back; and no difference between two closings is under eleven."""
    _facts, after = lived(life, undone=True)
    for number in range(1, 6):
        whole = Month(YEAR, number)
        then, later = groups(after[number - 1], through=whole), groups(after[-1], through=Month(YEAR, 6))
        for service, cell in ((None, None), (1, None), (2, "a"), (None, "b")):
            first = told(then, first=Month(YEAR, 1), last=whole, service=service, cell=cell)
            assert first == told(later, first=Month(YEAR, 1), last=whole, service=service, cell=cell)
            more = (told(later, first=Month(YEAR, 1), last=Month(YEAR, 6), service=service, cell=cell).count or 0) - (first.count or 0)
            assert more == 0 or more >= 11


@settings(max_examples=150, deadline=None)
@given(_LIFE)
def test_what_is_noted_late_is_counted_once_and_nothing_is_lost(life: list[tuple[list[Tally], list[int]]]) -> None:
    facts, after = lived(life, undone=False)
    assert count_of(after[-1]) == count_of(facts)
    mistaken, told_with_mistakes = lived(life, undone=True)
    assert not count_of(mistaken) - count_of(told_with_mistakes[-1]), "what is taken back hides nothing that is there"


def count_of(parts: Sequence[Tally]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in parts:
        found[one.cell] += one.count
    return found


def test_a_month_is_closed_from_the_fifth_of_the_next() -> None:
    assert to_close(date(2026, 12, 4)) == Month(2026, 10)
    assert to_close(date(2026, 12, 5)) == Month(2026, 11)
    assert to_close(date(2027, 1, 31)) == Month(2026, 12)


def after(month: int, day: int = 6) -> datetime:
    return datetime(YEAR, month, day, 3, tzinfo=UTC)


@pytest.fixture
def awa() -> Member:
    return worker(organisation(), "awa")


@pytest.mark.django_db
def test_an_act_noted_late_changes_no_report_already_read(awa: Member) -> None:
    """The attack over time: the same report before and after, and the next one."""
    for found in filled(awa, 14):
        filed(found, awa, FILED=40, GRANTED=100)
    assert close_months(now=after(7)) > 0
    before = page(actor(awa), TO_JUNE, on=ON)
    assert (numbers(awa, TO_JUNE)["demarches"], numbers(awa, TO_JUNE)["droits"]) == (14, 14)
    for rank in range(3):
        filed(file_of(awa, f"Tard {rank}"), awa, FILED=41, GRANTED=101)
    for one in filled(awa, 12):
        filed(one, awa, FILED=190)
    assert page(actor(awa), TO_JUNE, on=ON) == before, "and nothing of July before it is closed"
    assert numbers(awa, TO_JULY)["demarches"] == 14
    close_months(now=after(8))
    assert page(actor(awa), TO_JUNE, on=ON) == before
    assert numbers(awa, TO_JULY)["demarches"] == 14 + 12 + 3, "those noted late count in July"
    assert numbers(awa, Asked(JULY, JULY))["droits"] is None, "three late grants are no group"


@pytest.mark.django_db
def test_what_is_taken_back_or_moves_leaves_what_was_told(awa: Member) -> None:
    files = filled(awa, 14)
    held = [filed(found, awa, FILED=40, GRANTED=100) for found in files]
    close_months(now=after(7))
    told_then = page(actor(awa), TO_JUNE, on=ON)
    held[0].acts.filter(act=Act.GRANTED).update(undone_at=after(7), undone_by=awa)
    elsewhere = Service.objects.create(organisation=awa.organisation, name="Seniors")
    File.objects.filter(pk__in=[one.pk for one in files]).update(service=elsewhere)
    filed(file_of(awa, "Tard"), awa, FILED=41, GRANTED=101)
    for one in filled(awa, 12):
        filed(one, awa, FILED=50, GRANTED=190)
    close_months(now=after(8))
    assert page(actor(awa), TO_JUNE, on=ON) == told_then
    assert numbers(awa, TO_JULY)["droits"] == 14 + 12, "the one that came late is set against the one taken back"
    moved = page(actor(awa), Asked(Month(YEAR, 1), JULY, elsewhere.pk), on=ON)
    assert {one.whole.number for one in moved.figures} == {None}, "a file that moves is no new fact of its service"


@pytest.mark.django_db
def test_closing_is_done_once_by_house_and_a_new_figure_has_its_past(awa: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    other = worker(organisation("Autre"), "zoe")
    for found in filled(awa, 12):
        met(found, awa, 2)
    made = close_months(now=after(7))
    assert made == 2 * len(figures.figures()) * (4 * 12 + 6)
    assert close_months(now=after(7, 20)) == 0
    assert JournalEntry.objects.filter(action="report.months_closed").count() == 2
    assert numbers(other, TO_JUNE)["personnes"] is None
    kept = figures.figures()[0]
    late = Figure("neuf", "Neuf", "faits", "Un indicateur neuf.", kept.counted, why="Essayer.")
    monkeypatch.setattr(figures, "_declared", {**figures._declared, "neuf": late})
    assert close_months(now=after(7, 21)) == 2 * (4 * 12 + 6)
    assert numbers(awa, TO_JUNE)["neuf"] == numbers(awa, TO_JUNE)["personnes"] == 12


@pytest.mark.django_db
def test_a_stock_takes_nothing_late(awa: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [Tally(1, JUNE, "", 12)]
    stock = Figure("stock", "En cours", "en cours", "Ceux en cours.", lambda *_asked: parts, why="Essayer.", stock=True)
    monkeypatch.setattr(figures, "_declared", {"stock": stock})
    close_months(now=after(7))
    parts.append(Tally(1, Month(YEAR, 5), "", 3))
    close_months(now=after(8))
    assert ClosedFigure.objects.get(organisation=awa.organisation, month=str(JULY)).parts == []


@pytest.mark.django_db
def test_the_screen_offers_the_months_closed_and_says_so(awa: Member) -> None:
    screen, address = signed_in(awa), reverse("reporting:report")
    for found in filled(awa, 12):
        met(found, awa, 2)
    close_months(now=after(7))
    shown = screen.get(address).content.decode()
    assert 'value="2025-06"' in shown
    assert 'value="2025-07"' not in shown, "not closed"
    assert "s’arrête le 5 du mois suivant" in shown
    assert screen.get(address, {"de": "2025-01", "a": "2025-07"}).status_code == 422
    assert screen.get(reverse("reporting:pleading")).content.decode().count('value="2025-07"') == 0


@pytest.mark.django_db
def test_a_report_of_closed_months_counts_no_row_of_a_file(awa: Member) -> None:
    for found in filled(awa, 12):
        met(found, awa, 2)
    close_months(now=after(7))
    with CaptureQueriesContext(connection) as asked:
        assert numbers(awa, TO_JUNE)["personnes"] == 12
    tables = " ".join(query["sql"] for query in asked)
    assert len(asked) <= 8
    assert Interview._meta.db_table not in tables


@pytest.mark.django_db
def test_the_command_says_what_it_closed(awa: Member, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reports", "close"]) == 0
    told_out = capsys.readouterr()
    assert "Chiffres arrêtés" in told_out.out
    assert "1 / 1" in told_out.err
