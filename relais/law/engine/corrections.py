"""What the legislation needs and the model has no place for: variables of our own, added to the system when it is loaded.

``naissances_attendues`` (famille, month): births expected, input only. The model wants a child expected among the children of the
family, where it then counts as a child below three (CSS L.531-3: the allocation de base runs from the birth only), closes the
complément familial of a mother of three, and widens the ceilings of the C2S, the chèque énergie and the LEP.
``paje_naissance``: the model's formula, births told by that variable added to the children born two months later.
"""

import numpy as np
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable
from openfisca_france.entities import Famille
from openfisca_france.model.prestations.prestations_familiales.paje import paje_naissance_adoption

from relais.law.engine.untyped import Untyped


def apply_corrections(system: Untyped) -> None:
    """Add and amend the variables above, once, on a system just loaded."""
    system.add_variable(_variable("naissances_attendues", value_type=int, entity=Famille, definition_period=DateUnit.MONTH,
                                  label="Naissances attendues"))  # fmt: skip
    system.update_variable(_variable("paje_naissance", formula_2018_04_01=_birth_grant))


def _variable(name: str, **content: Untyped) -> Untyped:
    """A class of variable: core takes the name of a variable from that of its class."""
    return type(name, (Variable,), {"__module__": __name__, **content})


def _birth_grant(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    """Prime à la naissance (CSS L.531-2): once for each birth expected, under a ceiling that counts it."""
    birth = famille.members("date_naissance", period).astype("datetime64[M]")
    months = (birth - np.datetime64(period.start, "M")).astype("int")
    births = famille.sum(months == 2, role=Famille.ENFANT) + famille("naissances_attendues", period)
    benefits = parameters(period).prestations_sociales.prestations_familiales
    amount = np.round(100 * benefits.petite_enfance.paje.paje_cm2.montant.prime_naissance * benefits.bmaf.bmaf) / 100
    return paje_naissance_adoption(famille, parameters, period, famille("af_nbenf", period) + births, births, amount)
