"""Households for tests: one that is fine, and hypothesis strategies over the whole catalogue."""

from datetime import date

from hypothesis import strategies as st

from relais.kernel.months import Month
from relais.law.places.table import table
from relais.law.situation.catalogue import facts_of, reserves
from relais.law.situation.facts import Fact, Kind, Scope
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import ROLE_WORDS, Role

MONTH = Month(2026, 11)


def roubaix(**dwelling: object) -> Household:
    """The couple with two children of issue 2: one salary of 1 400 €, a rent of 620 € in Roubaix."""
    return Household(
        "roubaix",
        MONTH,
        (
            Person("p1", Role.DEMANDEUR, {"naissance": date(1990, 4, 2), "salaire": (1400.0,) * 13, "statut": "emploi"}),
            Person("p2", Role.CONJOINT, {"naissance": date(1991, 9, 15)}, frozenset({"enceinte"})),
            Person("p3", Role.ENFANT, {"naissance": date(2016, 1, 10)}),
            Person("p4", Role.ENFANT, {"naissance": date(2019, 6, 30)}),
        ),
        {"commune": "59512", "logement": "locataire_vide", "loyer": 620.0, **dwelling},
    )


def values(fact: Fact) -> st.SearchStrategy:
    """Values of a fact that can be true."""
    amounts = st.floats(0, 9_999_999, allow_nan=False).map(lambda value: round(value, 2))
    match fact.kind:
        case Kind.FLAG:
            return st.booleans()
        case Kind.CHOICE:
            return st.sampled_from(list(fact.choices))
        case Kind.PLACE:
            return st.sampled_from(table().code)
        case Kind.DATE:
            return st.dates(date(1907, 1, 1), date(2027, 8, 31))
        case Kind.MONTHLY:
            return st.one_of(amounts.map(lambda value: (value,) * 13), st.tuples(*[amounts] * 13))
        case _:
            return amounts


@st.composite
def told(draw: st.DrawFn, scope: Scope, role: str = "") -> tuple[dict, frozenset]:
    """Some facts known, some refused, the others unknown."""
    asked = [fact for fact in facts_of(scope).values() if not role or role in fact.roles]
    known = draw(st.lists(st.sampled_from(asked), unique_by=lambda fact: fact.code, max_size=6))
    refused = draw(st.frozensets(st.sampled_from([fact.code for fact in asked]), max_size=3))
    return {fact.code: draw(values(fact)) for fact in known}, refused - {fact.code for fact in known}


@st.composite
def households(draw: st.DrawFn) -> Household:
    """Households of the right shape, coherent or not."""
    roles = [Role.DEMANDEUR, *draw(st.lists(st.sampled_from(list(Role)[1:]), max_size=4))]
    persons = tuple(Person(f"p{rank}", role, *draw(told(Scope.PERSON, ROLE_WORDS[role]))) for rank, role in enumerate(roles, 1))
    facts, refused = draw(told(Scope.HOUSEHOLD))
    return Household(
        draw(st.text(min_size=1, max_size=80)),
        MONTH,
        persons,
        facts,
        refused,
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.frozensets(st.sampled_from(list(reserves())))),
    )
