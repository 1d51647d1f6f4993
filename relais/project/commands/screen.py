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
        return cli.review(
            options,
            today=Month.of(date.today()),  # noqa: DTZ011  # the day of the person at the keyboard
            load=cli.loader(folder / "engine", env.path("RELAIS_LOCAL_RIGHTS", folder / "droits-locaux")),
            seen=folder / "screen-notice-lue",
        )
    except cli.BadUsage as problem:
        raise BadUsage(f"screen : {problem}") from problem
