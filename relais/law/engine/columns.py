"""Reading the columns of a block: which facts exist, the persons once the unborn are added."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relais.kernel.months import Month
from relais.law.engine.untyped import Untyped
from relais.law.situation.block import MONTHS_KEPT, Block, Column
from relais.law.situation.catalogue import facts_of
from relais.law.situation.facts import Scope
from relais.law.situation.roles import Role

_ONE_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class People:
    """The persons of a block, each row's together, an unborn child last of its row.

    ``source``: (P,) rank in the block, -1 for an unborn child. ``row``, ``role``, ``birth``: (P,).
    """

    block: Block
    source: NDArray[np.intp]
    row: NDArray[np.intp]
    role: NDArray[np.int8]
    birth: NDArray[np.datetime64]
    unborn: NDArray[np.bool_]

    @property
    def count(self) -> int:
        """How many persons, unborn children included."""
        return len(self.row)

    def fact(self, code: str, unborn: Untyped = 0) -> Column:
        """(P,) or (P, 13) values of a fact; ``unborn`` stands for the children who are not born."""
        column = person_column(self.block, code)
        if not self.unborn.any():
            return column
        spread = column[self.source]
        spread[self.unborn] = unborn
        return spread

    def of_row(self, values: Column) -> Column:
        """(H,) → (P,) the value of each person's row."""
        return values[self.row]


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
    household = np.asarray(block.household, np.intp)
    birth = np.asarray(block.persons["naissance"], "datetime64[D]")
    expected = np.flatnonzero(expecting(block))
    count = len(household)
    source = np.concatenate((np.arange(count), np.full(len(expected), -1)))
    row = np.concatenate((household, expected))
    order = np.argsort(row, kind="stable")
    source, row = source[order], row[order]
    unborn = source < 0
    return People(
        block=block,
        source=source,
        row=row,
        role=np.where(unborn, Role.ENFANT, np.asarray(block.role)[source]).astype(np.int8),
        birth=np.where(unborn, due_dates(block)[row], birth[source]),
        unborn=unborn,
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


def due_dates(block: Block) -> NDArray[np.datetime64]:
    """(H,) birth date given to the unborn child: the middle of M+2.

    The prime à la naissance is paid at the seventh month, two months before the birth: a birth expected later is screened
    as at that month, so that the right shows while it can be claimed. A nearer due date is kept.
    """
    middle = np.datetime64(block.month.plus(2).first_day(), "D") + 14 * _ONE_DAY
    known = np.asarray(household_column(block, "naissance_prevue"), "datetime64[D]")
    near = ~np.isnat(known) & (known >= _first_day(block.month)) & (known < middle)
    return np.where(near, known, middle)


def _first_day(month: Month) -> np.datetime64:
    return np.datetime64(month.first_day(), "D")
