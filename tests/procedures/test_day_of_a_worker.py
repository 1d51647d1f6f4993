"""What Ma journée reads together is what the boards read each on their own."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relais.accounts.models import Member, Organisation
from relais.casework.services.open_rights import ToldRight, keep_right
from relais.casework.terms.interviews import Said
from relais.people import queries as people
from relais.procedures.queries import day, renewals
from relais.procedures.queries.procedures import my_turn
from relais.procedures.services.decisions import Choice, decide
from tests.factories.accounts import organisation
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


#: days until a right ends, and what the person said of it, one word after the other.
_RIGHTS = st.lists(st.tuples(st.integers(-20, 160), st.lists(st.sampled_from([Said.NO, Said.YES, Said.LATER]), max_size=3)), max_size=4)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rights=st.lists(st.tuples(st.integers(-20, 160), st.lists(st.sampled_from([Said.NO, Said.YES, Said.LATER]), max_size=3)), max_size=4)
)
def test_the_same_rights_and_the_same_turns_as_the_boards(awa: Member, rights: list[tuple[int, list[Said]]]) -> None:
    found = file_of(awa)
    for number, (ends, said) in enumerate(rights):
        told = ToldRight(f"Droit {number}", ends_on=TODAY + ends * DAY)
        kept = keep_right(actor=actor(awa), file_id=found.pk, told=told, now=NOW)
        for hour, word in enumerate(said):
            decide(actor=actor(awa), file_id=found.pk, choice=Choice(word, renews=kept.pk), now=NOW + timedelta(hours=hour))
    now = NOW + DAY
    held = people.hand(actor(awa), now=now)
    read = day.today(actor(awa), held, on=TODAY, now=now, most=9)
    board = renewals.mine(actor(awa), on=TODAY, now=now)
    assert [one.right.pk for one in read.endings] == [one.right.pk for one in board]
    assert [one.stage for one in read.endings] == [one.stage for one in board]
    turns = my_turn(actor(awa), on=TODAY, now=now)[:9]
    assert {one.procedure.pk for one in read.turns} == {one.pk for one in turns}
    assert {one.named for one in (*read.turns, *read.endings)} <= {found.person.called}
