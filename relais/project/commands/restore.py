"""``relais restore``: check an archive, or put it back."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from relais.project.django_start import start_django
from relais.project.instance_lock import Busy, own_instance
from relais.project.terminal import BadUsage, CommandRefused

if TYPE_CHECKING:
    from relais.foundation.backups.archive import Instance, Report


def arguments(parser: argparse.ArgumentParser) -> None:
    """The archive, and how far to go."""
    parser.add_argument("archive", type=Path, metavar="ARCHIVE", help="fichier écrit par relais backup")
    parser.add_argument("--check", action="store_true", help="contrôler sans rien changer")
    parser.add_argument("--force", action="store_true", help="remplacer une base où des personnes ont déjà un compte")


def _check(instance: "Instance", path: Path) -> int:
    from relais.foundation.backups import archive

    report = archive.check(instance, path)
    print(
        f"Sauvegarde du {report.manifest.made_at[:16].replace('T', ' à ')}, Relais {report.manifest.relais}, {_content(instance, report)}."
    )
    for remark in report.remarks:
        print(f"À savoir : {remark}.")
    for problem in report.problems:
        print(f"Problème : {problem}.")
    print(_verdict(report))
    return 1 if report.problems else 0


def _content(instance: "Instance", report: "Report") -> str:
    told = (folder.counted(report.manifest.files) for folder in instance.folders)
    return ", ".join([f"{report.rows} lignes", *filter(None, told)])


def _verdict(report: "Report") -> str:
    if report.problems:
        return "Elle ne peut pas être restaurée ici."
    return "Elle pourra être restaurée ici, une fois ses clés remises." if report.keys_missing else "Elle peut être restaurée ici."


def _put_back(instance: "Instance", path: Path, *, force: bool) -> int:
    from django.utils import timezone

    from relais.foundation.backups import archive

    with own_instance(instance.data_dir):
        aside = archive.put_back(instance, path, now=timezone.localtime(), force=force)
    if aside is not None:
        print(f"La base précédente est gardée : {aside}")
    print("Restauration faite. Lancez maintenant : relais upgrade, puis relais doctor.")
    return 0


def run(options: argparse.Namespace) -> int:
    """0 when restorable (or restored), 1 otherwise, with the reason."""
    if not options.archive.is_file():
        raise BadUsage(f"restore : fichier introuvable : {options.archive}")
    start_django()
    from relais.foundation.backups.archive import RestoreRefused
    from relais.foundation.backups.manifest import UnreadableBackup
    from relais.foundation.backups.stores import UnableToCopy
    from relais.project.instance import this_instance

    instance = this_instance()
    try:
        return _check(instance, options.archive) if options.check else _put_back(instance, options.archive, force=options.force)
    except UnreadableBackup as problem:
        raise CommandRefused(f"sauvegarde refusée : {problem}") from problem
    except (RestoreRefused, UnableToCopy) as problem:
        raise CommandRefused(f"restauration refusée, rien n’a changé : {problem}") from problem
    except Busy as problem:
        raise CommandRefused("Relais tourne : arrêtez-le d’abord (systemctl stop relais, ou Ctrl-C)") from problem
