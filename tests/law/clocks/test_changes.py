"""«Ce qui change le délai»: what is shown as «sans» and «avec» is what the engine answers without and with the fact."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from relais.kernel.sentences import Sentence
from relais.law.clocks.asking import ahead, by_post, days_of, placed
from relais.law.clocks.changes import Change, changes
from relais.law.clocks.engine import answer
from relais.law.clocks.given import Given, Pause, reception
from relais.law.clocks.holidays import calendar
from relais.law.clocks.tables import rules

TODAY = date(2026, 11, 22)
COMPUTED = [code for code, rule in rules().items() if rule.steps]


def changed(code: str, received: date | None = None, *, until: date | None = None, on: date = TODAY, **facts: object) -> list[Change]:
    within = reception(received=received, until=until, posted=facts.get("posted"))  # type: ignore[arg-type]
    given = Given(within.first, **facts)  # type: ignore[arg-type]
    return list(changes(answer(rules()[code], given, within=within, on=on), given, on=on))


def of(found: list[Change], fact: str) -> Change:
    [one] = [change for change in found if change.fact == fact]
    return one


def days(change: Change, code: str) -> tuple[object, object]:
    [shift] = [one for one in change.shifts if one.code == code]
    return shift.without, shift.having


def test_a_correction_asked_today_gives_the_whole_appeal_again():
    change = of(changed("indu.caf", date(2026, 11, 10)), "rectification")
    assert not change.told
    assert days(change, "cra") == ((date(2027, 1, 11),) * 2, (date(2027, 2, 22),) * 2)


def test_a_fact_that_was_told_is_taken_away_to_say_what_it_did():
    change = of(changed("silence.c2s", date(2026, 9, 3), complete=date(2026, 10, 5)), "complete")
    assert change.told
    assert days(change, "silence") == ((date(2026, 11, 3),) * 2, (date(2026, 12, 5),) * 2)


def test_an_answer_in_time_takes_the_silence_away():
    change = of(changed("silence.c2s", date(2026, 10, 5)), "answer")
    assert days(change, "silence") == ((date(2026, 12, 5),) * 2, None)


def test_an_answer_to_an_appeal_is_not_tried_before_the_appeal():
    assert "answer" not in {change.fact for change in changed("recours.apl", date(2026, 10, 6))}
    filed = changed("recours.apl", date(2026, 10, 6), filed=date(2026, 11, 2))
    assert "answer" in {change.fact for change in filed}


def test_reasons_are_tried_on_the_day_the_refusal_exists_when_it_is_to_come():
    change = of(changed("silence.mdph", date(2026, 10, 15)), "silence_reasons")
    assert "lundi 15\u00a0février 2027" in change.words


def test_a_proof_of_reception_narrows_the_window_to_each_of_its_ends():
    proofs = [change for change in changed("recours.apl", posted=date(2026, 11, 3)) if change.fact == "received"]
    assert [days(one, "recours")[1] for one in proofs] == [(date(2027, 1, 4),) * 2, (date(2027, 1, 18),) * 2]


def test_when_reception_may_be_any_day_of_a_season_only_its_proof_is_tried():
    found = changed("recours.dalo", date(2026, 9, 1), until=date(2026, 11, 20))
    assert {change.fact for change in found} == {"received"}


def test_a_stop_is_said_only_when_told():
    assert not [change for change in changed("recours.dalo", date(2026, 10, 6)) if change.fact == "stop"]
    pause = (Pause(date(2026, 10, 20), date(2026, 11, 2)),)
    change = of(changed("recours.dalo", date(2026, 10, 6), interrupted=pause), "stop")
    assert days(change, "tribunal") == ((date(2026, 12, 7), date(2026, 12, 7)), (date(2027, 1, 4), date(2027, 1, 4)))


def test_places_that_answer_alike_are_said_together_and_none_that_changes_nothing():
    found = [change for change in changed("recours.dalo", date(2026, 10, 6)) if change.fact == "zone"]
    assert len(found) == 1
    assert "Étranger" in found[0].words


def test_an_expired_rule_and_a_rule_without_a_date_change_nothing():
    assert changed("recours.rsa", date(2026, 10, 6), on=date(2030, 1, 1)) == []
    assert changed("renouvellement.puma", date(2026, 10, 6)) == []


@pytest.mark.parametrize("code", COMPUTED)
def test_every_comparison_is_what_the_engine_answers(code: str):
    rule, within = rules()[code], reception(received=date(2026, 10, 6))
    plain = {one.code: (one.safe, one.legal) for one in answer(rule, Given(within.first), within=within, on=TODAY).dates}
    for change in changed(code, date(2026, 10, 6)):
        assert isinstance(change.words, Sentence)
        assert change.shifts
        for shift in change.shifts:
            assert shift.without == plain.get(shift.code)
            assert shift.without != shift.having
            assert shift.having is None or shift.having[0] <= shift.having[1]


@pytest.mark.parametrize("code", COMPUTED)
def test_a_rule_asks_for_every_day_that_changes_it_and_for_no_other(code: str):
    rule, within = rules()[code], reception(received=date(2026, 3, 2))
    base = answer(rule, Given(within.first), within=within, on=TODAY).dates
    for name in ("complete", "filed", "rectification", "answer", "silence_reasons"):
        moved = False
        for day in (date(2026, 3, 10), date(2026, 4, 2), date(2026, 9, 15)):
            try:
                told = replace(Given(within.first), **{name: day})
                moved = moved or answer(rule, told, within=within, on=TODAY).dates != base
            except ValueError:
                continue
        assert not moved or name in days_of(rule), (name, "changes a date and is not asked")


def test_what_starts_a_clock_says_whether_it_comes_by_post_or_may_be_to_come():
    assert by_post(rules()["recours.apl"]) and not ahead(rules()["recours.apl"])
    assert ahead(rules()["renouvellement.titre_sejour"]) and not by_post(rules()["renouvellement.titre_sejour"])
    assert ahead(rules()["recours.dalo_injonction"])
    assert not by_post(rules()["silence.mdph"])


@pytest.mark.parametrize("code", [code for code in COMPUTED if placed(rules()[code])])
def test_every_place_that_would_answer_otherwise_is_said(code: str):
    """The places that are not tried for want of a holiday near a date are those where nothing differs."""
    rule = rules()[code]
    for received in (date(2026, 3, 1) + timedelta(days=37 * rank) for rank in range(8)):
        for zone in ("metropole", "reunion"):
            within = reception(received=received)
            base = answer(rule, Given(received, zone=zone), within=within, on=TODAY).dates
            said = " ".join(change.words for change in changed(code, received, zone=zone) if change.fact == "zone")
            for other, name in calendar().zones.items():
                dates = answer(rule, Given(received, zone=other), within=within, on=TODAY).dates
                differs = [(one.safe, one.legal) for one in dates] != [(one.safe, one.legal) for one in base]
                assert (name in said) is differs, (received, zone, other)
