"""Two files of one person become one: one domiciliation goes on, the letters of both are hers, and all of it comes back."""

from datetime import timedelta

import pytest

from relais.accounts.models import Member
from relais.domiciliation.models import Domiciliation, Election
from relais.domiciliation.queries import counter
from relais.domiciliation.services.beginnings import UnableToDomicile
from relais.domiciliation.services.mail import hand_over, receive_mail
from relais.domiciliation.services.requests import Decided, decide
from relais.people import services as people
from relais.people.models import File
from tests.domiciliation.steps import asked, granted
from tests.factories.people import NOW, actor, file_of
from tests.people.test_merges import LATER, everything, merged

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def other(awa: Member) -> File:
    return file_of(awa, "Inès Bakri", now=NOW - 30 * DAY)


def test_of_two_that_run_the_longest_stays_and_undoing_brings_both_back(awa: Member, desk: Member, found: File, other: File) -> None:
    granted(awa, desk, found, now=NOW)
    granted(awa, desk, other, now=NOW + DAY)
    for one in (found, other):
        receive_mail(actor=actor(awa), file_id=one.pk, kind="courrier", now=NOW + DAY)
    before = everything()
    done = merged(awa, found, other)
    states = dict(Domiciliation.objects.values_list("number", "state"))
    assert states == {1: "radiee", 2: "active"}
    card = counter.card(actor(awa), found, on=LATER.date())
    assert card is not None
    assert (card.domiciliation.number, sum(number for _label, number in card.waiting)) == (2, 2)
    people.undo_merge(actor=actor(awa), file_id=found.pk, merge_id=done.pk, now=LATER + DAY)
    after = everything()
    assert after["domiciliation.Domiciliation"] == before["domiciliation.Domiciliation"]
    assert after["domiciliation.Election"] == before["domiciliation.Election"]


def test_letters_of_both_are_handed_over_together(awa: Member, desk: Member, found: File, other: File) -> None:
    granted(awa, desk, found)
    granted(awa, desk, other)
    for one in (found, other):
        receive_mail(actor=actor(awa), file_id=one.pk, kind="courrier", now=NOW)
    merged(awa, found, other)
    assert hand_over(actor=actor(awa), file_id=found.pk, now=LATER) == 2


def test_a_request_beside_one_that_runs_waits_for_nothing_any_more(awa: Member, desk: Member, found: File, other: File) -> None:
    granted(awa, desk, found)
    waiting = asked(awa, other)
    merged(awa, found, other)
    with pytest.raises(UnableToDomicile, match="plus en cours"):
        decide(actor=actor(desk), election_id=waiting.pk, decided=Decided(True, NOW.date()), now=LATER)
    assert Election.objects.get(pk=waiting.pk).outcome == ""
