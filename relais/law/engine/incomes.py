"""Incomes: net as people know them, taxable and gross by declared ratios or rates, by month and by fiscal year."""

from collections.abc import Mapping
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


def put_incomes(inputs: Filling) -> None:
    """Every income by nature, then what tax reads of it. ValueError on a negative or missing amount."""
    amounts = {fact: _amounts(inputs, fact) for fact in (*_NAMES, *_AS_GIVEN)}
    other = _taxed_but_replacement(amounts)
    ratios = _ratios(inputs, amounts, other)
    for fact, (net, taxable, gross) in _NAMES.items():
        inputs.put_months(net, amounts[fact])
        inputs.put_months(taxable, amounts[fact] * ratios[fact].taxable)
        inputs.put_months(gross, amounts[fact] * ratios[fact].gross)
    for fact, variable in _AS_GIVEN.items():
        inputs.put_months(variable, amounts[fact])
    inputs.put_years("rpns_imposables", amounts["revenu_independant"] * np.float32(MICRO_KEPT))
    foyer = inputs.frame.foyer_fiscal
    for fact, box in (("pension_alimentaire_versee", "f6gu"), ("revenus_locatifs", "f4ba")):
        inputs.put_years(box, _by_group(amounts[fact], foyer.ids, foyer.count))
    inputs.put_state("livret_a", inputs.row_to_applicants(household_column(inputs.frame.people.block, "epargne")))
    for variable in NEVER_ASKED:
        inputs.put_nothing(variable)
    replaced = amounts["retraite"] * ratios["retraite"].taxable + amounts["chomage"] * ratios["chomage"].taxable
    _put_tax_notice(inputs, other + replaced * COSTS_LEFT)


def _ratios(inputs: Filling, amounts: dict[str, Column], other: Column) -> Mapping[str, Ratios]:
    """By fact of ``_NAMES``: the same for every wage, by the rate of each person for what replaces a wage. ``other``: (13, P) the rest
    of what a tax notice keeps."""
    wage = Ratios(np.array(RATIOS["salaire"].taxable, np.float32), np.array(RATIOS["salaire"].gross, np.float32))
    return {"salaire": wage, **ratios_of(inputs.frame, inputs.calendar, amounts, other)}


def _amounts(inputs: Filling, fact: str) -> Column:
    """(13, P) euros by month."""
    values = monthly(inputs.frame.people.fact(fact))
    if not (values >= 0).all():
        raise ValueError(f"{fact}: a negative or missing amount")
    return values


def _by_group(values: Column, ids: NDArray[np.intp], count: int) -> NDArray[np.float64]:
    return np.stack([np.bincount(ids, weights=month, minlength=count) for month in values])


def _put_tax_notice(inputs: Filling, taxed: Column) -> None:
    """``rfr`` and the parts: the last notice stands for the three past years of the demandeur's tax household; unknown, ``rfr`` is
    derived from the incomes given. ``taxed``: (13, P) what the notice would keep of them, by month."""
    foyer = inputs.frame.foyer_fiscal
    block = inputs.frame.people.block
    derived = _by_group(taxed, foyer.ids, foyer.count)
    known = np.full(foyer.count, np.nan)
    known[: block.rows] = household_column(block, "rfr")
    for year in inputs.calendar.years:
        total = np.maximum(inputs.calendar.year_total(derived, year), 0)
        past = year < block.month.year
        inputs.put("rfr", (str(year),), np.where(past & ~np.isnan(known), known, total))
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
