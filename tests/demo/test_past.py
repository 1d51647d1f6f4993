"""The year before of the demonstration: its report has something to say, in whatever month it is installed."""

from datetime import UTC, date, datetime

import pytest
from time_machine import travel

from relais.accounts.models import Member, Organisation
from relais.accounts.queries import actor_of
from relais.demo.cast import CCAS
from relais.demo.past import NAMES, STORIES, _quarter, remember
from relais.demo.services import build
from relais.foundation.access import operator
from relais.kernel.months import Month
from relais.people.models import File
from relais.reporting import queries

TOLD = {"personnes", "passages", "demarches", "droits", "euros_par_mois", "euros_une_fois", "non_recours", "refus", "delais", "blocages"}


def test_there_is_a_name_for_each_and_no_two_alike() -> None:
    assert sum(story.people for story in STORIES) == len(NAMES) == len(set(NAMES))
    assert all(story.acts[-1][1] + -(-story.people // 5) * 7 < 90 for story in STORIES), "its last act is in the quarter of its first"


@pytest.mark.parametrize(
    ("on", "back", "first"),
    [
        (date(2026, 11, 23), 1, date(2026, 7, 1)),
        (date(2026, 11, 23), 3, date(2026, 1, 1)),
        (date(2027, 1, 31), 1, date(2026, 10, 1)),
        (date(2027, 3, 31), 3, date(2026, 4, 1)),
    ],
)
def test_quarters_are_those_of_the_calendar(on: date, back: int, first: date) -> None:
    assert _quarter(on, back=back) == first


@pytest.mark.django_db
@pytest.mark.parametrize("now", [datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2027, 2, 28, 22, tzinfo=UTC)])
def test_the_report_tells_ten_figures(now: datetime) -> None:
    with travel(now):
        build(actor=operator("tests"), password="Roseau-lanterne-galet-41", now=now)
        house = Organisation.objects.get(name=CCAS.name)
        kept = File.objects.count()
        remember(house, now=now)
        assert File.objects.count() == kept
        petit = actor_of(Member.objects.get(identifier="petit"), on=now.date())
        last = Month.of(now.date()).plus(-1)
        page = queries.page(petit, queries.Asked(last.plus(-13), last), on=now.date())
        assert {one.figure.code for one in page.figures} - {one.figure.code for one in page.silent} >= TOLD
