"""What is said beside the dates, in French that people read."""

from dataclasses import replace
from datetime import date

import pytest

from relais.kernel.readability import kandel_moles
from relais.law.clocks.engine import Answer, answer
from relais.law.clocks.given import Given, ImpossibleDatesError, Pause, reception
from relais.law.clocks.notes import PREVAILS, notes
from relais.law.clocks.shape import as_document, as_text, rules_text
from relais.law.clocks.tables import rules
from relais.law.clocks.wording import day_words
from relais.ui.texts import badly_spaced

TODAY = date(2026, 11, 22)


def asked(code: str, received: date | None, *, until: date | None = None, on: date = TODAY, **facts: object) -> tuple[Answer, Given]:
    within = reception(received=received, until=until, posted=facts.get("posted"))  # type: ignore[arg-type]
    given = Given(within.first, **facts)  # type: ignore[arg-type]
    return answer(rules()[code], given, within=within, on=on), given


def said(code: str, received: date | None, **facts: object) -> str:
    return "\n".join(notes(*asked(code, received, **facts))).replace("\u00a0", " ").replace("\u202f", " ")  # type: ignore[arg-type]


def test_a_day_is_said_with_its_weekday_and_the_first_of_a_month_as_it_is_spoken():
    assert day_words(date(2027, 5, 1)) == "samedi 1er\u00a0mai 2027"
    assert day_words(date(2026, 12, 7)) == "lundi 7\u00a0décembre 2026"


def test_a_c2s_completed_on_5_october_is_granted_on_a_saturday_that_does_not_move():
    told = said("silence.c2s", date(2026, 9, 3), complete=date(2026, 10, 5))
    assert "Le samedi 5 décembre 2026 n’est pas un jour ouvré, et la date ne bouge pas" in told
    assert "à partir du lendemain, le dimanche 6 décembre 2026" in told


def test_a_limit_on_a_sunday_says_why_it_moves_and_not_to_wait_for_it():
    told = said("recours.apl", date(2026, 10, 6))
    assert "Le dimanche 6 décembre 2026 est un jour de fin de semaine : le dernier jour passe au lundi 7 décembre 2026" in told
    assert "Le vendredi 1er mai 2026 est férié (1er mai)" in said("recours.caisse", date(2026, 3, 1))


def test_a_notice_without_remedies_says_act_all_the_same():
    told = said("recours.apl", date(2026, 10, 6), remedies_missing=True)
    assert "délai peut-être non opposable" in told
    assert "Agissez quand même avant le lundi 7 décembre 2026" in told
    assert "ne change rien à cette règle" in said("renouvellement.c2s", date(2027, 1, 31), remedies_missing=True)
    assert "R. 142-1-A" in said("recours.caisse", date(2026, 10, 6), remedies_missing=True)


def test_an_unknown_reception_gives_a_window_and_the_proof_to_ask_never_a_day():
    told = said("recours.mdph", None, posted=date(2026, 10, 1))
    assert "entre le jeudi 1er octobre 2026 et le vendredi 16 octobre 2026" in told
    assert "Preuve à demander" in told
    assert "ne fait pas partir le délai" in told
    document = as_document(*asked("recours.mdph", None, posted=date(2026, 10, 1)))
    assert document["start"] == "2026-10-01/2026-10-16"
    [limit] = document["dates"]  # type: ignore[misc]
    assert (limit["safe"], limit["legal"]) == ("2026-12-01", "2026-12-16")  # type: ignore[index]


def test_a_known_reception_ignores_the_day_of_posting_but_says_so():
    posted, plain = (asked("recours.rsa", date(2026, 10, 6), **facts) for facts in ({"posted": date(2026, 10, 1)}, {}))
    assert posted[0].dates == plain[0].dates
    assert "La date d’envoi (jeudi 1er octobre 2026) ne fait pas partir le délai" in said(
        "recours.rsa", date(2026, 10, 6), posted=date(2026, 10, 1)
    )


@pytest.mark.parametrize(
    ("received", "until", "posted", "told"),
    [
        (None, None, None, "dites quand"),
        (date(2026, 10, 1), None, date(2026, 10, 5), "avant d’être posté"),
        (date(2026, 10, 9), date(2026, 10, 1), None, "vient avant"),
        (date(2026, 1, 1), date(2026, 10, 1), None, "preuve de réception"),
    ],
)
def test_a_reception_that_cannot_be_is_refused(received: date, until: date, posted: date, told: str):
    with pytest.raises(ImpossibleDatesError, match=told):
        reception(received=received, until=until, posted=posted)


def test_a_rule_past_its_last_day_answers_that_we_do_not_know():
    rule = rules()["recours.rsa"]
    found, given = asked("recours.rsa", date(2026, 10, 6), on=date(2030, 1, 1))
    assert found.expired
    document = as_document(found, given)
    assert document["dates"] == []
    assert "On ne sait pas" in str(document["notes"])
    assert "on ne sait pas" in rules_text([rule], on=date(2030, 1, 1))
    last_day, _ = asked("recours.rsa", date(2026, 10, 6), on=rule.valid_until)
    assert not last_day.expired


def test_what_nobody_read_says_to_check_and_what_a_page_reports_says_so():
    assert "À vérifier" in said("recours.apl", date(2026, 10, 6))
    assert "page publique" in said("recours.rsa", date(2026, 10, 6))
    assert "(à vérifier)" in as_text(*asked("recours.apl", date(2026, 10, 6)))
    told = said("recours.caisse", date(2026, 10, 6))
    assert "À vérifier" not in told
    assert "page publique" not in told


def test_an_answer_in_time_says_that_silence_decides_nothing():
    assert "vient à temps" in said("silence.rsa", date(2026, 9, 7), answer=date(2026, 10, 1))


def test_a_rectification_asked_after_everything_opens_nothing_and_says_where_to_turn():
    assert "vient après tous les délais" in said("indu.caf", date(2026, 9, 7), rectification=date(2026, 12, 13))


def test_the_remission_is_asked_beside_the_contest_never_instead_of_it():
    for code in ("indu.caf", "indu.rsa", "indu.prime_activite"):
        assert "à titre subsidiaire, je demande une remise" in said(code, date(2026, 12, 31))
    for code in ("indu.rsa", "indu.prime_activite"):
        assert "Effet suspensif" in said(code, date(2026, 12, 31))


def test_a_zone_says_what_it_changes():
    assert "deux mois de plus" in said("recours.dalo", date(2026, 9, 7), zone="etranger")
    assert "un mois de plus si le tribunal siège en métropole" in said("recours.dalo", date(2026, 9, 7), zone="reunion")
    assert "Vendredi saint" in said("recours.caisse", date(2026, 2, 3), zone="alsace-moselle")


def test_a_day_that_changes_nothing_is_said_not_swallowed():
    assert "Sans effet sur cette règle : --rectification" in said("recours.rsa", date(2026, 9, 7), rectification=date(2026, 9, 20))


def test_a_pause_outside_the_time_that_runs_says_that_it_changes_nothing():
    late = (Pause(date(2026, 12, 20), date(2027, 1, 20)),)
    assert "L’arrêt du délai ne change rien ici" in said("recours.caisse", date(2026, 9, 7), suspended=late)
    assert "L’arrêt du délai ne change rien ici" in said("silence.c2s", date(2026, 9, 7), interrupted=late)
    early = (Pause(date(2026, 10, 1), date(2026, 10, 20)),)
    assert "L’arrêt du délai" not in said("recours.caisse", date(2026, 9, 7), suspended=early)


def test_an_appeal_that_may_be_franc_shows_the_other_reading_and_never_counts_on_it():
    assert "il va jusqu’au vendredi 13 novembre 2026 : n’y comptez pas" in said("recours.rsa", date(2026, 9, 12))
    assert "n’y comptez pas" not in said("recours.caisse", date(2026, 9, 12))


def test_a_suspension_of_unknown_length_gives_both_ends():
    told = said("silence.mdph", date(2026, 6, 15), complete=date(2026, 7, 21))
    assert "entre le jeudi 15 octobre 2026 et le samedi 21 novembre 2026" in told


@pytest.mark.parametrize("code", list(rules()))
def test_every_rule_is_said_in_well_spaced_french_that_ends_with_who_verified_it(code: str):
    found, given = asked(code, date(2026, 10, 6), remedies_missing=True, zone="reunion")
    text = as_text(found, given)
    assert badly_spaced(text) == []
    assert "'" not in text
    assert PREVAILS in text
    assert text.splitlines()[-1].startswith("Vérifié le 22/11/2026 par Relais")
    assert set(as_document(found, given)) == {"rule", "start", "dates", "notes"}


def test_the_words_of_the_rules_read_easily():
    words = [f"{step.words}." for rule in rules().values() for step in rule.steps]
    assert kandel_moles(" ".join(words)) >= 60


def test_a_rule_replaced_in_memory_is_another_rule():
    shorter = replace(rules()["recours.rsa"], valid_until=date(2026, 11, 1))
    found = answer(shorter, Given(date(2026, 10, 6)), within=reception(received=date(2026, 10, 6)), on=TODAY)
    assert found.expired
