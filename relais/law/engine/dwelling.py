"""Housing: tenure, rent, commune and its zone, the same for every month (the reference quarter reads past months too)."""

import numpy as np
from numpy.typing import NDArray

from relais.law.engine.columns import household_column
from relais.law.engine.filling import Filling, Zones
from relais.law.engine.inputs import TENURE, by_rank
from relais.law.situation.columns import choice_rank

#: overseas collectivities and territories have no zone of their own in the model
_NO_ZONE = (b"975", b"977", b"978", b"984", b"986", b"987", b"988", b"989")
_DEFAULT_ZONE = 2


def put_dwelling(inputs: Filling) -> None:
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
    inputs.put_state_names("zone_apl", ("zone_1", "zone_2", "zone_3"), zone_ranks(communes, inputs.zones))


def zone_ranks(communes: NDArray[np.bytes_], zones: Zones) -> NDArray[np.intp]:
    """INSEE codes → 0, 1, 2 for zones 1, 2, 3; ValueError on codes that are none (a postal code would silently mean zone 2)."""
    zone, known = zones.of(communes)
    if not known.all():
        unknown = [code.decode("ascii", "replace") for code in np.unique(communes[~known]).tolist() if not code.startswith(_NO_ZONE)]
        if unknown:
            raise ValueError(f"not an INSEE code of a commune: {', '.join(unknown[:5])}")
    return np.asarray(np.where(known, zone, _DEFAULT_ZONE) - 1, np.intp)


def _money(values: NDArray[np.float32], fact: str) -> NDArray[np.float32]:
    if not (values >= 0).all():
        raise ValueError(f"{fact}: a negative or missing amount")
    return values
