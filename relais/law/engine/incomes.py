"""Incomes: net as people know them, taxable and gross by declared ratios or rates, by month and by fiscal year."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from relais.law.engine.columns import household_column, monthly
from relais.law.engine.contributions import COSTS_LEFT, Ratios, lone_parents, ratios_of
from relais.law.engine.filling import Filling
from relais.law.engine.frame import TAX_HOUSEHOLDS
from relais.law.engine.inputs import RATIOS
from relais.law.situation.block import Column

if TYPE_CHECKING:
    from relais.law.engine.simulation import Inputs

#: what is left of the turnover of a micro-enterprise of services after the flat deduction of 34 % (CGI art. 102 ter)
MICRO_KEPT = 0.66

_NAMES = {
    "salaire": ("salaire_net", "salaire_imposable", "salaire_de_base"),
    "chomage": ("chomage_net", "chomage_imposable", "chomage_brut"),
    "retraite": ("retraite_nette", "retraite_imposable", "retraite_brute"),
}
_AS_GIVEN = {
    "pension_invalidite": "pensions_invalidite",
    "indemnites_journalieres": "indemnites_journalieres_maladie",
    "pension_alimentaire_recue": "pensions_alimentaires_percues",
    "pension_alimentaire_versee": "pensions_alimentaires_versees_individu",
    "revenu_independant": "rpns_auto_entrepreneur_CA_bnc",
    "revenus_locatifs": "revenus_locatifs",
}
#: the parts of the tax notice, NaN when unknown
PARTS = "parts"
#: incomes that no fact tells: nil, said at once rather than found nil by a chain of formulas for each month
NEVER_ASKED = (
    "rente_accident_travail", "remuneration_apprenti", "rente_viagere_titre_onereux", "revenus_capital",
    "revenus_capitaux_prelevement_bareme", "revenus_capitaux_prelevement_liberatoire", "revenus_capitaux_prelevement_forfaitaire_unique_ir",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Income:
    """One nature of income. ``whole``: (13, P) euros by month; ``who``: the persons who have some in a month at least; ``months``:
    (13, who) euros.

    Most persons have none of most natures: what is worked out of one is worked out for ``who`` alone.
    """

    whole: Column
    who: NDArray[np.intp]
    months: Column

    def spread(self, values: Column) -> Column:
        """(…, who) → (…, P), nothing for the others."""
        whole = np.zeros((*values.shape[:-1], self.whole.shape[1]), values.dtype)
        whole[..., self.who] = values
        return whole


def put_incomes(inputs: Filling) -> None:
    """Every income by nature, then what tax reads of it. ValueError on a negative or missing amount."""
    incomes = {fact: _income(inputs, fact) for fact in (*_NAMES, *_AS_GIVEN)}
    amounts = {fact: income.whole for fact, income in incomes.items()}
    other = _taxed_but_replacement(amounts)
    ratios = _ratios(inputs, incomes, amounts, other)
    counted = {}
    for fact, (net, taxable, gross) in _NAMES.items():
        income = incomes[fact]
        counted[fact] = income.spread(income.months * ratios[fact].taxable)
        inputs.put_months(net, amounts[fact])
        inputs.put_months(taxable, counted[fact])
        inputs.put_months(gross, income.spread(income.months * ratios[fact].gross))
    for fact, variable in _AS_GIVEN.items():
        inputs.put_months(variable, amounts[fact])
    own = incomes["revenu_independant"]
    inputs.put_years("rpns_imposables", own.months * np.float32(MICRO_KEPT), own.spread)
    for fact, box in (("pension_alimentaire_versee", "f6gu"), ("revenus_locatifs", "f4ba")):
        _put_box(inputs, box, incomes[fact])
    inputs.put_state("livret_a", inputs.row_to_applicants(household_column(inputs.frame.people.block, "epargne")))
    for variable in NEVER_ASKED:
        inputs.put_nothing(variable)
    _put_tax_notice(inputs, other + (counted["retraite"] + counted["chomage"]) * COSTS_LEFT)


def _ratios(inputs: Filling, incomes: Mapping[str, _Income], amounts: Mapping[str, Column], other: Column) -> Mapping[str, Ratios]:
    """By fact of ``_NAMES``: the same for every wage, by the rate of each person for what replaces a wage. ``other``: (13, P) the rest
    of what a tax notice keeps."""
    wage = Ratios(np.array(RATIOS["salaire"].taxable, np.float32), np.array(RATIOS["salaire"].gross, np.float32))
    who = {fact: income.who for fact, income in incomes.items()}
    return {"salaire": wage, **ratios_of(inputs.frame, inputs.calendar, amounts, other, who)}


def _income(inputs: Filling, fact: str) -> _Income:
    whole = monthly(inputs.frame.people.fact(fact))
    if not whole.min(initial=0) >= 0:
        raise ValueError(f"{fact}: a negative or missing amount")
    who = np.flatnonzero(whole.max(axis=0))
    return _Income(whole, who, whole[:, who])


def _by_group(values: Column, ids: NDArray[np.intp], count: int) -> NDArray[np.float64]:
    return np.stack([np.bincount(ids, weights=month, minlength=count) for month in values])


def _put_box(inputs: Filling, box: str, income: _Income) -> None:
    """A box of the tax return: the income of all its persons. The returns without any are left at nothing."""
    foyer = inputs.frame.foyer_fiscal
    returns, ids = np.unique(foyer.ids[income.who], return_inverse=True)

    def spread(totals: Column) -> Column:
        whole = np.zeros(foyer.count)
        whole[returns] = totals
        return whole

    inputs.put_years(box, _by_group(income.months, ids, len(returns)), spread)


def _put_tax_notice(inputs: Filling, taxed: Column) -> None:
    """``rfr`` and the parts: the last notice stands for the three past years of the demandeur's tax household; unknown, ``rfr`` is
    derived from the incomes given. ``taxed``: (13, P) what the notice would keep of them, by month."""
    foyer = inputs.frame.foyer_fiscal
    block = inputs.frame.people.block
    derived = _by_group(taxed, foyer.ids, foyer.count)
    known = np.full(foyer.count, np.nan)
    known[: block.rows] = household_column(block, "rfr")
    for year, total in inputs.calendar.year_totals(derived).items():
        past = year < block.month.year
        inputs.put("rfr", (str(year),), np.where(past & ~np.isnan(known), known, np.maximum(total, 0)))
    inputs.put("caseT", tuple(map(str, inputs.calendar.years)), inputs.row_to_groups(foyer, lone_parents(inputs.frame)))
    parts = np.full(foyer.count, np.nan)
    parts[: block.rows] = household_column(block, "parts")
    inputs.side(PARTS, TAX_HOUSEHOLDS, parts)


def compute_parts(inputs: "Inputs") -> None:
    """``nbptr`` of the past years: that of the notice where it is known, else what the composition gives."""
    parts = inputs.told(PARTS)
    unknown = np.isnan(parts)
    if inputs.somewhere(~unknown):
        for year in map(str, inputs.calendar.years[:-1]):
            inputs.put_computed("nbptr", year, np.where(unknown, inputs.computed("nbptr", year), parts))


def _taxed_but_replacement(amounts: dict[str, Column]) -> Column:
    """(13, P) what the tax notice would keep of the incomes of a month, pensions and unemployment benefit left out."""
    deducted = (
        amounts["salaire"] * RATIOS["salaire"].taxable
        + amounts["pension_invalidite"]
        + amounts["indemnites_journalieres"]
        + amounts["pension_alimentaire_recue"]
    )
    whole = amounts["revenus_locatifs"] + amounts["revenu_independant"] * MICRO_KEPT - amounts["pension_alimentaire_versee"]
    return deducted * COSTS_LEFT + whole
