"""``relais renewals run``: write the breaks of rights whose last day passed; lists never wait for it."""

import argparse
import sys

from relais.project.django_start import start_django


def arguments(parser: argparse.ArgumentParser) -> None:
    """``run [--chunk N]``."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="run")
    run_ = acts.add_parser("run", prog="relais renewals run", description="noter les ruptures de droits ; reprend où il s’est arrêté")
    run_.add_argument("--chunk", type=int, default=2000, metavar="N", help="droits par paquet (2000)")


def run(options: argparse.Namespace) -> int:
    """Write them, with progress on the error stream; print how many."""
    from relais.project.terminal import BadUsage

    if not 1 <= options.chunk <= 100_000:
        raise BadUsage("renewals run : --chunk va de 1 à 100000")
    start_django()
    from django.utils import timezone

    from relais.procedures.services.renewals import record_lapses

    def told(done: int, total: int) -> None:
        print(f"{done} / {total}", file=sys.stderr)

    done = record_lapses(now=timezone.now(), told=told, chunk=options.chunk)
    print(f"Ruptures notées : {done}.")
    return 0
