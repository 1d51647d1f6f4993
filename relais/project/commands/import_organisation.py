"""``relais import-organisation``: an exported organisation comes into an instance that does not hold it, whole or not at all."""

import argparse
import getpass
import shutil
import sys
import tempfile
from pathlib import Path
from typing import IO

from relais.project.django_start import start_django
from relais.project.terminal import BadUsage, CommandRefused


def arguments(parser: argparse.ArgumentParser) -> None:
    """The archive and its key."""
    parser.add_argument("archive", type=Path, metavar="ARCHIVE", help="fichier écrit par relais export-organisation")
    parser.add_argument("--key-file", type=Path, metavar="FICHIER", help="fichier qui contient la clé ; sinon elle est demandée")
    parser.add_argument("--address", default="", metavar="ADRESSE", help="adresse publique de Relais, pour écrire les liens en entier")


def _key(options: argparse.Namespace) -> str:
    if options.key_file is not None:
        return str(options.key_file.read_text(encoding="utf-8").strip())
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    return getpass.getpass("Clé de l’archive : ")


def _opened(options: argparse.Namespace, into: IO[bytes]) -> None:
    """The zip in the clear, in memory below 64 MB, else in a file of this machine that is gone with the command."""
    from relais.exchange.archive.cipher import MAGIC, WrongKey, decrypted

    with options.archive.open("rb") as file:
        if file.read(len(MAGIC)) == MAGIC:
            try:
                decrypted(file, _key(options), into)
            except WrongKey:
                raise CommandRefused("cette clé n’ouvre pas cette archive, ou l’archive a été changée") from None
        else:
            file.seek(0)
            shutil.copyfileobj(file, into)
    into.seek(0)


def run(options: argparse.Namespace) -> int:
    """0 once it is here, with a link for each technical administrator; 1 when refused, and nothing was written."""
    if not options.archive.is_file():
        raise BadUsage(f"import-organisation : fichier introuvable : {options.archive}")
    if options.key_file is not None and not options.key_file.is_file():
        raise BadUsage(f"import-organisation : fichier introuvable : {options.key_file}")
    start_django()
    from django.utils import timezone

    from relais.accounts.models import Member, Role
    from relais.accounts.services import make_link
    from relais.exchange.archive.arriving import UnableToArrive, bring_organisation
    from relais.foundation.access import operator

    actor, now = operator("relais import-organisation"), timezone.now()
    with tempfile.SpooledTemporaryFile(max_size=64 << 20) as source:
        _opened(options, source)
        try:
            house = bring_organisation(actor=actor, source=source, now=now)
        except UnableToArrive as problem:
            raise CommandRefused(f"rien n’a été repris : {problem}") from problem
    print(f"« {house.name} » est reprise. Les mots de passe ne voyagent pas ; liens de l’administration technique, une fois, sept jours :")
    administrators = Member.objects.filter(organisation=house, is_active=True, grants__role=Role.TECHNICIAN, grants__revoked_at=None)
    for one in administrators.distinct().order_by("identifier"):
        token = make_link(actor=actor, member_id=one.pk, now=now)
        print(f"  {one.identifier} : {options.address.rstrip('/')}/invitation/{token}/")
    return 0
