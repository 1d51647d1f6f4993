"""``relais reports close``: close the months of the report that are over, so that a number told once never changes."""

import argparse
import sys

from relais.project.django_start import start_django


def arguments(parser: argparse.ArgumentParser) -> None:
    """``close``."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="close")
    acts.add_parser("close", prog="relais reports close", description="arrêter les mois finis du bilan ; ce qui est arrêté le reste")


def run(_options: argparse.Namespace) -> int:
    """Close them, with progress on the error stream; print how many figures were."""
    start_django()
    from django.utils import timezone

    from relais.reporting.services import close_months

    def told(done: int, total: int) -> None:
        print(f"{done} / {total}", file=sys.stderr)

    print(f"Chiffres arrêtés (un indicateur, un mois) : {close_months(now=timezone.now(), told=told)}.")
    return 0
