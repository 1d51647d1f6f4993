"""The golden cases of the rights: ``cases.yaml`` beside each engine card, run together as the rows of one block."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from relais.kernel.months import Month
from relais.law.engine.face import Engine
from relais.law.rights import catalogue as module
from relais.law.rights.catalogue import catalogue
from relais.law.rights.opening import columns_of, variables_of
from relais.law.situation.columns import to_block
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import ROLE_WORDS

ROLES = {word: role for role, word in ROLE_WORDS.items()}
KEYS = {"id", "month", "persons", "facts", "expect", "why"}


@dataclass(frozen=True)
class Case:
    right: str
    id: str
    household: Household
    open: bool
    monthly: tuple[float, float] | None
    why: str

    def __str__(self) -> str:
        return f"{self.right}-{self.id}"


def cases() -> list[Case]:
    """Every case of every right, in the order of the catalogue."""
    root = Path(module.__file__).parent
    return [case for code in catalogue() for case in _read(code, root / code / "cases.yaml")]


def _read(code: str, path: Path) -> Iterable[Case]:
    if not path.exists():
        return
    for raw in yaml.safe_load(path.read_text(encoding="utf-8")):
        assert set(raw) == KEYS, f"{code}/{raw.get('id')}: keys {set(raw) ^ KEYS}"
        persons = tuple(Person(f"p{rank}", ROLES[person["role"]], person["facts"]) for rank, person in enumerate(raw["persons"], 1))
        expect = raw["expect"]
        yield Case(
            right=code,
            id=raw["id"],
            household=Household(raw["id"], Month.parse(raw["month"]), persons, raw["facts"]),
            open=expect["open"],
            monthly=tuple(expect["monthly"]) if "monthly" in expect else None,
            why=raw["why"],
        )


def answers(engine: Engine, asked: Sequence[Case]) -> Mapping[str, tuple[bool, float | None]]:
    """By case: whether the right is open, and euros a month (None: no amount)."""
    found: dict[str, tuple[bool, float | None]] = {}
    for month in sorted({case.household.month for case in asked}):
        rows = [case for case in asked if case.household.month == month]
        block = to_block([case.household for case in rows])
        variables = sorted({name for case in rows for name in variables_of(catalogue()[case.right])})
        values = engine.compute(block, variables).values
        opened = {code: columns_of(catalogue()[code], block, values).opened for code in {case.right for case in rows}}
        euros = {code: columns_of(catalogue()[code], block, values).euros for code in opened}
        for row, case in enumerate(rows):
            amounts = euros[case.right]
            found[str(case)] = (bool(opened[case.right][row]), None if amounts is None else float(np.round(amounts[row], 2)))
    return found


def differences(engine: Engine, asked: Sequence[Case]) -> dict[str, str]:
    """The cases that do not come out as the law says, with what came out."""
    wrong = {}
    for name, (opened, euros) in answers(engine, asked).items():
        case = next(case for case in asked if str(case) == name)
        outside = case.monthly is not None and (euros is None or not case.monthly[0] <= euros <= case.monthly[1])
        if opened != case.open or outside:
            wrong[name] = f"open {opened}, {euros} € a month; expected {case.open}, {case.monthly}: {case.why}"
    return wrong
