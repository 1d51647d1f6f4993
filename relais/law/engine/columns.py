"""Reading the columns of a block: which facts exist, the persons of a block."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relais.kernel.months import Month
from relais.law.situation.block import MONTHS_KEPT, Block, Column
from relais.law.situation.catalogue import facts_of
from relais.law.situation.facts import Scope
from relais.law.situation.roles import Role


@dataclass(frozen=True, slots=True)
class People:
    """The persons of a block, each row's together. ``row``, ``role``, ``birth``: (P,).

    A child expected is nobody yet: it opens what the law opens for a pregnancy (``expecting``), and counts nowhere else.
    """

    block: Block
    row: NDArray[np.intp]
    role: NDArray[np.int8]
    birth: NDArray[np.datetime64]

    @property
    def count(self) -> int:
        """How many persons."""
        return len(self.row)

    def fact(self, code: str) -> Column:
        """(P,) or (P, 13) values of a fact."""
        return person_column(self.block, code)

    def of_row(self, values: Column) -> Column:
        """(H,) → (P,) the value of each person's row."""
        return values[self.row]

    def any(self, flags: Column) -> NDArray[np.bool_]:
        """(P,) → (H,) whether a person of the row has it."""
        return np.bincount(self.row, weights=flags, minlength=self.block.rows) > 0


def _check_known(block: Block) -> None:
    for scope, columns in ((Scope.PERSON, block.persons), (Scope.HOUSEHOLD, block.households)):
        unknown = set(columns) - set(facts_of(scope))
        if unknown:
            raise ValueError(f"not a fact of a {scope}: {', '.join(sorted(unknown))}")


def person_column(block: Block, code: str) -> Column:
    """The column of a fact of persons; ValueError when the block lacks it."""
    return _column(block.persons, code)


def household_column(block: Block, code: str) -> Column:
    """The column of a fact of households; ValueError when the block lacks it."""
    return _column(block.households, code)


def _column(columns: Mapping[str, Column], code: str) -> Column:
    try:
        return columns[code]
    except KeyError:
        raise ValueError(f"the block lacks the column {code!r}: complete it first") from None


def monthly(column: Column) -> Column:
    """(n, 13) or (n,) → (13, n) float32, months first."""
    if column.ndim == 1:
        return np.broadcast_to(np.asarray(column, np.float32), (MONTHS_KEPT, len(column)))
    return np.ascontiguousarray(column.T, dtype=np.float32)


def people_of(block: Block) -> People:
    """The persons of a block; ValueError on an unknown fact, a missing birth date, or a row that is not well formed."""
    _check_known(block)
    _check_rows(block)
    return People(
        block=block,
        row=np.asarray(block.household, np.intp),
        role=np.asarray(block.role, np.int8),
        birth=np.asarray(block.persons["naissance"], "datetime64[D]"),
    )


def _check_rows(block: Block) -> None:
    household, role = block.household, block.role
    if "naissance" not in block.persons or np.isnat(block.persons["naissance"]).any():
        raise ValueError("a birth date is needed for every person")
    if len(household) and (np.diff(household) < 0).any():
        raise ValueError("the persons of a row must stand together, rows in order")
    applicants = np.bincount(household[role == Role.DEMANDEUR], minlength=block.rows)
    partners = np.bincount(household[role == Role.CONJOINT], minlength=block.rows)
    if (applicants != 1).any() or (partners > 1).any():
        raise ValueError("each row has one demandeur and at most one conjoint")


def expecting(block: Block) -> NDArray[np.bool_]:
    """(H,) whether a birth is expected: someone of the couple is pregnant, or a due date not yet past is known."""
    couple = (block.role == Role.DEMANDEUR) | (block.role == Role.CONJOINT)
    pregnant = block.any_person(person_column(block, "enceinte").astype(bool) & couple)
    known = np.asarray(household_column(block, "naissance_prevue"), "datetime64[D]")
    return np.asarray(pregnant | (~np.isnat(known) & (known >= _first_day(block.month))), bool)


def _first_day(month: Month) -> np.datetime64:
    return np.datetime64(month.first_day(), "D")
