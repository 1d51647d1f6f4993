"""One commune (or arrondissement of Paris, Lyon, Marseille), and where it lies."""

from dataclasses import dataclass
from functools import lru_cache

from relais.law.places.table import table

#: Paris, Lyon, Marseille.
CITIES_OF_ARRONDISSEMENTS = frozenset({"75056", "69123", "13055"})


@dataclass(frozen=True, slots=True)
class Place:
    """A commune by INSEE code.

    ``postal``: its postal codes. ``mother``: INSEE code of the commune for an arrondissement of Paris, Lyon or Marseille, else "".
    ``epci``: SIREN of its EPCI à fiscalité propre, "" when it has none. ``population``: inhabitants (municipal population, 0 unknown).
    """

    code: str
    name: str
    postal: tuple[str, ...]
    departement: str
    departement_name: str
    region: str
    region_name: str
    epci: str
    epci_name: str
    population: int
    mother: str = ""

    @property
    def label(self) -> str:
        """Name and first postal code, «Roubaix (59100)»; the département for a city of arrondissements, «Paris (75)»."""
        if self.code in CITIES_OF_ARRONDISSEMENTS:
            return f"{self.name} ({self.departement})"
        return f"{self.name} ({self.postal[0] if self.postal else self.code})"


def departement(code: str) -> str:
    """Code of the département or overseas collectivity of an INSEE code of commune: «59512» → «59», «97411» → «974»."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def is_metropole(code: str) -> bool:
    """Whether this INSEE code of commune lies in metropolitan France (Corse included)."""
    return not code.startswith(("97", "98"))


@lru_cache(maxsize=4096)
def place(code: str) -> Place | None:
    """The place of this INSEE code in the vintage of the table, None when there is none."""
    data = table()
    rank = data.rank.get(code)
    if rank is None:
        return None
    department = departement(code)
    department_name, region = data.departements[department]
    epci, epci_name = data.epcis[int(data.epci[rank])] if data.epci[rank] else ("", "")
    return Place(
        code=code,
        name=data.name[rank],
        postal=tuple(data.postal[rank].split()),
        departement=department,
        departement_name=department_name,
        region=region,
        region_name=data.regions[region],
        epci=epci,
        epci_name=epci_name,
        population=int(data.population[rank]),
        mother=data.mother[rank],
    )


def is_place(code: str) -> bool:
    """Whether this INSEE code is in the table."""
    return code in table().rank


@lru_cache(maxsize=256)
def communes_in(level: str, code: str) -> tuple[str, ...]:
    """The communes of a place, in the order of the table; ``level``: communes, departements, regions (INSEE codes) or epcis (SIREN).

    A city comes with its arrondissements, before them. Empty when there is no such place.
    """
    data = table()
    if level == "communes":
        within = {code} & data.rank.keys()
        return (*within, *(commune for commune, mother in zip(data.code, data.mother, strict=True) if within and mother == code))
    if level == "epcis":
        epci = next((str(rank) for rank, (siren, _) in enumerate(data.epcis) if siren == code), "none")
        return tuple(commune for commune, group in zip(data.code, data.epci, strict=True) if group == epci)
    departements = {code} if level == "departements" else {name for name, (_, region) in data.departements.items() if region == code}
    return tuple(commune for commune in data.code if departement(commune) in departements)
