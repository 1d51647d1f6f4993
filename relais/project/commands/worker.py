"""``relais worker``: treats the queue until asked to stop; started by ``relais serve``."""

import argparse

from relais.project.django_start import start_django


def arguments(parser: argparse.ArgumentParser) -> None:
    """No option: the queue is in the database."""


def run(options: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT, finishing the task under way."""
    start_django()
    from relais.foundation import jobs

    jobs.work()
    return 0
