"""From the words of a page to a household: what is understood, and what is said when it is not."""

from datetime import date

from relais.kernel.months import Month
from relais.law.situation.household import Household
from relais.law.situation.roles import Role
from relais.screening import queries
from relais.screening.rules.examples import EXAMPLES
from relais.screening.rules.reading import Reading, read, saying
from relais.screening.rules.told import Told


def reading(told: Told) -> Reading:
    return read(told=told, facts=queries.facts(), reserves=queries.reserves(), month=Month(2026, 11))


def page(**texts: str) -> Told:
    return Told(texts={name.replace("__", "."): text for name, text in texts.items()})


def roles(household: Household) -> list[Role]:
    return [person.role for person in household.persons]


def test_a_couple_with_two_children_in_roubaix() -> None:
    read_page = reading(
        page(
            p1__naissance="12/3/88",
            couple="oui",
            p2__naissance="4/7/90",
            enfants="12/3/2014, 5/6/2020",
            p1__salaire="1 400",
            commune="roub",
            loyer="500+120",
        )
    )
    household = read_page.household
    assert roles(household) == [Role.DEMANDEUR, Role.CONJOINT, Role.ENFANT, Role.ENFANT]
    assert household.persons[0].facts["naissance"] == date(1988, 3, 12)
    assert household.persons[3].facts["naissance"] == date(2020, 6, 5)
    assert household.persons[0].facts["salaire"] == (1400.0,) * 13
    assert household.facts == {"commune": "59512", "loyer": 620.0}
    assert household.couple_known and household.children_known
    assert not read_page.problems


def test_nothing_told_of_the_composition_is_unknown_not_alone() -> None:
    household = reading(page(p1__salaire="1400")).household
    assert not household.couple_known and not household.children_known


def test_the_facts_of_a_conjoint_wait_until_the_couple_is_told() -> None:
    alone = reading(page(couple="non", p2__salaire="900")).household
    assert roles(alone) == [Role.DEMANDEUR]


def test_what_cannot_be_read_is_unknown_and_said_beside_its_field() -> None:
    read_page = reading(page(p1__naissance="31/2/1988", loyer="-620", commune="Xyzville", couple="oui"))
    assert set(read_page.problems) == {"p1.naissance", "loyer", "commune"}
    assert "négatif" in read_page.problems["loyer"]
    assert "loyer" not in read_page.household.facts


def test_forty_children_are_said_and_the_rest_answers() -> None:
    read_page = reading(page(enfants="40", loyer="620"))
    assert "20" in read_page.problems["enfants"]
    assert not read_page.household.children_known and read_page.household.facts["loyer"] == 620.0


def test_a_parent_younger_than_the_child_is_said_at_the_children() -> None:
    read_page = reading(page(p1__naissance="12/3/2015", enfants="12/3/2014"))
    assert "enfants" in read_page.problems
    assert "naissance" not in read_page.household.persons[-1].facts


def test_several_communes_are_offered_and_the_chosen_one_is_understood() -> None:
    unsure = reading(page(commune="Saint-Denis"))
    if unsure.problems:
        chosen = unsure.candidates["commune"][0]
        assert "commune" in reading(page(commune=chosen)).household.facts
    several = reading(page(commune="Saint-Aubin"))
    assert len(several.candidates["commune"]) > 1
    for label in several.candidates["commune"]:
        assert not reading(page(commune=label)).problems, label


def test_a_refused_fact_is_refused_for_its_person_only() -> None:
    household = reading(Told(texts={"couple": "oui"}, refused=frozenset({"p2.salaire", "loyer"}))).household
    assert household.persons[1].refused == {"salaire"} and household.persons[0].refused == frozenset()
    assert household.refused == {"loyer"}


def test_a_confirmed_reserve_tells_its_usual_facts_and_never_contradicts() -> None:
    household = reading(page(couple="non", p1__retraite="900").confirming("autres_revenus")).household
    assert household.persons[0].facts["retraite"] == (900.0,) * 13
    assert household.persons[0].facts["chomage"] == (0.0,) * 13


def test_a_confirmed_stay_does_not_invent_a_residence_permit() -> None:
    facts = reading(page(couple="non").confirming("sejour")).household.persons[0].facts
    assert facts["nationalite"] == "FR" and "titre" not in facts


def test_a_denied_reserve_goes_to_the_law() -> None:
    assert reading(Told().denying("epargne")).household.denied == {"epargne"}
    assert reading(Told().denying("nawak")).household.denied == frozenset()


def test_the_birth_of_a_child_answered_alone_joins_the_common_field() -> None:
    told = page(enfants="2")
    after = saying(told=told, key="e2.naissance", text="5/6/2020", reading=reading(told))
    assert after.text("enfants") == "?, 5/6/2020"
    assert reading(after).household.persons[2].facts["naissance"] == date(2020, 6, 5)


def test_the_examples_of_the_home_page_are_fully_understood() -> None:
    assert len(EXAMPLES) == 3
    for example in EXAMPLES.values():
        understood = reading(example.told)
        assert not understood.problems and not understood.warnings, example.slug
