"""A caseload file of synthetic households: the columns of ``blocks`` written as a service writes them, nearly every fact known."""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from relais.kernel.months import Month
from relais.law.situation.block import Block, Column
from relais.law.situation.catalogue import facts, facts_of
from relais.law.situation.facts import Fact, Kind, Scope
from relais.law.situation.roles import ROLE_WORDS, Role
from tests.factories.blocks import rows_of, synthetic_block

NOVEMBER = Month(2026, 11)
#: a parent is at least this much older than a child, in days: younger ones are refused as mistyped.
_APART = np.timedelta64(18 * 366, "D")
_BATCH = 2000


def write_caseload(path: Path, households: int, *, seed: int = 0, month: Month = NOVEMBER) -> Path:
    """Write ``households`` households (ids f0, f1…) as CSV, the same for the same seed, in memory that does not grow with them."""
    block = synthetic_block(min(households, _BATCH), seed, month)
    names = ["menage", "personne", "role", *(code for code in facts() if code != "commune"), "code_insee"]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, names, delimiter=";", restval="")
        table.writeheader()
        for first in range(0, households, _BATCH):
            size = min(_BATCH, households - first)
            drawn = rows_of(block if not first else synthetic_block(_BATCH, seed + first, month), 0, size)
            table.writerows(_rows(drawn, first))
    return path


def _rows(block: Block, first: int) -> Iterator[dict[str, str]]:
    """One row a person; the dwelling is told on the row of the demandeur."""
    born = _grown(block)
    ranks: dict[int, int] = {}
    for person, (household, role) in enumerate(zip(block.household.tolist(), block.role.tolist(), strict=True)):
        ranks[household] = ranks.get(household, 0) + 1
        row = {"menage": f"f{first + household}", "personne": f"p{ranks[household]}", "role": ROLE_WORDS[Role(role)]}
        row["naissance"] = str(born[person])
        told = {code: block.persons[code][person] for code in facts_of(Scope.PERSON) if code != "naissance"}
        if role == Role.DEMANDEUR:
            told |= {code: block.households[code][household] for code in facts_of(Scope.HOUSEHOLD)}
        known = {code: written for code, value in told.items() if (written := _cell(facts()[code], value))}
        row |= {code: written for code, written in known.items() if _asked(facts()[code], known, row["role"])}
        row["code_insee"] = row.pop("commune", "")
        yield row


def _asked(fact: Fact, known: dict[str, str], role: str) -> bool:
    """Whether a service would write this cell: not a title of a French person, nor the rent of an owner."""
    if fact.scope is Scope.PERSON and role not in fact.roles:
        return False
    return all(known[other] in _words(accepted) for other, accepted in fact.asked_when.items() if other in known)


def _words(accepted: tuple[object, ...]) -> list[str]:
    return [("oui" if value else "non") if isinstance(value, bool) else str(value) for value in accepted]


def _grown(block: Block) -> Column:
    """Births, children moved after their parents' eighteenth year."""
    born = block.persons["naissance"].astype("datetime64[D]").copy()
    parent = (block.role == Role.DEMANDEUR) | (block.role == Role.CONJOINT)
    youngest = np.full(len(block.households["commune"]), np.datetime64("1900-01-01"), "datetime64[D]")
    np.maximum.at(youngest, block.household[parent], born[parent])
    child = block.role == Role.ENFANT
    born[child] = np.minimum(
        np.maximum(born[child], youngest[block.household[child]] + _APART), np.datetime64(block.month.first_day(), "D")
    )
    return born


def _cell(fact: Fact, value: object) -> str:
    """The value as a service writes it; "" when it is not known."""
    match fact.kind:
        case Kind.MONTHLY:
            return f"{value[-1]:.2f}".replace(".", ",")  # type: ignore[index]  # 13 amounts, the current month last
        case Kind.CHOICE:
            return list(fact.choices)[int(value)]  # type: ignore[call-overload]  # a rank
        case Kind.FLAG:
            return "oui" if value else "non"
        case Kind.PLACE:
            return bytes(value).decode()  # type: ignore[call-overload]  # five bytes
        case Kind.DATE:
            return "" if np.isnat(value) else str(value)
        case _:
            return "" if np.isnan(value) else f"{value:.2f}".replace(".", ",")
