"""``relais backup``: a dated archive of the database and of the local rights; the keys never travel with it."""

import argparse
from pathlib import Path

from relais.kernel.system_words import system_words
from relais.project.django_start import start_django
from relais.project.terminal import CommandRefused


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write it."""
    parser.add_argument("folder", nargs="?", type=Path, metavar="DOSSIER", help="où écrire l’archive (backups/ des données)")


def run(options: argparse.Namespace) -> int:
    """Write the archive and say where, and what it does not hold."""
    start_django()
    from django.utils import timezone

    from relais.foundation.backups import archive
    from relais.foundation.backups.stores import UnableToCopy
    from relais.project.instance import this_instance

    instance = this_instance()
    try:
        made = archive.make(instance, folder=options.folder or instance.data_dir / "backups", now=timezone.localtime())
    except OSError as problem:
        place = f" ({problem.filename})" if problem.filename else ""
        raise CommandRefused(f"sauvegarde impossible : {system_words(problem)}{place}") from problem
    except UnableToCopy as problem:
        raise CommandRefused(f"sauvegarde impossible : {problem}") from problem
    print(f"Sauvegarde écrite : {made} ({made.stat().st_size / 1024:.0f} Ko)")
    print(f"Les clés n’y sont pas : gardez une copie de {instance.keys_dir} ailleurs.")
    return 0
