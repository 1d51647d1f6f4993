"""``relais export-organisation``: the whole of an organisation in one archive, encrypted under a key that is shown once."""

import argparse
import os
import sys
from pathlib import Path
from typing import IO, cast

from relais.project.django_start import start_django
from relais.project.terminal import BadUsage, CommandRefused


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, which organisation, and whether in the clear."""
    parser.add_argument("archive", type=Path, metavar="ARCHIVE", help="fichier à écrire ; il ne doit pas exister")
    parser.add_argument("--organisation", default="", metavar="NOM", help="nom de l’organisation, quand il y en a plusieurs")
    parser.add_argument("--plain", action="store_true", help="ne PAS chiffrer : qui lit le fichier lit tous les dossiers, notes comprises")


def run(options: argparse.Namespace) -> int:
    """0 once written; the key is printed on the standard output, once."""
    if options.archive.exists():
        raise BadUsage(f"export-organisation : {options.archive} existe déjà")
    start_django()
    from django.utils import timezone

    from relais.accounts.models import Organisation
    from relais.exchange.archive.cipher import Encrypting, new_key
    from relais.exchange.archive.leaving import write_organisation
    from relais.foundation.access import operator
    from relais.foundation.vault.keys import VaultProblem

    found = Organisation.objects.order_by("name")
    wanted = list(found.filter(name=options.organisation) if options.organisation else found)
    if len(wanted) != 1:
        names = ", ".join(f"« {one.name} »" for one in found)
        raise BadUsage(f"export-organisation : dites laquelle avec --organisation : {names or 'aucune ici'}")
    if options.plain:
        print(
            "ATTENTION : cette archive n’est pas chiffrée. Qui l’ouvre lit tous les dossiers, notes et documents compris.", file=sys.stderr
        )
    key = new_key()
    # readable by its owner alone, from its first byte on
    with os.fdopen(os.open(options.archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            into: IO[bytes] = file if options.plain else cast("IO[bytes]", Encrypting(file, key))
            counts = write_organisation(
                actor=operator("relais export-organisation"),
                organisation=wanted[0],
                into=into,
                now=timezone.now(),
            )
            if not options.plain:
                into.close()
        except (VaultProblem, OSError) as problem:
            options.archive.unlink(missing_ok=True)
            raise CommandRefused(f"rien n’a été écrit : {problem or type(problem).__name__}") from problem
    rows = sum(counts.values())
    print(
        f"« {wanted[0].name} » : {counts['people.Person']} personnes, {counts['people.File']} dossiers, {rows} lignes → {options.archive}"
    )
    if not options.plain:
        print(f"Clé, montrée une seule fois, à garder loin du fichier : {key}")
    print("Les mots de passe et seconds facteurs ne partent pas : chacune et chacun prendra un lien à l’arrivée.")
    return 0
