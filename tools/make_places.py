"""Write ``relais/law/places/places.gz`` from the unpacked npm package @etalab/decoupage-administratif.

Use: ``npm pack @etalab/decoupage-administratif@6.0.0``, unpack it, then ``python tools/make_places.py FOLDER [OUT]``.
Run again on the same package, it writes the same bytes. The layout is read by ``relais.law.places.table``; both name it:
a first line of JSON (sources, vintage, licence, names of the columns), then one line a column, values between tabs.
"""

import gzip
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

#: vintage of the INSEE codes by version of the package (its README, «Millésimes et versions de package»).
VINTAGES = {"6.0.0": "2026"}
OUT = Path(__file__).resolve().parent.parent / "relais" / "law" / "places" / "places.gz"
CURRENT = ("commune-actuelle", "arrondissement-municipal")

Row = dict[str, Any]


def department_of(code: str) -> str:
    """Département (or overseas collectivity) that an INSEE code of commune belongs to."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def former_names(rows: Iterable[Row], current: Sequence[Row]) -> list[tuple[str, str, str]]:
    """(former code, former name, current code) of communes that merged, sorted; the name is "" when only the code is known."""
    names = {row["code"]: row["nom"] for row in current}
    found = {
        (row["code"] if row["code"] not in names else "", row["nom"], row["chefLieu"])
        for row in rows
        if row["type"] not in CURRENT and names.get(row["chefLieu"], row["nom"]) != row["nom"]
    }
    told = {code for code, _, _ in found}
    for row in current:
        found.update((code, "", row["code"]) for code in row.get("anciensCodes", ()) if code not in told and code not in names)
    return sorted(found)


def table(folder: Path) -> dict[str, list[str]]:
    """Columns of the file, by name; every row of a group of columns has the same rank."""
    communes, epcis, departments, regions = (
        json.loads((folder / "data" / f"{name}.json").read_text("utf-8")) for name in ("communes", "epci", "departements", "regions")
    )
    rows = sorted((row for row in communes if row["type"] in CURRENT), key=lambda row: row["code"])
    epcis = sorted(epcis, key=lambda epci: epci["code"])
    member = {row["code"]: rank for rank, epci in enumerate(epcis) for row in epci["membres"]}
    for row in rows:
        if department_of(row["code"]) != row["departement"]:
            raise SystemExit(f"{row['code']}: its département {row['departement']} does not follow from its code")
    former = former_names(communes, rows)
    return {
        "code": [row["code"] for row in rows],
        "name": [row["nom"] for row in rows],
        "postal": [" ".join(row.get("codesPostaux", ())) for row in rows],
        "population": [str(row.get("population", 0)) for row in rows],
        "epci": [str(member.get(row.get("commune", row["code"]), "")) for row in rows],
        "mother": [row.get("commune", "") for row in rows],
        "epci_code": [epci["code"] for epci in epcis],
        "epci_name": [epci["nom"] for epci in epcis],
        "departement_code": [row["code"] for row in departments],
        "departement_name": [row["nom"] for row in departments],
        "departement_region": [row["region"] for row in departments],
        "region_code": [row["code"] for row in regions],
        "region_name": [row["nom"] for row in regions],
        "former_code": [code for code, _, _ in former],
        "former_name": [name for _, name, _ in former],
        "former_now": [now for _, _, now in former],
    }


def main(folder: Path, out: Path) -> None:
    """Read the package in ``folder``, write ``out``."""
    version = json.loads((folder / "package.json").read_text("utf-8"))["version"]
    if version not in VINTAGES:
        raise SystemExit(f"version {version} of the package: its INSEE vintage is not written in VINTAGES")
    columns = table(folder)
    head = {
        "package": f"@etalab/decoupage-administratif {version}",
        "package_licence": "MIT",
        "vintage": VINTAGES[version],
        "data": "INSEE (Code officiel géographique, populations), La Poste (codes postaux), DGCL Banatic (EPCI)",
        "data_licence": "Licence Ouverte 2.0",
        "columns": list(columns),
    }
    lines = [json.dumps(head, ensure_ascii=False), *("\t".join(values) for values in columns.values())]
    out.write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), compresslevel=9, mtime=0))
    print(f"{out.name}: {len(columns['code'])} communes and arrondissements, {out.stat().st_size} bytes, vintage {head['vintage']}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else OUT)
