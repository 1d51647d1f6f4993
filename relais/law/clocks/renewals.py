"""When the renewal of an open right is spoken of, and what falls with it: one row a right over ``renouvellements.yaml``. Pure.

The law is in the rule (its window, its sources, its mark); a row says by which names the right goes, on which two days before its end a
worker is told, and which chains start when it ends. Strict as the other tables.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from relais.kernel.names import folded
from relais.law.clocks.tables import Rule, rules
from relais.law.rights.reading import Fields, SheetRefused, read_yaml

FILE: Final = Path(__file__).with_name("renewals.yaml")
#: days before the end when the head of the service is told too, whatever the right (doctrine §5: relance, rupture imminente).
HEAD_TOLD, HEAD_TOLD_AGAIN = 30, 7


@dataclass(frozen=True, slots=True)
class Renewal:
    """One right that ends. ``opens``, ``presses``: days before its last day when it is told, then told again. ``falls``: rules of the
    chains that its end starts. ``sheet``: code of its sheet of procedure, "" without."""

    code: str
    names: tuple[str, ...]
    rule: Rule
    sheet: str
    opens: int
    presses: int
    falls: tuple[Rule, ...]

    @property
    def to_check(self) -> bool:
        """Whether nobody read the text that its window stands on."""
        return self.rule.mark == "M"


@cache
def renewals(path: Path = FILE) -> Mapping[str, Renewal]:
    """Every row by its code; the last one is that of the rights that no other names. SheetRefused with all the problems of the file."""
    problems: list[str] = []
    rows = read_yaml(path)
    if not isinstance(rows, list) or not rows:
        raise SheetRefused([f"{path.name}\u00a0: une liste est attendue, chaque ligne commence par « - code: … »."])
    found = [_renewal(row, f"{path.name}, ligne n° {rank}", problems) for rank, row in enumerate(rows, 1)]
    if problems:
        raise SheetRefused(problems)
    return {one.code: one for one in found}


def _renewal(row: object, where: str, problems: list[str]) -> Renewal:
    fields = Fields(row, where, problems)
    opens, presses = _alerts(fields)
    read = Renewal(
        code=fields.text("code"),
        names=tuple(folded(name) for name in fields.texts("names")),
        rule=_rule(fields, "rule", fields.text("rule")),
        sheet=fields.text("sheet", required=False),
        opens=opens,
        presses=presses,
        falls=tuple(_rule(fields, "falls", code) for code in fields.texts("falls")),
    )
    fields.finish()
    return read


def _rule(fields: Fields, key: str, code: str) -> Rule:
    known = rules()
    if code not in known:
        fields.refuse(key, f"« {code} » n’est pas dans nos tables de délais")
    return known.get(code) or next(iter(known.values()))


def _alerts(fields: Fields) -> tuple[int, int]:
    """Two days before the end, the first one further; both before the head is told."""
    told = fields.take("alerts")
    if isinstance(told, list) and len(told) == 2 and all(isinstance(one, int) for one in told) and told[0] > told[1] > HEAD_TOLD:
        return told[0], told[1]
    fields.refuse("alerts", f"deux nombres de jours sont attendus, le plus grand d’abord, au-dessus de {HEAD_TOLD}\u00a0: [90, 60]")
    return 90, 60


def longest_window() -> int:
    """The most days before an end when some right is spoken of."""
    return max(one.opens for one in renewals().values())


@cache
def renewal_of(name: str) -> Renewal:
    """The row of a right by the name it is written under, the longest name that it holds first; the last row when none is known."""
    every = renewals()
    words = folded(name)
    found = [(len(known), one) for one in every.values() for known in one.names if re.search(rf"\b{re.escape(known)}\b", words)]
    return max(found, key=lambda pair: pair[0])[1] if found else list(every.values())[-1]
