"""Housing: tenure, rent, commune and its zone, the same for every month (the reference quarter reads past months too)."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from openfisca_france.model.prestations import aides_logement

from relais.law.engine.columns import household_column
from relais.law.engine.inputs import TENURE, by_rank
from relais.law.engine.simulation import Inputs
from relais.law.situation.columns import choice_rank

#: overseas collectivities and territories have no zone of their own in the model
_NO_ZONE = (b"975", b"977", b"978", b"984", b"986", b"987", b"988", b"989")
#: communes born again since the model's table (2011) → the commune they were part of: Culey left Loisey-Culey in 2014
_BORN_AGAIN = {b"55138": b"55298"}
_DEFAULT_ZONE = 2


@cache
def zones() -> dict[bytes, int]:
    """INSEE code (arrondissements and former communes included) → zone 1, 2 or 3, from the model's own table."""
    aides_logement.preload_zone_apl()
    table = {str(code).encode(): int(zone) for code, zone in aides_logement.zone_apl_by_depcom.items()}
    return table | {code: table[mother] for code, mother in _BORN_AGAIN.items()}


def put_dwelling(inputs: Inputs) -> None:
    """All that concerns the dwelling. ValueError on an unknown INSEE code or a negative rent."""
    block = inputs.frame.people.block
    tenure = household_column(block, "logement")
    unpaid = np.isin(tenure, [choice_rank("logement", name) for name in ("proprietaire", "heberge", "sans_domicile")])
    rent, charges = (_money(household_column(block, fact), fact) for fact in ("loyer", "charges"))
    inputs.put_state_names("statut_occupation_logement", by_rank("logement", TENURE), tenure)
    inputs.put_state("loyer", np.where(unpaid, 0, rent))
    inputs.put_state("charges_locatives", np.where(unpaid, 0, charges))
    inputs.put_state("coloc", household_column(block, "colocation").astype(bool))
    inputs.put_state("logement_chambre", household_column(block, "chambre").astype(bool))
    relative = household_column(block, "bailleur_famille").astype(bool)
    inputs.put_state("proprietaire_proche_famille", inputs.row_to_groups(inputs.frame.famille, relative))
    communes = np.asarray(household_column(block, "commune"), "S5")
    inputs.put_state("depcom", communes)
    inputs.put_state_names("zone_apl", ("zone_1", "zone_2", "zone_3"), zone_ranks(communes))


def zone_ranks(communes: NDArray[np.bytes_]) -> NDArray[np.intp]:
    """INSEE codes → 0, 1, 2 for zones 1, 2, 3; ValueError on codes that are none (a postal code would silently mean zone 2)."""
    unique, inverse = np.unique(communes, return_inverse=True)
    table = zones()
    unknown = [code.decode("ascii", "replace") for code in unique if code not in table and not code.startswith(_NO_ZONE)]
    if unknown:
        raise ValueError(f"not an INSEE code of a commune: {', '.join(unknown[:5])}")
    return np.array([table.get(code, _DEFAULT_ZONE) - 1 for code in unique], np.intp)[inverse]


def _money(values: NDArray[np.float32], fact: str) -> NDArray[np.float32]:
    if not (values >= 0).all():
        raise ValueError(f"{fact}: a negative or missing amount")
    return values
