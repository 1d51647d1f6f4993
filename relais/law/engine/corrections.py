"""What the legislation needs and the model has no place for: variables of our own, added to the system when it is loaded.

``naissances_attendues`` (famille, month): births expected, input only. The model wants a child expected among the children of the
family, where it then counts as a child below three (CSS L.531-3: the allocation de base runs from the birth only), closes the
complément familial of a mother of three, and widens the ceilings of the C2S, the chèque énergie and the LEP.
``zone_apl``: the model's table, read at once instead of commune by commune, which a plan could not record.
``ceilings``: the two sides of conditions that the model compares inside a formula.
``paje_naissance``: the model's formula, births told by that variable added to the children born two months later.
"""

from functools import cache

import numpy as np
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable
from openfisca_france.entities import Famille
from openfisca_france.model.prestations import aides_logement
from openfisca_france.model.prestations.prestations_familiales.paje import paje_naissance_adoption

from relais.law.engine.ceilings import ceilings
from relais.law.engine.simulation import model_zones
from relais.law.engine.untyped import Untyped
from relais.law.plans.tables import looked_up


def apply_corrections(system: Untyped) -> None:
    """Add and amend the variables above, once, on a system just loaded."""
    system.add_variable(_variable("naissances_attendues", value_type=int, entity=Famille, definition_period=DateUnit.MONTH,
                                  label="Naissances attendues"))  # fmt: skip
    for name, content in ceilings():
        system.add_variable(_variable(name, **content))
    system.update_variable(_variable("paje_naissance", formula_2018_04_01=_birth_grant))
    system.update_variable(_variable("zone_apl", formula=_zone))


def _variable(name: str, **content: Untyped) -> Untyped:
    """A class of variable: core takes the name of a variable from that of its class."""
    return type(name, (Variable,), {"__module__": __name__, **content})


def _zone(menage: Untyped, period: Untyped) -> Untyped:
    """Zone of the housing benefits by INSEE code; 2 for a code that the table has not, as in the model."""
    codes, zones = _zone_table()
    return looked_up(menage("depcom", period), codes, zones, aides_logement.TypesZoneApl.zone_2.index)


@cache
def _zone_table() -> tuple[Untyped, Untyped]:
    """INSEE codes, sorted, and the code of the zone of each in the enumeration of the model."""
    zones = model_zones()
    index = np.array([0, *(aides_logement.TypesZoneApl[f"zone_{zone}"].index for zone in (1, 2, 3))], np.uint8)
    return zones.codes, index[zones.zones]


def _birth_grant(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    """Prime à la naissance (CSS L.531-2): once for each birth expected, under a ceiling that counts it."""
    birth = famille.members("date_naissance", period).astype("datetime64[M]")
    months = (birth - np.datetime64(period.start, "M")).astype("int")
    births = famille.sum(months == 2, role=Famille.ENFANT) + famille("naissances_attendues", period)
    benefits = parameters(period).prestations_sociales.prestations_familiales
    amount = np.round(100 * benefits.petite_enfance.paje.paje_cm2.montant.prime_naissance * benefits.bmaf.bmaf) / 100
    return paje_naissance_adoption(famille, parameters, period, famille("af_nbenf", period) + births, births, amount)
