"""``relais upgrade``: backup first, then this version's changes and checks; a failure puts everything back."""

import argparse

from relais.project.django_start import start_django
from relais.project.instance_lock import Busy, own_instance
from relais.project.terminal import CommandRefused


def arguments(parser: argparse.ArgumentParser) -> None:
    """No option: an upgrade is always the same."""


def _check_database() -> None:
    from django.core.checks import ERROR, run_checks
    from django.db import connection

    connection.check_constraints()
    errors = [message for message in run_checks() if message.level >= ERROR]
    if errors:
        raise CommandRefused(errors[0].msg)


def _check_journal() -> None:
    from relais.foundation import journal_sealing

    for chain in journal_sealing.chains():
        for breach in journal_sealing.breaches(chain):
            raise CommandRefused(f"journal {breach.chain} : {breach.what} au n° {breach.number}")


def run(options: argparse.Namespace) -> int:
    """0 when upgraded; 1 when a step failed, the database being again as it was."""
    start_django()
    from django.utils import timezone

    from relais.foundation.backups.stores import UnableToCopy
    from relais.foundation.backups.upgrading import RollbackFailed, upgrade
    from relais.project.commands.migrate import prepare
    from relais.project.instance import this_instance

    instance = this_instance()
    steps = [
        ("Changements de cette version", prepare),
        ("Contrôle de la base", _check_database),
        ("Contrôle du journal", _check_journal),
    ]
    try:
        with own_instance(instance.data_dir):
            outcome = upgrade(instance, steps, now=timezone.localtime(), say=lambda line: print(line, flush=True))
    except Busy as problem:
        raise CommandRefused("Relais tourne : arrêtez-le d’abord (systemctl stop relais, ou Ctrl-C)") from problem
    except UnableToCopy as problem:
        raise CommandRefused(f"mise à niveau non commencée, la sauvegarde a échoué : {problem}") from problem
    except RollbackFailed as problem:
        raise CommandRefused(f"mise à niveau interrompue ; {problem}") from problem
    if outcome.failed:
        state = "la base est revenue à l’état d’avant" if outcome.backup else "la base était vide ; corrigez puis relancez"
        raise CommandRefused(f"mise à niveau arrêtée à « {outcome.failed} » ({outcome.reason}) ; {state}")
    print("Mise à niveau faite. Vous pouvez relancer Relais.")
    return 0
