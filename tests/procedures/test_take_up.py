"""The four types of non-take-up fall out of recorded facts: words of the person, démarches, what a simulation holds."""

from datetime import date, timedelta

import pytest

from relais.procedures.rules.progress import State
from relais.procedures.rules.take_up import PROPOSED_WITHIN, NonTakeUp, Request, Word, non_take_up

TODAY = date(2026, 11, 23)
SAID = [Word("propose"), Word("non", "peur_controle")]
FILED = Request(State.FILED, filed=True)


@pytest.mark.parametrize(
    ("words", "requests", "probable", "is_open", "found"),
    [
        # nobody spoke of a right that a simulation holds for a month
        ([], [], TODAY - PROPOSED_WITHIN, False, NonTakeUp.NOT_PROPOSED),
        ([], [], TODAY - PROPOSED_WITHIN + timedelta(days=1), False, None),
        ([], [], None, False, None),
        # proposed: she has not answered yet
        ([Word("propose")], [], TODAY - 2 * PROPOSED_WITHIN, False, None),
        # known, not asked
        (SAID, [], None, False, NonTakeUp.NOT_ASKED),
        ([Word("plus_tard", "trop_complique")], [], None, False, NonTakeUp.NOT_ASKED),
        ([Word("oui")], [Request(State.CLOSED, given_up=True)], None, False, NonTakeUp.NOT_ASKED),
        # what she tells is a type by itself, even beside a yes that nothing followed yet
        ([Word("plus_tard", "inconnu")], [], None, False, NonTakeUp.UNKNOWN),
        ([Word("oui", "jamais_propose")], [Request(State.PREPARED)], None, False, NonTakeUp.NOT_PROPOSED),
        ([Word("non", "deja_demande")], [], None, False, NonTakeUp.NOT_RECEIVED),
        # asked: under way, late, refused, closed without the right
        ([Word("oui", "inconnu")], [FILED], None, False, None),
        ([Word("oui")], [Request(State.ACKNOWLEDGED, filed=True, unanswered=True)], None, False, NonTakeUp.NOT_RECEIVED),
        ([Word("oui")], [Request(State.REFUSED, filed=True)], None, False, NonTakeUp.NOT_RECEIVED),
        ([Word("oui")], [Request(State.CLOSED, filed=True)], None, False, NonTakeUp.NOT_RECEIVED),
        # received: nothing is said of it any more
        (SAID, [Request(State.CLOSED, filed=True, granted=True)], None, False, None),
        (SAID, [], None, True, None),
        # changed her mind: the last word counts
        ([*SAID, Word("oui")], [], None, False, None),
    ],
)
def test_the_type_is_read_from_the_facts(
    words: list[Word], requests: list[Request], probable: date | None, is_open: bool, found: NonTakeUp | None
) -> None:
    assert non_take_up(probable_since=probable, words=words, requests=requests, is_open=is_open, on=TODAY) is found
