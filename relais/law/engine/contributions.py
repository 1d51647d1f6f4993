"""CSG, CRDS and Casa on pensions and unemployment benefit: from the net that people know to gross and taxable (CSS L.136-8).

The rate of a person is that of her tax household: its tax income (RFR) two years before, compared with thresholds by parts. Both are
derived here from the incomes told and from the composition, never from the tax notice: one that is unknown would move many rights by
a few euros. No OpenFisca here; its parameters say the same (tests/law/engine/test_contributions.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relais.kernel.months import Month
from relais.kernel.yaml_text import yaml_value
from relais.law.engine.columns import household_column
from relais.law.engine.frame import Calendar, Frame, Groups
from relais.law.situation.block import Column
from relais.law.situation.roles import Role

#: what is left after the flat deduction for costs of employees and pensioners (CGI art. 83, 3°, and 158, 5), its floor and ceiling
#: left out
COSTS_LEFT = 0.9


@dataclass(frozen=True, slots=True)
class Levied:
    """Shares of the gross amount taken by band, exempt first; ``counted``: the share of it that they are taken on."""

    csg: tuple[float, ...]
    deductible: tuple[float, ...]
    crds: tuple[float, ...]
    casa: tuple[float, ...]
    counted: float

    @property
    def gross(self) -> NDArray[np.float64]:
        """By band, gross for one euro of net."""
        return 1 / (1 - self.counted * (np.array(self.csg) + self.crds + self.casa))

    @property
    def taxable(self) -> NDArray[np.float64]:
        """By band, what income tax counts for one euro of net."""
        return self.gross * (1 - self.counted * np.array(self.deductible))


@dataclass(frozen=True, slots=True)
class Scale:
    """Highest RFR of each band but the last, for one part and for each further half part; euros a year, from ``since`` on."""

    since: date
    one_part: tuple[float, ...]
    half_part: tuple[float, ...]

    def limits(self, parts: Column) -> NDArray[np.float64]:
        """(bands − 1, n) the highest RFR of each band, for so many parts."""
        more = 2 * (np.asarray(parts, np.float64) - 1)
        return np.array(self.one_part)[:, None] + np.array(self.half_part)[:, None] * more


@dataclass(frozen=True, slots=True)
class Contributions:
    """All that ``contributions.yaml`` says. ``levied``: by fact; ``minimum_wages``: (from, gross euros a month)."""

    levied: Mapping[str, Levied]
    scales: tuple[Scale, ...]
    minimum_wages: tuple[tuple[date, float], ...]

    def scale(self, month: Month) -> Scale:
        """The thresholds in force in a month; before the first known ones, those."""
        return self.scales[_last([scale.since for scale in self.scales], month)]

    def minimum_wage(self, month: Month) -> float:
        """Gross minimum wage of a month, full time, in euros."""
        return self.minimum_wages[_last([since for since, _ in self.minimum_wages], month)][1]


def _last(starts: Sequence[date], month: Month) -> int:
    return max(sum(start <= month.first_day() for start in starts) - 1, 0)


@cache
def contributions() -> Contributions:
    """The rates and the thresholds shipped with the package."""
    content: dict[str, Any] = yaml_value((resources.files("relais.law.engine") / "contributions.yaml").read_text(encoding="utf-8"))
    levied = {fact: _levied(content[fact]) for fact in ("retraite", "chomage")}
    scales = tuple(Scale(entry["date"], tuple(entry["one_part"]), tuple(entry["half_part"])) for entry in content["thresholds"])
    return Contributions(levied, scales, tuple((entry["date"], float(entry["euros"])) for entry in content["minimum_wage"]))


def _levied(entry: Mapping[str, Any]) -> Levied:
    shares = {name: tuple(entry[name]) for name in ("csg", "deductible", "crds", "casa")}
    return Levied(**shares, counted=float(entry["counted"]))


@dataclass(frozen=True, slots=True)
class Ratios:
    """What one euro of net makes, by month and person: ``taxable`` and ``gross``, float32, (13, n), or (n,) or () when the same for
    all the months or for all."""

    taxable: Column
    gross: Column


def ratios_of(
    frame: Frame, calendar: Calendar, amounts: Mapping[str, Column], other: Column, who: Mapping[str, NDArray[np.intp]]
) -> Mapping[str, Ratios]:
    """Ratios of the pension and of the unemployment benefit. ``amounts``: (13, P) net by fact; ``other``: (13, P) the rest of what the
    tax household's RFR counts, in euros a month; both are read for two years ago (``Calendar.year_total``). ``who``: by fact, the
    persons whose ratios are wanted.

    The band is the lowest one whose RFR, worked out with its own ratios, is under its threshold: the higher the band, the higher that
    RFR, so that there is exactly one.
    """
    known, foyer, month = contributions(), frame.foyer_fiscal, calendar.month
    limits = known.scale(month).limits(parts_by_composition(frame))
    least = known.minimum_wage(month)
    band = np.zeros(foyer.count, np.intp)
    read = calendar.months_of(month.year - 2)
    pension, benefit, rest = (values[read] for values in (amounts["retraite"], amounts["chomage"], other))
    spared = benefit <= least
    for rank, limit in enumerate(limits):
        taxed = pension * known.levied["retraite"].taxable[rank]
        taxed = taxed + benefit * np.where(spared, 1, known.levied["chomage"].taxable[rank])
        counted = calendar.year_total(taxed * COSTS_LEFT + rest, month.year - 2, since=read.start)
        band += (band == rank) & (np.bincount(foyer.ids, weights=counted, minlength=foyer.count) > limit)
    found = {}
    for fact, levied in known.levied.items():
        mine = band[foyer.ids[who[fact]]]
        found[fact] = Ratios(levied.taxable.astype(np.float32)[mine], levied.gross.astype(np.float32)[mine])
    whole = amounts["chomage"][:, who["chomage"]] <= least
    found["chomage"] = Ratios(*(np.where(whole, np.float32(1), ratio) for ratio in (found["chomage"].taxable, found["chomage"].gross)))
    return found


def parts_by_composition(frame: Frame) -> NDArray[np.float64]:
    """(tax households,) parts of each: adults, children, lone parent (CGI art. 194); disability and widowhood left out."""
    people, foyer = frame.people, frame.foyer_fiscal
    child = (people.role == Role.ENFANT) & (foyer.ids < frame.rows)
    shared = child & people.fact("garde_alternee").astype(bool)
    adults, whole, halved = (_counted(foyer, flags) for flags in (~child, child & ~shared, shared))
    first = np.minimum(halved, np.maximum(2 - whole, 0))
    children = 0.5 * np.minimum(whole, 2) + np.maximum(whole - 2, 0) + 0.25 * first + 0.5 * (halved - first)
    alone = np.zeros(foyer.count, dtype=bool)
    alone[: frame.rows] = lone_parents(frame)
    return np.asarray(adults + children + alone * np.where(whole > 0, 0.5, 0.25 * np.minimum(halved, 2)), np.float64)


def lone_parents(frame: Frame) -> NDArray[np.bool_]:
    """(H,) whether the demandeur, neither in a couple nor a widow, would tick box T of the tax return (CGI art. 194, II)."""
    people = frame.people
    widowed = household_column(people.block, "conjoint_decede").astype(bool)
    return np.asarray(~people.any(people.role == Role.CONJOINT) & ~widowed, bool)


def _counted(groups: Groups, flags: Column) -> NDArray[np.float64]:
    return np.bincount(groups.ids, weights=flags, minlength=groups.count).astype(np.float64)
