"""``relais demo``: the fictional territory and its accounts; refused in service unless asked for in so many words."""

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

from relais.project.django_start import start_django
from relais.project.terminal import CommandRefused


def arguments(parser: argparse.ArgumentParser) -> None:
    """``--reset`` starts afresh."""
    parser.add_argument("--reset", action="store_true", help="effacer d’abord la démonstration et son mot de passe")


def _kept(path: Path) -> dict[str, Any] | None:
    """What this instance printed last time; None when there is nothing (readable) to keep."""
    try:
        kept: dict[str, Any] = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return kept if kept.get("password") else None


def _write(path: Path, content: dict[str, Any]) -> None:
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1))
    draft.replace(path)


def _offer_local_rights(folder: Path) -> None:
    """Lay the two fictional local rights where a structure would lay its own; a file already there is left as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for sheet in sorted((Path(__file__).parents[2] / "demo" / "local_rights").glob("*.yaml")):
        if not (folder / sheet.name).exists():
            shutil.copy(sheet, folder)


def run(options: argparse.Namespace) -> int:
    """Build the demonstration (twice is once) and print the accounts."""
    start_django()
    from django.conf import settings
    from django.utils import timezone

    from relais.demo.answers import answer_in_advance
    from relais.demo.cast import HOUSES, TERRITORY
    from relais.demo.services import UnableToBuildDemo, build, new_password
    from relais.foundation.access import operator

    if not settings.DEMO_ALLOWED:
        raise CommandRefused("la démonstration est refusée en service ; pour un site d’essai, écrivez RELAIS_DEMO=oui")
    path = settings.DATA_DIR / "demo.json"
    kept = None if options.reset else _kept(path)
    password = kept["password"] if kept else new_password()
    try:
        build(actor=operator("relais demo"), password=password, now=timezone.now(), reset=options.reset)
    except UnableToBuildDemo as problem:
        raise CommandRefused(f"démonstration non installée : {problem}") from problem
    _offer_local_rights(settings.LOCAL_RIGHTS)
    answer_in_advance(now=timezone.now())
    members = [{"identifier": who.identifier, "name": who.name, "job": who.job} for house in HOUSES for who in house.people]
    _write(path, {"password": password, "territory": TERRITORY, "members": members})
    print(f"Démonstration installée : {TERRITORY}, {len(members)} comptes, mot de passe commun {password}")
    return 0
