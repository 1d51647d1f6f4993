"""How answers are laid out."""

from datetime import date

import pytest

from relais.law.answers.shape import ConditionRead, Group, Screening, Truth
from relais.law.answers.wording import condition_sentence
from relais.law.situation.household import FactKey
from relais.screening import queries, wording
from relais.screening.copying import MOST_LINES, copied_text
from relais.screening.rules.board import MOST_CHECKED, Board, lay_out, reserves_of
from tests.screening.conftest import SCREENING, answer


def board(screening: Screening = SCREENING, **more: frozenset[str]) -> Board:
    return lay_out(screening=screening, cards=queries.cards(), **more)


def test_each_answer_stands_once_in_its_group() -> None:
    laid = board()
    assert [one.card.code for one in laid.to_claim] == ["prime_activite", "aide_logement"]
    assert [one.card.code for one in laid.unlikely] == ["c2s_gratuite"]
    assert [one.card.code for one in laid.unknown] == ["cmg"]
    assert sorted(one.card.code for one in laid.every_answer()) == sorted(one.right for one in SCREENING.answers)


def test_what_is_one_fact_away_comes_first() -> None:
    assert [one.card.code for one in board().to_check] == ["fsl", "dalo"]


def test_what_only_the_organisme_can_tell_comes_before_what_lacks_a_fact_and_what_hardly_opens_waits() -> None:
    """The ADA of an asylum seeker stood behind five rights that lacked a wage; the prime d’activité of a pensioner stood in front."""
    away = answer("fsl", Group.TO_CHECK, settled_by=(FactKey("dette_logement"),))
    never = answer("prime_activite", Group.TO_CHECK, monthly_min=0.0, monthly_max=0.0)
    laid = board(Screening("m", (never, away, answer("ada", Group.TO_CHECK)), ()))
    assert [one.card.code for one in laid.to_check] == ["ada", "fsl"]
    assert [one.card.code for one in laid.to_check_later] == ["prime_activite"]


def test_an_uncommon_theme_folds_into_one_line_and_is_not_counted() -> None:
    laid = board()
    assert [(fold.theme, [one.card.code for one in fold.answers]) for fold in laid.folds] == [("handicap", ["aah"])]
    assert laid.checks == 2


def test_many_rights_to_check_fold_after_the_nearest() -> None:
    codes = [code for code in queries.cards() if not queries.cards()[code].theme][: MOST_CHECKED + 3]
    laid = board(Screening("m", tuple(answer(code, Group.TO_CHECK, settled_by=(FactKey("loyer"),)) for code in codes), ()))
    assert len(laid.to_check) == MOST_CHECKED and len(laid.to_check_later) == 3
    assert laid.checks == MOST_CHECKED + 3


def test_a_question_answered_je_ne_sais_pas_is_not_offered_again() -> None:
    assert [str(one.key) for one in board().questions] == ["dette_logement", "p2.enceinte"]
    assert [str(one.key) for one in board(skipped=frozenset({"dette_logement"})).questions] == ["p2.enceinte"]
    assert board(skipped=frozenset({"dette_logement", "reserve:naissance"})).nothing_changes


def test_an_answer_without_card_is_left_out() -> None:
    assert not list(board(Screening("m", (answer("droit_disparu", Group.TO_CLAIM),), ())).every_answer())


def test_reserves_in_the_order_of_the_data_file() -> None:
    assert [one.code for one in reserves_of(board().to_claim, queries.reserves())] == ["sejour", "epargne"]


def amounts(**bounds: object) -> str:
    laid = board(Screening("m", (answer("prime_activite", Group.TO_CLAIM, show_amount=True, **bounds),), ()))
    return wording.amount_words(laid.to_claim[0]).replace("\u202f", " ").replace("\u00a0", " ")


def test_amounts_in_words() -> None:
    assert amounts(monthly_min=322.0, monthly_max=322.4) == "environ 322 € par mois"
    assert amounts(monthly_min=281.0, monthly_max=306.0) == "environ 280 à 310 € par mois"
    assert amounts(monthly_min=0.0, monthly_max=71.8) == "jusqu’à 80 € par mois"
    assert amounts(monthly_min=1281.0, monthly_max=1290.0) == "environ 1 281 à 1 290 € par mois"
    assert amounts(monthly_min=None, monthly_max=None) == ""
    assert amounts(monthly_min=0.0, monthly_max=0.0) == ""


def test_a_wide_range_is_not_shown() -> None:
    laid = board(Screening("m", (answer("prime_activite", Group.TO_CLAIM, monthly_min=10.0, monthly_max=600.0, show_amount=False),), ()))
    assert wording.amount_words(laid.to_claim[0]) == ""


def test_the_copied_text_fits_in_fifteen_lines() -> None:
    cards = queries.cards()
    groups = [Group.TO_CLAIM, Group.TO_CHECK, Group.UNLIKELY]
    many = tuple(answer(code, groups[rank % 3], reserves=("epargne",)) for rank, code in enumerate(cards))
    laid = board(Screening("m", many, ()))
    text = copied_text(board=laid, told=["Salaire net : 1 400 €"] * 40, reserves=tuple(queries.reserves().values()), on=date(2026, 11, 22))
    lines = text.splitlines()
    assert len(lines) <= MOST_LINES
    assert all(len(line) <= 220 for line in lines)
    assert any(line.startswith("Sous réserve") for line in lines[-2:])
    assert all(card.short in text for card in [one.card for one in laid.to_claim[:4]])


def test_the_copied_text_tells_the_whole_situation_of_a_usual_household() -> None:
    told = [f"Fait numéro {rank} de la situation : 1 400 € par mois" for rank in range(12)]
    text = copied_text(board=board(), told=told, reserves=tuple(queries.reserves().values()), on=date(2026, 11, 22))
    assert all(fact in text.replace("\n", " ") for fact in told)
    assert len(text.splitlines()) <= MOST_LINES


def test_the_copied_text_says_what_is_due_and_that_it_decides_nothing() -> None:
    text = copied_text(board=board(), told=["Loyer : 620 €"], reserves=(), on=date(2026, 11, 22))
    assert "l’organisme décide" in text and "Loyer : 620 €" in text
    assert "À demander" in text and queries.cards()["prime_activite"].short in text


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ((19_735.0, 19_735.0), "19 735 € / an, limite 10 339 € / an"),
        ((9_000.0, 12_000.0), "9 000 à 12 000 € / an, limite 10 339 € / an"),
        ((0.0, 240_000.0), "limite 10 339 € / an"),
        ((18_000.0, 240_000.0), "au moins 18 000 € / an, limite 10 339 € / an"),
    ],
)
def test_a_value_that_may_be_anything_is_not_told(bounds: tuple[float, float], said: str) -> None:
    """«0 à 240 000 €» is the domain of a wage, not a figure of this household."""
    condition = ConditionRead("Ressources", Truth.UNKNOWN, *bounds, 10_339.0, 10_339.0, "€/an")
    assert wording.condition_figures(condition).replace("\u202f", " ").replace("\u00a0", " ") == said
    told = condition_sentence(condition).replace("\u202f", " ").replace("\u00a0", " ")
    assert ("au moins" in told) is ("au moins" in said)
