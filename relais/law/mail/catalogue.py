"""The types of letters offered by an instance: the national ones, then those that its structures added or corrected.

A local file with the code of a national type corrects it when it says ``corrige: true``: the keys that it writes replace those of the
national file, its sources are added. Local files are read together: one problem anywhere, and none is used.
"""

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from relais.law.mail.mail import SENDERS, Mail
from relais.law.mail.reading import read_data, read_mail
from relais.law.rights.reading import SheetRefused, read_yaml

_log = logging.getLogger(__name__)
DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def national() -> Mapping[str, Mail]:
    """The types of the repository by code, by sender then title; SheetRefused when one is not usable."""
    problems: list[str] = []
    found: dict[str, Mail] = {}
    for path in sorted(DATA.glob("*.yaml")):
        try:
            mail = read_mail(path)
        except SheetRefused as refused:
            problems += refused.problems
            continue
        if mail.code != path.stem:
            problems.append(f"{path.name}, clé « code » : le fichier s’appelle « {path.stem} », le code « {mail.code} ».")
        found[mail.code] = mail
    if problems:
        raise SheetRefused(problems)
    return _ordered(found)


def offered(folder: Path | None) -> Mapping[str, Mail]:
    """Types by code: the national ones, then the ``*.yaml`` of ``folder``; a changed folder is read again.

    When one local file is not usable, none is, and a warning says why. ``problems_of`` gives the same reasons to ``relais doctor``.
    """
    return _offered(_files(folder))


def problems_of(folder: Path | None) -> tuple[str, ...]:
    """Why the local types of this folder are not used; empty when they are."""
    try:
        _local([path for path, _ in _files(folder)])
    except SheetRefused as refused:
        return refused.problems
    return ()


def _files(folder: Path | None) -> tuple[tuple[Path, int], ...]:
    if folder is None or not folder.is_dir():
        return ()
    named = sorted(path for path in folder.glob("*.yaml") if path.is_file() and not path.name.startswith("."))
    return tuple((path, path.stat().st_mtime_ns) for path in named)


@lru_cache(maxsize=4)
def _offered(files: tuple[tuple[Path, int], ...]) -> Mapping[str, Mail]:
    try:
        local = _local([path for path, _ in files])
    except SheetRefused as refused:
        _log.warning("local types of letters received are not used: %s", " ".join(refused.problems))
        local = {}
    return _ordered({**national(), **local})


def _local(paths: list[Path]) -> dict[str, Mail]:
    problems: list[str] = []
    found: dict[str, Mail] = {}
    for path in paths:
        try:
            mail = read_data(_merged(read_yaml(path), path.name), path.name)
        except SheetRefused as refused:
            problems += refused.problems
            continue
        if not mail.owner:
            problems.append(f"{path.name}, clé « structure » : dites qui a écrit ce fichier. Exemple : structure: CCAS de Lille")
        if mail.code in found:
            problems.append(f"{path.name}, clé « code » : « {mail.code} » est déjà dans un autre fichier du dossier.")
        found[mail.code] = mail
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
        missing = [key for key in ("verifie_le", "verifie_par") if key not in told]
        if missing:
            raise SheetRefused([f"{name}, clé « {key} » : qui corrige un type dit quand et qui l’a vérifié." for key in missing])
        return _laid_over(read_yaml(DATA / f"{code}.yaml"), told)
    if corrects is True:
        raise SheetRefused([f"{name}, clé « corrige » : aucun type national n’a le code « {code} ». Vérifiez le code."])
    if known:
        raise SheetRefused([f"{name}, clé « code » : « {code} » existe déjà. Pour le corriger, ajoutez « corrige: true »."])
    return told


def _laid_over(below: object, told: dict[str, object]) -> dict[str, object]:
    base = dict(below) if isinstance(below, dict) else {}
    ours, theirs = told.get("sources", {}), base.get("sources", {})
    merged = {**base, **told}
    # «sans_horloge» and «horloges» exclude each other: the local one replaces whichever the national file had
    for written, gone in (("horloges", "sans_horloge"), ("sans_horloge", "horloges")):
        if written in told and gone not in told:
            merged.pop(gone, None)
    if isinstance(ours, dict) and isinstance(theirs, dict):
        text = repr({key: value for key, value in merged.items() if key != "sources"})
        # a source that only the replaced sentences cited leaves with them
        merged["sources"] = {**{key: value for key, value in theirs.items() if f"'source': {key!r}" in text}, **ours}
    return merged


def _ordered(found: Mapping[str, Mail]) -> Mapping[str, Mail]:
    senders = list(SENDERS)
    return {mail.code: mail for mail in sorted(found.values(), key=lambda one: (senders.index(one.senders[0]), one.title))}
