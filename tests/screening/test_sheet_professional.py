"""What the professional's sheet says of the facts: those nobody told, and how the engine reads those that were."""

from dataclasses import replace
from datetime import date

import pytest

from relais.kernel.months import Month
from relais.law.engine.inputs import ENGINE_INPUTS
from relais.law.rights.catalogue import catalogue
from relais.law.situation.catalogue import facts
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role
from relais.screening.rules.sheet_professional import assumptions, professional_words, unanswered

USED = frozenset(code for card in catalogue().values() for code in card.facts)


def household(*, refused: frozenset[str] = frozenset(), **told: object) -> Household:
    person = Person("p1", Role.DEMANDEUR, {"naissance": date(1988, 3, 12), **told})  # type: ignore[dict-item]
    return Household("menage", Month(2026, 11), (person,), {"loyer": 620.0}, refused)


def missing(one: Household) -> set[str]:
    return {fact.code for fact in unanswered(household=one, facts=facts(), used=USED)}


def test_what_was_told_or_refused_is_not_unknown():
    assert {"loyer", "naissance"}.isdisjoint(missing(household()))
    assert "epargne" in missing(household())
    assert "epargne" not in missing(household(refused=frozenset({"epargne"})))


def test_a_fact_that_an_answer_makes_pointless_is_not_listed():
    assert "titre" not in missing(household(nationalite="FR"))
    assert "titre" in missing(household(nationalite="hors_UE"))


def test_facts_of_children_are_not_asked_of_a_person_alone():
    assert "garde_alternee" not in missing(household())


def test_a_fact_of_another_age_is_not_listed():
    assert "rsa_jeune_heures" in missing(household(naissance=date(2004, 3, 12)))
    assert "rsa_jeune_heures" not in missing(household(naissance=date(1944, 3, 12)))


def test_a_fact_of_another_composition_is_not_listed():
    """«Mariage ou Pacs» is not unknown of a person who said that she lives alone."""
    couple = {"statut_couple", "garde_payee", "autre_parent_paie"}
    assert couple.isdisjoint(missing(household()))
    untold = replace(household(), couple_known=False, children_known=False)
    assert couple <= missing(untold)


def test_no_fact_is_listed_that_no_right_reads():
    assert missing(household()) <= USED


def test_assumptions_speak_of_the_facts_told_and_say_their_ratios_once():
    found = assumptions(household=household(salaire=(1400.0,) * 13), facts=facts(), inputs=ENGINE_INPUTS)
    words = [one.words for one in found]
    assert len(set(words)) == len(words)
    (ratio,) = [one for one in found if "net / 0,78" in one.words]
    assert ratio.labels == (facts()["salaire"].label,)
    assert not [one for one in found if "handicap" in " ".join(one.labels).casefold()]


def test_nothing_told_supposes_nothing():
    alone = Household("menage", Month(2026, 11), (Person("p1", Role.DEMANDEUR),))
    assert assumptions(household=alone, facts=facts(), inputs=ENGINE_INPUTS) == ()


@pytest.mark.parametrize("said", ["n’est pas une décision", "R.311-3-1-2", "Ni score, ni classement", "Aucune pondération"])
def test_the_words_say_what_relais_is_not(said: str):
    words = professional_words()
    assert said in " ".join((words.not_a_decision, words.shape, *words.contribution, words.parameters))
