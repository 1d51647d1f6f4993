"""``relais rights run``: what the situations kept in files are answered with the rules of this month, before the next appointments."""

import argparse
import sys

from relais.project.django_start import start_django


def arguments(parser: argparse.ArgumentParser) -> None:
    """``run [--chunk N]``."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="run")
    told = "calculer les droits probables des situations gardées ; reprend où il s’est arrêté"
    run_ = acts.add_parser("run", prog="relais rights run", description=told)
    run_.add_argument("--chunk", type=int, default=300, metavar="N", help="situations par paquet (300)")


def run(options: argparse.Namespace) -> int:
    """Answer them, with progress on the error stream; print how many. 1 when some are no longer read."""
    from relais.project.terminal import BadUsage

    if not 1 <= options.chunk <= 10_000:
        raise BadUsage("rights run : --chunk va de 1 à 10000")
    start_django()
    from django.utils import timezone

    from relais.screening.services import answer_again

    def told(done: int, total: int) -> None:
        print(f"{done} / {total}", file=sys.stderr)

    found = answer_again(now=timezone.now(), told=told, chunk=options.chunk)
    print(f"Situations calculées : {found.done}.")
    if found.unread:
        print(f"Situations qui ne se lisent plus, à reprendre avec la personne : {found.unread}.")
    return 1 if found.unread else 0
