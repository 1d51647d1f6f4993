"""``relais screen``: the clock and the folders of this instance, given to ``relais.screening.caseload``."""

import argparse
from datetime import date

from relais.kernel.months import Month
from relais.project import env
from relais.project.terminal import BadUsage
from relais.screening.caseload import cli

arguments = cli.arguments


def run(options: argparse.Namespace) -> int:
    """0 all answered, 1 some rows refused, 2 nothing done."""
    folder = env.data_dir()
    try:
        return cli.review(options, today=Month.of(date.today()), load=cli.loader(folder / "engine"), seen=folder / "screen-notice-lue")  # noqa: DTZ011  # the user's own day
    except cli.BadUsage as problem:
        raise BadUsage(f"screen : {problem}") from problem
