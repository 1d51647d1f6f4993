"""A stand-in for the law: the screens are tested on answers that we choose; test_whole_path.py uses the real engine."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from relais.foundation import limits
from relais.law.answers.shape import Answer, ConditionRead, Group, NextQuestion, Screening, Truth
from relais.law.situation.household import FactKey, Household
from relais.screening import queries

TODAY = date(2026, 11, 22)

BLANK = Answer(
    right="rsa",
    group=Group.UNLIKELY,
    monthly_min=None,
    monthly_max=None,
    show_amount=False,
    received=None,
    conditions=(),
    reserves=(),
    settled_by=(),
    theme="",
    decided_by="",
    why_unknown="",
    stale=False,
    rules_date=date(2026, 4, 1),
)


def answer(right: str, group: Group, **changes: object) -> Answer:
    """An answer of our choice."""
    return replace(BLANK, right=right, group=group, **changes)  # type: ignore[arg-type]


CONDITION = ConditionRead("Ressources sous le plafond", Truth.NOT_MET, 24382.0, 24382.0, 21349.0, 21349.0, "€/an", "CSS L.861-1")

SCREENING = Screening(
    "menage",
    (
        answer("prime_activite", Group.TO_CLAIM, monthly_min=281.0, monthly_max=306.0, show_amount=True, reserves=("epargne", "sejour")),
        answer("aide_logement", Group.TO_CLAIM, monthly_min=322.0, monthly_max=322.0, show_amount=True, received=120.0, stale=True),
        answer("fsl", Group.TO_CHECK, settled_by=(FactKey("dette_logement"),)),
        answer("dalo", Group.TO_CHECK, settled_by=(FactKey("mal_loge"), FactKey("commune"))),
        answer("aah", Group.TO_CHECK, theme="handicap", settled_by=(FactKey("handicap_taux", "p1"),)),
        answer("c2s_gratuite", Group.UNLIKELY, conditions=(CONDITION,), decided_by="Les ressources dépassent le plafond."),
        answer("cmg", Group.UNKNOWN, why_unknown="La règle de 2025 n’est pas encore modélisée."),
    ),
    (
        NextQuestion(FactKey("dette_logement"), 1, 0.0, ("fsl",)),
        NextQuestion(FactKey("enceinte", "p2"), 2, 120.0, ("prime_activite", "paje_base"), "naissance"),
    ),
)


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """A test that moves the clock, or asks a lot, leaves no counter behind."""
    limits.forget_all()
    yield
    limits.forget_all()


@pytest.fixture
def chosen_answers(monkeypatch: pytest.MonkeyPatch) -> list[Household]:
    """The law answers ``SCREENING`` to anything; what it was asked is listed."""
    asked: list[Household] = []

    def answers(household: Household, *, on: date) -> Screening:
        asked.append(household)
        return SCREENING

    monkeypatch.setattr(queries, "answers", answers)
    return asked


@pytest.fixture
def silent_law(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """A law that fails as told."""

    def failing(problem: Exception) -> None:
        def answers(household: Household, *, on: date) -> Screening:
            raise problem

        monkeypatch.setattr(queries, "answers", answers)

    return failing
