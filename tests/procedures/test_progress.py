"""Where a démarche stands and whose turn it is: days of law worked out by hand, every state, acts taken back."""

from datetime import date, timedelta

import pytest

from relais.law.clocks.tables import rules
from relais.procedures.rules.progress import FOLLOWS, Act, State, Step, can_follow, can_stand, dates_hold, progress
from relais.procedures.rules.turns import Law, Turn, Whose, clock, turn

C2S = Law(rules()["silence.c2s"], rules()["recours.caisse"])
RSA = Law(rules()["silence.rsa"], rules()["recours.rsa"])
UNKNOWN = Law()
FILED = Step(Act.FILED, date(2026, 9, 1))
RECEIVED = Step(Act.ACKNOWLEDGED, date(2026, 9, 3))


def said(law: Law, on: date, *steps: Step) -> Turn:
    return turn(progress(steps), law, on=on)


def test_the_c2s_of_the_issue_is_granted_by_silence_two_months_after_the_whole_file() -> None:
    """Posted on 1 September, received on the 3rd, completed on 5 October: CSS R.861-16-1, II."""
    story = (FILED, RECEIVED, Step(Act.ITEMS_ASKED, date(2026, 9, 20), until=date(2026, 10, 20)), Step(Act.COMPLETED, date(2026, 10, 5)))
    found = clock(progress(story), C2S, on=date(2026, 11, 1))
    assert found is not None
    assert [(one.code, one.legal) for one in found.dates] == [("silence", date(2026, 12, 5))]
    before, after = said(C2S, date(2026, 12, 5), *story), said(C2S, date(2026, 12, 6), *story)
    assert (before.whose, before.turns_on) == (Whose.BODY, date(2026, 12, 6))
    assert (after.whose, after.silence) == (Whose.MINE, "acceptation")
    assert "samedi 5\u00a0décembre 2026" in after.why


def test_while_items_are_missing_silence_means_nothing_and_the_turn_is_ours() -> None:
    asked = Step(Act.ITEMS_ASKED, date(2026, 9, 20), until=date(2026, 10, 20))
    for law in (C2S, RSA):
        found = said(law, date(2026, 10, 1), FILED, RECEIVED, asked)
        assert (found.whose, found.before, found.silence) == (Whose.MINE, date(2026, 10, 20), "")
    # the clock of the C2S starts with the whole file: a year later, nothing is granted
    assert said(C2S, date(2027, 9, 1), FILED, RECEIVED, asked).silence == ""


def test_a_silent_refusal_turns_by_itself_and_gives_the_limit_of_the_appeal() -> None:
    """RSA received on 3 September 2026: refused by silence on 3 November (CRPA L.231-4), RAPO until 3 January, a Sunday."""
    found = said(RSA, date(2026, 11, 4), FILED, RECEIVED)
    assert (found.whose, found.silence) == (Whose.MINE, "refus")
    assert found.before is not None
    assert date(2026, 12, 31) <= found.before <= date(2027, 1, 4)


def test_posted_and_never_acknowledged_the_latest_possible_day_is_the_one_that_turns() -> None:
    found = said(RSA, date(2026, 9, 10), FILED)
    assert found.whose is Whose.BODY
    # fifteen days of post at the most, then two months: nobody is told «refused» a day too soon
    assert found.turns_on == date(2026, 11, 17)


def test_a_refusal_opens_the_appeal_and_the_appeal_its_own_silence() -> None:
    """Two months after 12 October 2026 is a Saturday: the Monday (CPC 642)."""
    refusal = Step(Act.REFUSED, date(2026, 10, 12))
    found = said(RSA, date(2026, 10, 13), FILED, RECEIVED, refusal)
    assert (found.whose, found.before) == (Whose.MINE, date(2026, 12, 14))
    appeal = Step(Act.APPEALED, date(2026, 11, 2))
    waiting = said(RSA, date(2026, 11, 3), FILED, RECEIVED, refusal, appeal)
    assert (waiting.whose, waiting.turns_on) == (Whose.BODY, date(2027, 1, 3))
    assert said(RSA, date(2027, 1, 3), FILED, RECEIVED, refusal, appeal).silence == "refus"


def test_the_person_is_waited_for_then_it_is_ours_again() -> None:
    asked = Step(Act.PERSON_ASKED, date(2026, 9, 1), until=date(2026, 9, 10))
    assert said(UNKNOWN, date(2026, 9, 10), asked).whose is Whose.PERSON
    assert said(UNKNOWN, date(2026, 9, 11), asked).whose is Whose.MINE
    answered = Step(Act.PERSON_ANSWERED, date(2026, 9, 5))
    assert said(UNKNOWN, date(2026, 9, 6), asked, answered).whose is Whose.MINE


def test_a_clock_that_runs_out_is_ours_even_when_the_person_is_waited_for() -> None:
    asked = Step(Act.PERSON_ASKED, date(2026, 10, 20), until=date(2027, 1, 1))
    assert said(RSA, date(2026, 11, 4), FILED, RECEIVED, asked).silence == "refus"


def test_without_a_known_clock_one_looks_again_after_two_months() -> None:
    found = said(UNKNOWN, date(2026, 9, 4), FILED, RECEIVED)
    assert (found.whose, found.turns_on) == (Whose.BODY, date(2026, 11, 3))
    assert said(UNKNOWN, date(2026, 11, 3), FILED, RECEIVED).whose is Whose.MINE
    chased = Step(Act.CHASED, date(2026, 11, 4))
    assert said(UNKNOWN, date(2026, 11, 5), FILED, RECEIVED, chased).whose is Whose.BODY


def test_a_grant_waits_for_its_payment_and_a_payment_for_nothing() -> None:
    granted, paid = Step(Act.GRANTED, date(2026, 10, 1)), Step(Act.PAID, date(2026, 11, 5))
    assert said(C2S, date(2026, 10, 2), FILED, granted).whose is Whose.BODY
    assert said(C2S, date(2026, 11, 16), FILED, granted).whose is Whose.MINE
    assert said(C2S, date(2027, 1, 1), FILED, granted, paid).whose is Whose.NOBODY


def test_closed_then_opened_again_it_stands_where_it_stood() -> None:
    closed, again = Step(Act.CLOSED, date(2026, 10, 1)), Step(Act.REOPENED, date(2026, 10, 8))
    assert progress((FILED, RECEIVED, closed)).state is State.CLOSED
    found = progress((FILED, RECEIVED, closed, again))
    assert (found.state, found.received) == (State.ACKNOWLEDGED, date(2026, 9, 3))


def test_the_turn_day_is_the_first_day_on_which_it_is_ours() -> None:
    stories = [(FILED,), (FILED, RECEIVED), (FILED, Step(Act.GRANTED, date(2026, 9, 9))), (Step(Act.PERSON_ASKED, date(2026, 9, 1)),)]
    for law in (C2S, RSA, UNKNOWN):
        for story in stories:
            found = said(law, date(2026, 9, 10), *story)
            assert found.turns_on is not None
            assert said(law, found.turns_on - timedelta(days=1), *story).whose is not Whose.MINE
            assert said(law, found.turns_on, *story).whose is Whose.MINE


def test_every_state_says_whose_turn_and_every_act_may_happen_somewhere() -> None:
    assert {act for acts in FOLLOWS.values() for act in acts} == set(Act)
    assert set(FOLLOWS) == set(State)


@pytest.mark.parametrize(
    ("before", "act", "words"),
    [
        ((), Act.GRANTED, "pas encore déposée"),
        ((FILED,), Act.FILED, "suite des dates"),
        ((FILED, Step(Act.REFUSED, date(2026, 9, 9))), Act.GRANTED, "recours"),
        ((Step(Act.CLOSED, date(2026, 9, 9)),), Act.FILED, "rouvrez-la"),
    ],
)
def test_an_act_out_of_its_turn_is_refused_with_what_to_do(before: tuple[Step, ...], act: Act, words: str) -> None:
    decision = can_follow(progress(before), act)
    assert not decision
    assert words in decision.reason


def test_days_that_cannot_be_are_told_beside_their_field() -> None:
    was, today = progress((FILED, RECEIVED)), date(2026, 10, 1)
    assert set(dates_hold(was, Step(Act.GRANTED, date(2026, 10, 2)), on=today)) == {"on"}
    assert set(dates_hold(was, Step(Act.GRANTED, date(2026, 9, 2)), on=today)) == {"on"}
    assert set(dates_hold(was, Step(Act.COMPLETED, date(2026, 9, 9), received=date(2026, 9, 8)), on=today)) == {"received"}
    assert set(dates_hold(was, Step(Act.ITEMS_ASKED, date(2026, 9, 9), until=date(2026, 9, 8)), on=today)) == {"until"}
    assert dates_hold(was, Step(Act.GRANTED, date(2026, 9, 9)), on=today) == {}


def test_an_act_on_which_others_rest_cannot_be_left_out() -> None:
    story = [FILED, RECEIVED, Step(Act.GRANTED, date(2026, 9, 9))]
    assert can_stand(story)
    assert can_stand([FILED, story[2]])
    assert not can_stand([RECEIVED, story[2]])
