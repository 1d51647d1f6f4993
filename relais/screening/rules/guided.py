"""The guided entrance: one question at a time, the base facts first, then what would change the answers most. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relais.law.answers.shape import NextQuestion
from relais.screening.rules.births import has_persons
from relais.screening.rules.board import key_of
from relais.screening.rules.layout import CHILDREN, COUPLE
from relais.screening.rules.told import RESERVE, Told

#: chapters of the base questions, as the page names them.
CHAPTERS = ("famille", "travail", "logement", "precisions")

#: the pay or pension asked for each situation of an adult; «autres revenus» are a reserve, shown under each answer.
INCOME_OF: Mapping[str, str] = {
    "emploi": "salaire",
    "apprentissage": "salaire",
    "independant": "revenu_independant",
    "chomage": "chomage",
    "retraite": "retraite",
    "invalidite": "pension_invalidite",
}
#: kinds of housing that pay no rent.
NO_RENT = frozenset({"proprietaire", "heberge", "sans_domicile"})


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the guided entrance, and the chapter that it belongs to."""

    key: str
    chapter: str


def base_steps(told: Told) -> tuple[Step, ...]:
    """The base questions for what was told so far, in the order of the papers."""
    couple = told.text(COUPLE) == "oui"
    adults = ("p1", "p2") if couple else ("p1",)
    steps = [Step("p1.naissance", "famille"), Step(COUPLE, "famille")]
    if couple:
        steps.append(Step("p2.naissance", "famille"))
    steps.append(Step(CHILDREN, "famille"))
    if told.text(COUPLE) == "non" and has_persons(told.text(CHILDREN)):
        steps.append(Step("autre_parent_paie", "famille"))
    for adult in adults:
        steps.append(Step(f"{adult}.statut", "travail"))
        income = INCOME_OF.get(told.text(f"{adult}.statut"))
        if income:
            steps.append(Step(f"{adult}.{income}", "travail"))
    steps += [Step("commune", "logement"), Step("logement", "logement")]
    if told.text("logement") not in NO_RENT:
        steps.append(Step("loyer", "logement"))
    return tuple(steps)


def settled(told: Told, key: str) -> bool:
    """The question was answered, refused, or «je ne sais pas»."""
    reserve = key.removeprefix(RESERVE)
    if reserve != key and reserve in told.confirmed | told.denied:
        return True
    return key in told.texts or key in told.refused or key in told.skipped


def next_base_step(told: Told) -> Step | None:
    """The first base question still open, None when all have had their turn."""
    return next((step for step in base_steps(told) if not settled(told, step.key)), None)


def next_step(told: Told, questions: Sequence[NextQuestion]) -> Step | None:
    """The next question: base facts first, then the most useful one; None when nothing more would change an answer."""
    base = next_base_step(told)
    if base is not None:
        return base
    return next((Step(key, "precisions") for key in map(key_of, questions) if not settled(told, key)), None)


def chapters_left(told: Told, current: str) -> tuple[str, ...]:
    """The chapters after the current one that still hold an open question."""
    rank = CHAPTERS.index(current)
    left = {step.chapter for step in base_steps(told) if not settled(told, step.key)} | {"precisions"}
    return tuple(chapter for chapter in CHAPTERS[rank + 1 :] if chapter in left)
