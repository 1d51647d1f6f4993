"""Residence and right to stay: inputs that give the legal answer, and outputs closed where OpenFisca does not look.

OpenFisca reads the nationality and the years of title for the RSA, the prime d'activité, the Aspa and the ASI only (openfisca.md
§7, 6). Texts: CASF L262-4 (RSA), CSS L816-1 (Aspa), CSS L512-1 and L512-2 (family benefits), CSS L821-1 (AAH), CSS L861-1
(C2S), CCH L822-2 (housing), read in memory and to be checked.
"""

import numpy as np
from numpy.typing import NDArray

from relais.law.engine.columns import People, expecting, household_column
from relais.law.engine.filling import Filling
from relais.law.engine.frame import PERSONS
from relais.law.situation.columns import choice_rank
from relais.law.situation.roles import Role

#: years of title the RSA asks (CASF L262-4), and the Aspa (CSS L816-1)
_RSA_YEARS, _ASPA_YEARS = 5.0, 10.0
#: three months in France open the RSA to a citizen of the Union
_EU_YEARS = 0.25
#: any state of the Union, any state outside every agreement: OpenFisca wants an ISO code
_CODES = np.array([b"FR", b"DE", b"US"], dtype="S2")

#: the fact whether the nationality or the years of title of a person open the Aspa and the ASI (CSS L816-1)
ASPA_STAY = "aspa_possible"
#: rights that ask a lawful stay and a life in France of one of the couple
STAY_NEEDED = frozenset({
    "rsa", "ppa", "aspa", "asi", "aah", "caah", "mva", "ass", "apl", "als", "alf", "aide_logement", "af", "cf", "asf", "paje_base",
    "paje_naissance", "paje_adoption", "paje_cmg", "paje_prepare", "ars", "aeeh",
})  # fmt: skip
#: rights that ask a life in France, open to those who seek asylum
LIFE_NEEDED = frozenset({"cmu_c", "css_participation_forfaitaire", "acs"})


def put_residence(inputs: Filling) -> None:
    """Nationality, years of title, asylum; ``ASPA_STAY`` is what the rules of our own read of them."""
    people = inputs.frame.people
    codes = _CODES[people.fact("nationalite").astype(np.intp)]
    adults = (people.role == Role.DEMANDEUR) | (people.role == Role.CONJOINT)
    inputs.put_state("nationalite", np.where(adults, codes, b"FR"))
    years = _years(people)
    inputs.put_state("duree_possession_titre_sejour", years)
    # the model's own formula never reads the years: it hands them to numpy.logical_or as the place to write its result
    lasting = np.asarray(~_outside(people) | (years >= _ASPA_YEARS), bool)
    inputs.put_state("asi_aspa_condition_nationalite", lasting)
    inputs.side(ASPA_STAY, PERSONS, lasting)
    seeking = (people.fact("titre") == choice_rank("titre", "asile")) & _outside(people) & (people.role == Role.DEMANDEUR)
    famille = inputs.frame.famille
    inputs.put_state("asile_demandeur", np.bincount(famille.ids, weights=seeking, minlength=famille.count) > 0)
    tenure = household_column(people.block, "logement")
    housed = (tenure == choice_rank("logement", "foyer")) | (tenure == choice_rank("logement", "heberge"))
    inputs.put_state("place_hebergement", inputs.row_to_groups(famille, housed))


def lawful(people: People, *, asylum: bool) -> NDArray[np.bool_]:
    """(H,) whether one of the couple lives in France with a right to stay; ``asylum`` counts those who seek asylum too."""
    title = people.fact("titre")
    without = title == choice_rank("titre", "aucun")
    if not asylum:
        without = without | (title == choice_rank("titre", "asile"))
    adult = (people.role == Role.DEMANDEUR) | (people.role == Role.CONJOINT)
    fine = adult & people.fact("residence_stable").astype(bool) & ~(_outside(people) & without)
    return np.bincount(people.row, weights=fine, minlength=people.block.rows) > 0


def _outside(people: People) -> NDArray[np.bool_]:
    return np.asarray(people.fact("nationalite") == choice_rank("nationalite", "hors_UE"), bool)


def _years(people: People) -> NDArray[np.float32]:
    """Years of title as the RSA and the Aspa count them, exemptions included."""
    title = people.fact("titre")
    years = people.fact("titre_annees").astype(np.float32)
    years = np.where(title == choice_rank("titre", "resident"), np.maximum(years, _RSA_YEARS), years)
    years = np.where(title == choice_rank("titre", "refugie"), np.maximum(years, _ASPA_YEARS), years)
    temporary = title == choice_rank("titre", "temporaire")
    years = np.where(temporary & people.of_row(_young_lone_parents(people)), np.maximum(years, _RSA_YEARS), years)
    years = np.where((title == choice_rank("titre", "asile")) | (title == choice_rank("titre", "aucun")), 0.0, years)
    union = people.fact("nationalite") == choice_rank("nationalite", "UE")
    stable = people.fact("residence_stable").astype(bool)
    years = np.where(union, np.where(stable, np.maximum(people.fact("titre_annees"), _EU_YEARS), 0.0), years)
    return np.where(stable, years, 0.0).astype(np.float32)


def _young_lone_parents(people: People) -> NDArray[np.bool_]:
    """(H,) rows of a person alone entitled to the increased RSA, exempt from the five years (CASF L262-4, 2°; issue #2417)."""
    block = people.block
    age = (np.datetime64(block.month.first_day(), "D") - people.birth).astype(np.int64) / 365.25
    child = people.role == Role.ENFANT
    young = np.bincount(people.row, weights=child & (age < 3), minlength=block.rows) > 0
    any_child = np.bincount(people.row, weights=child, minlength=block.rows) > 0
    alone = ~(np.bincount(people.row, weights=people.role == Role.CONJOINT, minlength=block.rows) > 0)
    separated = household_column(block, "separation_recente").astype(bool)
    return np.asarray(alone & (young | expecting(block) | (any_child & separated)), bool)
