"""``relais schedules``: starts each recurring act when it is due; started by ``relais serve``."""

import argparse
import signal
import threading

from relais.project.django_start import start_django

TICK = 15.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """One turn only, for a system that prefers its own timers."""
    parser.add_argument("--once", action="store_true", help="un seul passage, puis fin")


def run(options: argparse.Namespace) -> int:
    """Look every few seconds until SIGTERM or SIGINT."""
    start_django()
    from django.utils import timezone

    from relais.foundation import schedules

    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    while True:
        schedules.run_due(now=timezone.now())
        if options.once or over.wait(TICK):
            return 0
