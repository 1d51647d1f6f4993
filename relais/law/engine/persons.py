"""Persons: birth, activity, schooling, health, and the conditions nobody guesses."""

import numpy as np
from numpy.typing import NDArray

from relais.law.engine.columns import People, expecting, household_column
from relais.law.engine.filling import Filling
from relais.law.engine.frame import ETERNITY
from relais.law.engine.inputs import ACTIVITY, DISABILITY, GIR, SCHOOLING, UNION, by_rank
from relais.law.situation.block import Column
from relais.law.situation.columns import choice_rank
from relais.law.situation.roles import Role

#: cost of a home-care plan taken for GIR 1 to 4 (a screening amount: only whether the APA opens is read from it)
_CARE_PLAN = 500.0
#: first school year in which a child turns 3, 6, 11, 15, 18: nursery, primary, collège, lycée, none
_SCHOOL_AGES = np.array([3, 6, 11, 15, 18])
_SCHOOL_NAMES = ("inconnue", "maternelle", "primaire", "college", "lycee", "inconnue", "enseignement_superieur")
_HIGHER = _SCHOOL_NAMES.index("enseignement_superieur")


def put_persons(inputs: Filling) -> None:
    """All that is true of each person whatever the month."""
    people = inputs.frame.people
    inputs.put("date_naissance", (ETERNITY,), people.birth)
    _put_pregnancy(inputs)
    _put_union(inputs)
    _put_studies(inputs)
    _put_health(inputs)
    inputs.put_state("garde_alternee", people.fact("garde_alternee").astype(bool) & (people.role == Role.ENFANT))
    inputs.put_state("rsa_jeune_condition_heures_travail_remplie", people.fact("rsa_jeune_heures").astype(bool))
    inputs.put_state("ass_precondition_remplie", people.fact("ass_travail").astype(bool))
    famille = inputs.frame.famille
    block = people.block
    inputs.put_state("rsa_isolement_recent", inputs.row_to_groups(famille, household_column(block, "separation_recente").astype(bool)))
    inputs.put_state("ass_mat", inputs.row_to_groups(famille, household_column(block, "garde_payee") > 0))


def _put_pregnancy(inputs: Filling) -> None:
    """Pregnant from the reference quarter on; when only a due date is known, the demandeur stands for the couple.

    A birth expected opens the prime à la naissance now, whatever the month it is due in, so that it shows while it can be claimed.
    """
    people = inputs.frame.people
    waiting = expecting(people.block)
    said = people.fact("enceinte").astype(bool) & ((people.role == Role.DEMANDEUR) | (people.role == Role.CONJOINT))
    pregnant = said | ((people.role == Role.DEMANDEUR) & people.of_row(waiting & ~people.any(said)))
    inputs.put("enceinte", map(str, inputs.calendar.past(4, 0)), pregnant)
    inputs.put("naissances_attendues", (str(inputs.calendar.month),), inputs.row_to_groups(inputs.frame.famille, waiting))


def _put_union(inputs: Filling) -> None:
    people = inputs.frame.people
    block = people.block
    couple = np.bincount(people.row, weights=people.role == Role.CONJOINT, minlength=block.rows) > 0
    union = household_column(block, "statut_couple")
    widowed = household_column(block, "conjoint_decede").astype(bool) & ~couple
    unions = by_rank("statut_couple", UNION)
    names = (*unions, "celibataire", "veuf")
    single = len(unions)
    of_row = np.where(couple, union, np.where(widowed, single + 1, single))
    adults = (people.role == Role.DEMANDEUR) | (people.role == Role.CONJOINT)
    inputs.put_state_names("statut_marital", names, np.where(adults, people.of_row(of_row), single))


def _put_studies(inputs: Filling) -> None:
    people = inputs.frame.people
    statut = people.fact("statut").astype(np.intp)
    school = school_ranks(people)
    studying = (school == _HIGHER) & (people.role == Role.ENFANT) & (statut == choice_rank("statut", "sans_emploi"))
    inputs.put_state_names("activite", by_rank("statut", ACTIVITY), np.where(studying, choice_rank("statut", "etudes"), statut))
    inputs.put_state_names("scolarite", _SCHOOL_NAMES, school)
    inputs.put_state("boursier", people.fact("bourse_echelon") == choice_rank("bourse_echelon", "oui"))


def school_ranks(people: People) -> NDArray[np.intp]:
    """(P,) rank in the model's schooling names; by age, the class follows the age turned in the year school began."""
    month = people.block.month
    began = month.year if month.number >= 9 else month.year - 1
    turned = began - (people.birth.astype("datetime64[Y]").astype(np.int64) + 1970)
    by_age = np.searchsorted(_SCHOOL_AGES, turned, side="right")
    higher = people.fact("statut") == choice_rank("statut", "etudes")
    by_age = np.where(higher & (turned >= _SCHOOL_AGES[-1]), _HIGHER, by_age)
    told = people.fact("scolarite").astype(np.intp)
    nursery = (told == choice_rank("scolarite", "ecole")) & (turned < 6)
    named = np.array([_SCHOOL_NAMES.index(name) for name in by_rank("scolarite", SCHOOLING)])[told]
    by_told = np.where(nursery, _SCHOOL_NAMES.index("maternelle"), named)
    return np.where((people.role == Role.ENFANT) & (told != choice_rank("scolarite", "selon_age")), by_told, by_age)


def _put_health(inputs: Filling) -> None:
    people = inputs.frame.people
    rate: Column = np.array(by_rank("handicap_taux", DISABILITY), np.float32)[people.fact("handicap_taux").astype(np.intp)]
    inputs.put_state("taux_incapacite", rate)
    inputs.put_state("handicap", rate >= 0.5)
    inputs.put_state("invalidite", rate >= 0.8)
    inputs.put_state("aah_restriction_substantielle_durable_acces_emploi", people.fact("handicap_emploi").astype(bool))
    inputs.put_state("inapte_travail", people.fact("inapte").astype(bool))
    gir = people.fact("gir").astype(np.intp)
    inputs.put_state_names("gir", by_rank("gir", GIR), gir)
    inputs.put_state("dependance_plan_aide_domicile", np.where((gir >= 1) & (gir <= 4), _CARE_PLAN, 0))
