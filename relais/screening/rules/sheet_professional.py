"""The sheet for the professional: everything the answers rest on, in the four parts of CRPA R.311-3-1-2, adapted. Pure.

The article speaks of decisions taken with an algorithm; Relais takes none and says so first. French only: it quotes the law.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from relais.law.answers.slots import concerned, of_age
from relais.law.engine.inputs import EngineInput
from relais.law.rights.reading import Fields, SheetRefused, read_yaml
from relais.law.situation.facts import Fact, Scope, Value
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import ROLE_WORDS
from relais.screening.rules.sheet_words import DATA

#: what the engine does with nearly every fact: said once, not fact by fact.
_SAID_ONCE = frozenset({"Constant sur tous les mois.", "Par mois ; avant M-12, la valeur de M-12 ; après M, celle de M."})


@dataclass(frozen=True, slots=True)
class ProfessionalWords:
    """The paragraphs of the sheet; ``spoken``: the source of every fact told."""

    title: str
    not_a_decision: str
    shape: str
    contribution: tuple[str, ...]
    parameters: str
    operations: tuple[str, ...]
    limits: str
    spoken: str


@lru_cache(maxsize=1)
def professional_words() -> ProfessionalWords:
    """The words of the data file; SheetRefused when it is not usable."""
    problems: list[str] = []
    path = DATA / "sheet_professional.fr.yaml"
    fields = Fields(read_yaml(path), path.name, problems)
    found = ProfessionalWords(
        title=fields.text("title"),
        not_a_decision=fields.text("not_a_decision"),
        shape=fields.text("shape"),
        contribution=fields.texts("contribution", at_least=1),
        parameters=fields.text("parameters", longest=800),
        operations=fields.texts("operations", at_least=1),
        limits=fields.text("limits"),
        spoken=fields.text("spoken"),
    )
    fields.finish()
    if problems:
        raise SheetRefused(problems)
    return found


@dataclass(frozen=True, slots=True)
class Assumption:
    """How the engine reads some facts. ``labels``: the facts it concerns."""

    labels: tuple[str, ...]
    words: str


def assumptions(*, household: Household, facts: Mapping[str, Fact], inputs: Iterable[EngineInput]) -> tuple[Assumption, ...]:
    """The declared readings (ratios, periods, simplifications) of the facts that were told, each sentence once."""
    told = set(household.facts) | {code for person in household.persons for code in person.facts}
    found: dict[str, list[str]] = {}
    for one in inputs:
        concerned = [code for code in one.facts if code in told]
        if concerned and one.words not in _SAID_ONCE:
            found.setdefault(one.words, []).extend(facts[code].label for code in concerned if code in facts)
    return tuple(Assumption(tuple(dict.fromkeys(labels)), words) for words, labels in found.items())


def unanswered(*, household: Household, facts: Mapping[str, Fact], used: frozenset[str]) -> tuple[Fact, ...]:
    """The facts read by a right and told of nobody whom they concern, in the order of the catalogue: they took all their values.

    Those refused are apart (they were asked), and so are those that another answer or an age makes pointless.
    """
    return tuple(fact for code, fact in facts.items() if code in used and any(_missing(fact, household)))


def _missing(fact: Fact, household: Household) -> Iterable[bool]:
    if not _may_concern(fact, household):
        return
    if fact.scope is Scope.HOUSEHOLD:
        yield _is_missing(fact, household.facts, household.refused, household, None)
        return
    for person in household.persons:
        if ROLE_WORDS[person.role] in fact.roles:
            yield _is_missing(fact, person.facts, person.refused, household, person)


def _may_concern(fact: Fact, household: Household) -> bool:
    """Whether the household is one that the fact concerns, or may be while its composition is not told."""
    told = {"couple": household.couple_known, "seul": household.couple_known, "enfants": household.children_known}
    return concerned(replace(fact, concerns=tuple(word for word in fact.concerns if told.get(word, True))), household)


def _is_missing(fact: Fact, told: Mapping[str, Value], refused: frozenset[str], household: Household, person: Person | None) -> bool:
    if fact.code in told or fact.code in refused:
        return False
    if person is not None and not of_age(fact, person, household.month):
        return False
    return all(_may_hold(other, values, household, person) for other, values in fact.asked_when.items())


def _may_hold(code: str, values: Sequence[Value], household: Household, person: Person | None) -> bool:
    """Whether the fact on which another hangs was told with one of these values, by the person or anyone of the household."""
    persons = [person] if person else list(household.persons)
    told = [holder[code] for holder in (*(one.facts for one in persons), household.facts) if code in holder]
    return any(value in values for value in told)
