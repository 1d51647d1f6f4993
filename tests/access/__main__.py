"""The figures of the access matrix: ``python -m tests.access``."""

import os
import sys

import django


def main() -> None:
    """What the tests of ``tests/access`` go through, counted from the same tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relais.project.settings.test")
    django.setup()
    from relais.people.rules import Level
    from tests.access.doors import DOORS, LIBRARY_DOORS
    from tests.access.matrix import COMBINED, EXPECTED, RELATIONS
    from tests.access.test_every_door import CELLS
    from tests.access.test_foreign_objects import of_rows
    from tests.access.world import WORDS, addresses

    readings = (len(EXPECTED) + len(COMBINED)) * len(RELATIONS)
    figures = {
        "roles, and combinations of roles": f"{len(EXPECTED)} + {len(COMBINED)}",
        "ways of standing to a file": len(RELATIONS),
        "cells of the matrix (a role, a standing)": readings,
        "answers compared (a cell, a level)": readings * len(Level),
        "objects of which the crawl looks for the words": len(WORDS),
        "cells of the crawl": len(CELLS),
        "answers compared (a cell of the crawl, an object)": len(CELLS) * len(WORDS),
        "addresses of Relais": len(list(addresses())),
        "doors of the table, and addresses of libraries": f"{len(DOORS)} + {len(LIBRARY_DOORS)}",
        "addresses of two identifiers or more, tried with another's row": len(of_rows()),
    }
    for words, figure in figures.items():
        sys.stdout.write(f"{figure!s:>8}  {words}\n")


if __name__ == "__main__":
    main()
