"""The turn changes by itself: what an act writes for the lists says, on every day after, what the story says when read again that day."""

from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from relais.law.clocks.tables import rules
from relais.procedures.rules.progress import FOLLOWS, Act, Step, progress
from relais.procedures.rules.turns import BEFORE_A_LIMIT, Law, Whose, late_on, turn

LAWS = [Law(rules()["silence.c2s"], rules()["recours.caisse"]), Law(rules()["silence.rsa"], rules()["recours.rsa"]), Law()]
FIRST = date(2026, 3, 2)
DAY = timedelta(days=1)
#: items asked for, with a day that is over: the clock of the law goes on (CRPA L.114-5), and a silence still comes to mean a refusal.
MISSING = [Step(Act.FILED, FIRST), Step(Act.ITEMS_ASKED, FIRST, until=FIRST)]


@st.composite
def stories(draw: st.DrawFn) -> list[Step]:
    """Acts that may follow one another, with days that may be known or not."""
    steps: list[Step] = []
    on = FIRST
    for _rank in range(draw(st.integers(1, 6))):
        act = draw(st.sampled_from(sorted(FOLLOWS[progress(steps).state])))
        on += draw(st.integers(0, 40)) * DAY
        received = on + draw(st.integers(0, 5)) * DAY if draw(st.booleans()) else None
        until = on + draw(st.integers(0, 60)) * DAY if draw(st.booleans()) else None
        steps.append(Step(act, on, received, until))
    return steps


@settings(max_examples=400, deadline=None)
@given(stories(), st.sampled_from(LAWS))
def test_what_is_written_once_stays_true_every_day_after(steps: list[Step], law: Law) -> None:
    was, last = progress(steps), steps[-1].on
    written = turn(was, law, on=last)
    for number in range(0, 260, 3):
        on = last + number * DAY
        shown = Whose.MINE if written.turns_on is not None and written.turns_on <= on else written.whose
        assert shown is turn(was, law, on=on).whose, (on, written, turn(was, law, on=on))


@settings(max_examples=200, deadline=None)
@given(stories(), st.sampled_from(LAWS), st.integers(0, 60))
def test_waiting_for_the_person_never_hides_a_limit(steps: list[Step], law: Law, days: int) -> None:
    """A limit to act before comes back to us a week ahead, whatever was asked of her."""
    was = progress(steps)
    on = steps[-1].on + days * DAY
    if was.person_asked is None:
        return
    told = turn(was, law, on=on)
    alone = turn(progress([one for one in steps if one.act not in (Act.PERSON_ASKED, Act.PERSON_ANSWERED)]), law, on=on)
    if alone.before is not None and alone.before - BEFORE_A_LIMIT <= on:
        assert told.whose is not Whose.PERSON


@settings(max_examples=300, deadline=None)
@example(MISSING, LAWS[1])
@given(stories(), st.sampled_from(LAWS))
def test_a_body_is_late_by_its_own_clock_whatever_is_waited_for_besides(steps: list[Step], law: Law) -> None:
    """A day to call again or a question to the person neither makes a body late nor hides that it is."""
    was, last = progress(steps), steps[-1].on
    late = late_on(was, law, on=last)
    aside = (Act.PERSON_ASKED, Act.PERSON_ANSWERED, Act.CALLED)
    alone = progress([one for one in steps if one.act not in aside])
    for number in range(0, 260, 3):
        on = last + number * DAY
        told = turn(was, law, on=on)
        if told.silence:
            assert late is not None
            assert late <= on
    if law.silence is not None and late is not None and alone.state is was.state:
        assert late_on(alone, law, on=last) == late
