"""The second pass finds what only joint changes show, on the real law: each story here was once a false «sans doute non»."""

from datetime import date
from itertools import pairwise

from relais.law.answers.screen import screen
from relais.law.answers.shape import Group
from relais.law.situation.catalogue import facts
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role
from tests.law.answers.toy import MONTH, TODAY


def test_a_small_wage_is_tried_beside_all_that_else_opens_a_right(engine, cards):
    """Sick pay far above the ceiling: the prime d'activité opens only to a small wage with a recent separation, or with a house bought."""
    mother = Person("p1", Role.DEMANDEUR, {"indemnites_journalieres": (2490.33,) * 13}, frozenset({"salaire"}))
    child = Person("p2", Role.ENFANT, {"naissance": date(2016, 6, 1)})
    told = Household("arrêt", MONTH, (mother, child), {}, couple_known=True, children_known=True)
    (answers,) = screen([told], engine=engine, cards=cards, on=TODAY)
    (prime,) = [one for one in answers.answers if one.right == "prime_activite"]
    assert prime.group is Group.TO_CHECK


def test_maintenance_paid_is_tried_at_steps_narrower_than_a_band_of_the_c2s():
    """Paid maintenance is deducted: between the two ceilings of the C2S lies a band of some 300 to 400 euros a month for one person."""
    tried = [float(value) for value in facts()["pension_alimentaire_versee"].samples]  # type: ignore[arg-type]  # amounts
    assert max(after - before for before, after in pairwise(tried)) <= 400
