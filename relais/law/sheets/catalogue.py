"""The sheets offered by an instance: the national ones, then those that its structures added or corrected.

A local file with the code of a national sheet corrects it when it says ``corrige: true``: the keys that it writes replace those of the
national file, the others stay; its sources are added. Any other file is a sheet of its own. Local files are read together: one problem
anywhere, and none is used.
"""

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from relais.kernel.local_files import Dated, dated_files, local_files
from relais.law.rights.reading import SheetRefused, read_yaml
from relais.law.sheets.reading import read_data, read_sheet
from relais.law.sheets.sheet import NEEDS, Sheet

_log = logging.getLogger(__name__)
DATA = Path(__file__).parent / "data"
#: how the file of a sheet ends.
SUFFIX = ".yaml"


@lru_cache(maxsize=1)
def national() -> Mapping[str, Sheet]:
    """The sheets of the repository by code, in the order of the needs then of the titles; SheetRefused when one is not usable."""
    problems: list[str] = []
    found: dict[str, Sheet] = {}
    for path in sorted(DATA.glob("*.yaml")):
        try:
            sheet = read_sheet(path)
        except SheetRefused as refused:
            problems += refused.problems
            continue
        if sheet.code != path.stem:
            problems.append(f"{path.name}, clé « code » : le fichier s’appelle « {path.stem} », le code « {sheet.code} ».")
        found[sheet.code] = sheet
    if problems:
        raise SheetRefused(problems)
    return _ordered(found)


def offered(folder: Path | None) -> Mapping[str, Sheet]:
    """Sheets by code: the national ones, then the ``*.yaml`` of ``folder``; a changed folder is read again.

    When one local file is not usable, none is, and a warning says why. ``problems_of`` gives the same reasons to ``relais doctor``.
    """
    return _offered(dated_files(folder, SUFFIX))


def problems_of(folder: Path | None) -> tuple[str, ...]:
    """Why the local sheets of this folder are not used; empty when they are."""
    try:
        _local(local_files(folder, SUFFIX))
    except SheetRefused as refused:
        return refused.problems
    return ()


@lru_cache(maxsize=4)
def _offered(files: tuple[Dated, ...]) -> Mapping[str, Sheet]:
    try:
        local = _local([path for path, _ in files])
    except SheetRefused as refused:
        _log.warning("local sheets of procedures are not used: %s", " ".join(refused.problems))
        local = {}
    return _ordered({**national(), **local})


def _local(paths: list[Path]) -> dict[str, Sheet]:
    problems: list[str] = []
    found: dict[str, Sheet] = {}
    for path in paths:
        try:
            sheet = read_data(_merged(read_yaml(path), path.name), path.name)
        except SheetRefused as refused:
            problems += refused.problems
            continue
        if not sheet.owner:
            problems.append(f"{path.name}, clé « structure » : dites qui a écrit cette fiche. Exemple : structure: CCAS de Lille")
        if sheet.code in found:
            problems.append(f"{path.name}, clé « code » : « {sheet.code} » est déjà dans un autre fichier du dossier.")
        found[sheet.code] = sheet
    if problems:
        raise SheetRefused(problems)
    return found


def _merged(data: object, name: str) -> object:
    """The file of a structure laid over the national one that it corrects; the file itself when it is new."""
    if not isinstance(data, dict):
        return data
    told = {str(key): value for key, value in data.items()}
    corrects, code = told.pop("corrige", False), told.get("code")
    known = isinstance(code, str) and code in national()
    if corrects is True and known:
        below = read_yaml(DATA / f"{code}.yaml")
        missing = [key for key in ("verifie_le", "verifie_par") if key not in told]
        if missing:
            raise SheetRefused([f"{name}, clé « {key} » : qui corrige une fiche dit quand et qui l’a vérifiée." for key in missing])
        return _laid_over(below, told)
    if corrects is True:
        raise SheetRefused([f"{name}, clé « corrige » : aucune fiche nationale n’a le code « {code} ». Vérifiez le code."])
    if known:
        raise SheetRefused([f"{name}, clé « code » : « {code} » existe déjà. Pour la corriger, ajoutez « corrige: true »."])
    return told


def _laid_over(below: object, told: dict[str, object]) -> dict[str, object]:
    base = dict(below) if isinstance(below, dict) else {}
    ours = told.get("sources", {})
    if not isinstance(ours, dict):
        return {**base, **told}
    merged = {**base, **told}
    text = repr({key: value for key, value in merged.items() if key != "sources"})
    # a source that only the replaced sentences cited leaves with them
    theirs = {key: value for key, value in base.get("sources", {}).items() if f"'source': {key!r}" in text}
    return {**merged, "sources": {**theirs, **ours}}


def _ordered(sheets: Mapping[str, Sheet]) -> Mapping[str, Sheet]:
    needs = list(NEEDS)
    return {sheet.code: sheet for sheet in sorted(sheets.values(), key=lambda one: (needs.index(one.needs[0]), one.title))}
