"""The table of communes, read once from ``places.gz`` (written by ``tools/make_places.py``).

Sources (vintage in ``Table.vintage``): INSEE, La Poste, Banatic, under Licence Ouverte 2.0, through the npm package
@etalab/decoupage-administratif (MIT). Columns are kept as flat lists: 35 000 rows load in a few milliseconds.
"""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("places.gz")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of the file. Rows of ``code``, ``name``, ``postal``, ``population``, ``epci``, ``mother`` go together, sorted by code.

    ``postal``: codes between spaces. ``population``: inhabitants, as text. ``epci``: rank in ``epcis`` or "". ``mother``: INSEE code
    of the commune of an arrondissement or "". ``former``: (former code or "", former name or "", current code) of merged communes.
    ``departements``: code → (name, code of the region).
    """

    vintage: str
    code: Sequence[str]
    name: Sequence[str]
    postal: Sequence[str]
    population: Sequence[str]
    epci: Sequence[str]
    mother: Sequence[str]
    epcis: Sequence[tuple[str, str]]
    departements: Mapping[str, tuple[str, str]]
    regions: Mapping[str, str]
    former: Sequence[tuple[str, str, str]]
    rank: Mapping[str, int]


@cache
def table() -> Table:
    """The table, read at the first call. ValueError when the file is not the one that the tool writes."""
    lines = gzip.decompress(DATA.read_bytes()).decode("utf-8").split("\n")
    head = json.loads(lines[0])
    columns = dict(zip(head["columns"], (line.split("\t") for line in lines[1:]), strict=True))
    code = columns["code"]
    return Table(
        vintage=head["vintage"],
        code=code,
        name=columns["name"],
        postal=columns["postal"],
        population=columns["population"],
        epci=columns["epci"],
        mother=columns["mother"],
        epcis=tuple(zip(columns["epci_code"], columns["epci_name"], strict=True)),
        departements={
            key: (name, region)
            for key, name, region in zip(
                columns["departement_code"], columns["departement_name"], columns["departement_region"], strict=True
            )
        },
        regions=dict(zip(columns["region_code"], columns["region_name"], strict=True)),
        former=tuple(zip(columns["former_code"], columns["former_name"], columns["former_now"], strict=True)),
        rank={key: rank for rank, key in enumerate(code)},
    )
