"""Synthetic households in columns: seeded, every tenure, role, income, disability, study, nationality and pregnancy.

Not a statistical picture of anybody: made so that every branch of the adapter and of the model is walked. Reused by the
equality tests, the benchmarks and the tests of the answers.
"""

from datetime import date

import numpy as np

from relais.kernel.months import Month
from relais.law.situation.block import MONTHS_KEPT, Block, Column
from relais.law.situation.catalogue import facts
from relais.law.situation.columns import choice_rank, to_block
from relais.law.situation.facts import Scope
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role

#: the outputs whose equality with the unpatched engine is proved
OUTPUTS = (
    "rsa", "ppa", "apl", "als", "alf", "cmu_c", "css_participation_forfaitaire", "aspa", "asf", "af", "cf", "paje_base",
    "paje_naissance", "aeeh", "bourse_college", "bourse_lycee", "aah", "caah", "asi", "ass", "apa_domicile", "ars", "cheque_energie",
)  # fmt: skip

COMMUNES = np.array(
    b"75056 75111 13055 13208 69123 69381 31555 06088 44109 67482 34172 33063 59350 59512 93066 95018 35238 21231 30189 87085 23096 48095"
    b" 09122 05061 15014 08105 10387 97105 97411 97302".split(),
    dtype="S5",
)


def synthetic_block(households: int, seed: int = 0, month: Month = Month(2026, 10)) -> Block:  # noqa: B008 a frozen value
    """``households`` rows, the same for the same seed."""
    draw = np.random.default_rng(seed)
    row, role = _composition(draw, households)
    persons = _usual(Scope.PERSON, len(row))
    dwellings = _usual(Scope.HOUSEHOLD, households)
    age = _ages(draw, row, role, households)
    today = np.datetime64(month.first_day(), "D")
    persons["naissance"] = today - (age * 365.25 + draw.integers(0, 365, len(row))).astype("timedelta64[D]")
    _fill_incomes(draw, persons, role, age)
    _fill_conditions(draw, persons, role, age)
    _fill_dwellings(draw, dwellings, households, today)
    return Block(
        month=month,
        origin=np.arange(households, dtype=np.int32),
        household=row.astype(np.int32),
        role=role.astype(np.int8),
        persons=persons,
        households=dwellings,
    )


def rows_of(block: Block, first: int, last: int) -> Block:
    """Rows ``first`` … ``last`` (excluded) as a block of their own."""
    kept = (block.household >= first) & (block.household < last)
    return Block(
        month=block.month,
        origin=block.origin[first:last],
        household=(block.household[kept] - first).astype(np.int32),
        role=block.role[kept],
        persons={code: column[kept] for code, column in block.persons.items()},
        households={code: column[first:last] for code, column in block.households.items()},
    )


def _usual(scope: Scope, size: int) -> dict[str, Column]:
    """Columns of ``size`` usual values, in the dtypes that real blocks have."""
    lone = Household("model", Month(2026, 10), (Person("p1", Role.DEMANDEUR, {"naissance": date(1980, 1, 1)}),))
    model = to_block([lone])
    columns = model.persons if scope is Scope.PERSON else model.households
    return {code: np.repeat(column, size, axis=0) for code, column in columns.items()}


def _composition(draw: np.random.Generator, households: int) -> tuple[Column, Column]:
    """(P,) row and role: alone, lone parents, couples, with up to five children and sometimes someone else in the dwelling."""
    couple = draw.random(households) < 0.5
    children = draw.choice(6, households, p=[0.45, 0.2, 0.18, 0.1, 0.05, 0.02])
    others = draw.choice(3, households, p=[0.9, 0.08, 0.02])
    rows, roles = [], []
    for role, count in ((Role.DEMANDEUR, np.ones(households, int)), (Role.CONJOINT, couple), (Role.ENFANT, children), (Role.AUTRE, others)):
        rows.append(np.repeat(np.arange(households), count))
        roles.append(np.full(len(rows[-1]), role))
    row, role_of = np.concatenate(rows), np.concatenate(roles)
    order = np.argsort(row, kind="stable")
    return row[order], role_of[order]


def _ages(draw: np.random.Generator, row: Column, role: Column, households: int) -> Column:
    with_children = np.bincount(row[role == Role.ENFANT], minlength=households) > 0
    applicant = np.where(with_children, draw.integers(19, 55, households), draw.integers(18, 92, households))
    near = np.clip(applicant[row] + draw.integers(-6, 7, len(row)), 18, 95)
    ages = np.select(
        [role == Role.DEMANDEUR, role == Role.CONJOINT, role == Role.ENFANT],
        [applicant[row], near, draw.integers(0, 26, len(row))],
        draw.integers(18, 90, len(row)),
    )
    return ages.astype(float)


def _some(draw: np.random.Generator, size: int, share: float, low: float, high: float) -> Column:
    return np.where(draw.random(size) < share, np.round(draw.uniform(low, high, size), 2), 0.0)


def _monthly(draw: np.random.Generator, amount: Column, changing: float = 0.2) -> Column:
    """(P, 13) the same amount each month, but for a share whose amount began, ended or changed at some month."""
    months = np.repeat(amount[:, None], MONTHS_KEPT, axis=1)
    changed = draw.random(len(amount)) < changing
    since = draw.integers(1, MONTHS_KEPT, len(amount))
    before = amount * draw.choice([0.0, 0.5, 1.3], len(amount))
    early = np.arange(MONTHS_KEPT)[None, :] < since[:, None]
    return np.where(changed[:, None] & early, before[:, None], months).astype(np.float32)


def _fill_incomes(draw: np.random.Generator, persons: dict[str, Column], role: Column, age: Column) -> None:
    size = len(role)
    adult = (age >= 18) & (role != Role.ENFANT)
    old = adult & (age >= 62)
    ranks = np.array([choice_rank("statut", code) for code in facts()["statut"].choices])
    statut = np.where(adult, np.where(old, choice_rank("statut", "retraite"), ranks[draw.integers(0, len(ranks), size)]), ranks[6])
    statut = np.where((role == Role.ENFANT) & (age >= 18), draw.choice(ranks, size), statut)
    persons["statut"] = statut.astype(np.int16)

    def held(*codes: str) -> Column:
        return np.isin(statut, [choice_rank("statut", code) for code in codes])

    amounts = {
        "salaire": np.where(held("emploi", "apprentissage"), np.exp(draw.normal(7.0, 0.6, size)), 0)
        + adult * _some(draw, size, 0.05, 100, 900),
        "revenu_independant": np.where(held("independant"), _some(draw, size, 0.9, 100, 3000), 0),
        "chomage": np.where(held("chomage"), _some(draw, size, 0.7, 400, 1600), 0),
        "retraite": np.where(held("retraite"), _some(draw, size, 0.95, 200, 2500), 0),
        "pension_invalidite": np.where(held("invalidite"), _some(draw, size, 0.8, 250, 1100), 0),
        "indemnites_journalieres": adult * _some(draw, size, 0.04, 200, 1500),
        "pension_alimentaire_recue": adult * _some(draw, size, 0.07, 50, 400),
        "pension_alimentaire_versee": adult * _some(draw, size, 0.05, 50, 400),
        "revenus_locatifs": adult * _some(draw, size, 0.04, 50, 900),
    }
    for fact, amount in amounts.items():
        persons[fact] = _monthly(draw, np.round(amount, 2))


def _fill_conditions(draw: np.random.Generator, persons: dict[str, Column], role: Column, age: Column) -> None:
    size = len(role)
    adult = role != Role.ENFANT
    flags = {
        "enceinte": adult & (age < 46) & (draw.random(size) < 0.04),
        "garde_alternee": ~adult & (draw.random(size) < 0.08),
        "rsa_jeune_heures": adult & (draw.random(size) < 0.1),
        "ass_travail": adult & (draw.random(size) < 0.1),
        "handicap_emploi": adult & (draw.random(size) < 0.3),
        "inapte": adult & (age > 55) & (draw.random(size) < 0.1),
        "residence_stable": draw.random(size) < 0.97,
    }
    persons.update(flags)
    shares = {
        "nationalite": (0.82, 0.06, 0.12),
        "titre": (0.25, 0.15, 0.4, 0.1, 0.1),
        "handicap_taux": (0.8, 0.05, 0.08, 0.07),
        "aeeh_complement": (0.7, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05),
        "scolarite": (0.85, 0.025, 0.025, 0.025, 0.025, 0.025, 0.025),
        "bourse_echelon": (0.9, 0.1),
        "gir": (0.9, 0.02, 0.02, 0.02, 0.02, 0.01, 0.01),
    }
    for fact, weights in shares.items():
        persons[fact] = draw.choice(len(weights), size, p=weights).astype(np.int16)
    persons["titre_annees"] = draw.choice([0, 0.5, 3, 4, 6, 12], size).astype(np.float32)


def _fill_dwellings(draw: np.random.Generator, dwellings: dict[str, Column], size: int, today: np.datetime64) -> None:
    dwellings["commune"] = COMMUNES[draw.integers(0, len(COMMUNES), size)]
    dwellings["logement"] = draw.integers(0, len(facts()["logement"].choices), size).astype(np.int16)
    dwellings["statut_couple"] = draw.integers(0, len(facts()["statut_couple"].choices), size).astype(np.int16)
    dwellings["loyer"] = np.round(draw.uniform(0, 1100, size)).astype(np.float32)
    dwellings["charges"] = _some(draw, size, 0.5, 10, 150).astype(np.float32)
    dwellings["epargne"] = _some(draw, size, 0.3, 500, 120000).astype(np.float32)
    dwellings["garde_payee"] = _some(draw, size, 0.08, 100, 800).astype(np.float32)
    for fact, share in (
        ("colocation", 0.06),
        ("chambre", 0.04),
        ("bailleur_famille", 0.03),
        ("separation_recente", 0.12),
        ("conjoint_decede", 0.03),
    ):
        dwellings[fact] = draw.random(size) < share
    due = today + draw.integers(-30, 250, size).astype("timedelta64[D]")
    dwellings["naissance_prevue"] = np.where(draw.random(size) < 0.03, due, np.datetime64("NaT", "D"))
    known = draw.random(size) < 0.3
    dwellings["rfr"] = np.where(known, np.round(np.exp(draw.normal(9.3, 0.8, size))), np.nan).astype(np.float32)
    dwellings["parts"] = np.where(known, draw.choice([1, 1.5, 2, 2.5, 3, 4], size), np.nan).astype(np.float32)
    for fact, highest in (("rsa", 600), ("prime_activite", 300), ("aide_logement", 350), ("allocations_familiales", 400), ("aah", 1000)):
        dwellings[f"recu_{fact}"] = _some(draw, size, 0.05, 20, highest).astype(np.float32)
    for fact, highest in (("aspa", 900), ("ass", 550)):
        dwellings[f"recu_{fact}"] = _some(draw, size, 0.02, 20, highest).astype(np.float32)
