"""Invented households on which formulas are recorded: they give the dtypes, and the side of the rare data-dependent branches.

No figure of a plan comes from them (``plan_recording`` proves it). Persons of every role, so that every group has some.
"""

from datetime import date

from relais.kernel.months import Month
from relais.law.situation.block import Block
from relais.law.situation.columns import to_block
from relais.law.situation.facts import Value
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role

_LYON: dict[str, Value] = {"commune": "69123", "loyer": 500.0, "logement": "locataire_vide"}


def sample_block(month: Month, times: int) -> Block:
    """The sample, each household ``times`` times."""
    return to_block([Household(f"{name}-{rank}", month, persons, _LYON) for rank in range(times) for name, persons in _homes(month.year)])


def _homes(year: int) -> tuple[tuple[str, tuple[Person, ...]], ...]:
    def born(role: Role, age: int, name: str, **facts: Value) -> Person:
        return Person(name, role, {"naissance": date(year - age, 3, 14), **facts})

    return (
        ("alone", (born(Role.DEMANDEUR, 40, "p1", statut="emploi", salaire=900.0),)),
        (
            "family",
            (
                born(Role.DEMANDEUR, 36, "p1", statut="chomage", chomage=700.0),
                born(Role.CONJOINT, 34, "p2", statut="emploi", salaire=1100.0),
                born(Role.ENFANT, 9, "p3"),
                born(Role.ENFANT, 2, "p4"),
                born(Role.AUTRE, 70, "p5", statut="retraite", retraite=800.0),
            ),
        ),
    )
