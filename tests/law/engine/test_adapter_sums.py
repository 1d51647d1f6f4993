"""What the adapter works out for those who have an income alone: each person, each tax return, each year has its own."""

from datetime import date

import numpy as np
import pytest

from relais.kernel.months import Month
from relais.law.engine.columns import people_of
from relais.law.engine.filling import Described, Filling, Zones
from relais.law.engine.frame import Calendar, frame_of
from relais.law.engine.incomes import MICRO_KEPT, put_incomes
from relais.law.engine.inputs import RATIOS
from relais.law.situation.block import MONTHS_KEPT, Block, Column
from relais.law.situation.columns import to_block
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role
from tests.factories.blocks import rows_of, synthetic_block

MONTH = Month(2026, 10)
LAST_ONLY = (*(0.0,) * (MONTHS_KEPT - 1), 300.0)


class Kept(Filling):
    """Keeps what the adapter gives, by variable and period."""

    def __init__(self, block: Block) -> None:
        super().__init__(frame_of(people_of(block)))
        self.given: dict[tuple[str, str], Column] = {}

    def described(self, variable: str) -> Described:
        """Amounts, all of them."""
        return Described("float32", "", yearly=False, truth=False)

    @property
    def zones(self) -> Zones:
        """None is asked here."""
        raise AssertionError

    def store(self, variable: str, when: tuple[str, ...], values: Column) -> None:
        """Keep the column for each period."""
        self.given |= {(variable, period): values for period in when}

    def put_constant(self, variable: str, when: tuple[str, ...], value: float) -> None:
        """Of no interest here."""

    def side(self, name: str, entity: str, values: Column) -> None:
        """Of no interest here."""


def filled(*households: Household) -> Kept:
    return filled_with(to_block(households))


def filled_with(block: Block) -> Kept:
    kept = Kept(block)
    put_incomes(kept)
    return kept


def homes() -> list[Household]:
    def born(role: Role, year: int, name: str, **facts: object) -> Person:
        return Person(name, role, {"naissance": date(year, 1, 2), **facts})  # type: ignore[dict-item]

    steady = (100.0,) * MONTHS_KEPT
    return [
        Household("none", MONTH, (born(Role.DEMANDEUR, 1980, "a"), born(Role.CONJOINT, 1981, "b")), {"statut_couple": "mariage"}),
        Household(
            "married",
            MONTH,
            (
                born(Role.DEMANDEUR, 1980, "a", revenus_locatifs=steady, salaire=LAST_ONLY),
                born(Role.CONJOINT, 1981, "b", revenus_locatifs=LAST_ONLY, revenu_independant=steady),
                born(Role.ENFANT, 1999, "c", revenus_locatifs=(7.0,) * MONTHS_KEPT),
            ),
            {"statut_couple": "mariage"},
        ),
        Household("alone", MONTH, (born(Role.DEMANDEUR, 1980, "a", pension_alimentaire_versee=steady),), {}),
    ]


def test_a_tax_return_has_the_incomes_of_its_own_persons() -> None:
    given = filled(*homes()).given
    # the returns of the three rows, then that of the grown child
    assert given["f4ba", "2025"].tolist() == [0, 1200, 0, 84]
    assert given["f4ba", "2026"].tolist() == [0, 1200 + 3 * 300, 0, 84], "October to December take what October had"
    assert given["f6gu", "2023"].tolist() == [0, 0, 1200, 0]


def test_each_person_has_the_own_incomes() -> None:
    given = filled(*homes()).given
    assert given["salaire_imposable", "2026-10"].tolist() == [0, 0, np.float32(300) * np.float32(RATIOS["salaire"].taxable), 0, 0, 0]
    assert given["salaire_imposable", "2026-09"].tolist() == [0] * 6
    assert given["rpns_imposables", "2024"].tolist() == pytest.approx([0, 0, 0, 1200 * MICRO_KEPT, 0, 0])


def test_nobody_with_an_income_is_nothing_for_all() -> None:
    given = filled(homes()[0]).given
    assert {name for (name, _), values in given.items() if values.any()} == set()
    assert given["f4ba", "2025"].tolist() == [0]


@pytest.mark.parametrize("seed", [3, 4])
def test_a_row_alone_is_given_what_it_is_given_among_others(seed: int) -> None:
    block = synthetic_block(60, seed, MONTH)
    together = filled_with(block)
    frame = together.frame
    for row in range(block.rows):
        alone = filled_with(rows_of(block, row, row + 1)).given
        persons = np.flatnonzero(frame.people.row == row)
        returns = np.array([row, *np.unique(frame.foyer_fiscal.ids[persons][frame.foyer_fiscal.ids[persons] >= block.rows])])
        for slot, values in together.given.items():
            mine = values[persons] if len(values) == frame.people.count else values[returns]
            assert mine.tobytes() == alone[slot].tobytes(), slot


def test_years_that_read_the_same_months_have_the_same_total() -> None:
    values = np.arange(MONTHS_KEPT * 2, dtype=np.float32).reshape(MONTHS_KEPT, 2) + np.float32(0.1)
    calendar = Calendar(MONTH)
    totals = calendar.year_totals(values)
    assert totals[2023] is totals[2024]
    assert list(totals) == [2023, 2024, 2025, 2026]
    assert all(total.tobytes() == calendar.year_total(values, year).tobytes() for year, total in totals.items())
    assert totals[2024].tolist() == pytest.approx((12 * values[0]).tolist())
    # January to October 2025 are before all that is kept, but the last
    assert totals[2025].tolist() == pytest.approx((10 * values[0] + values[1] + values[2]).tolist())
