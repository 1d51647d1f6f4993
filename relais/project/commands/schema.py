"""``relais schema``: prints a JSON Schema."""

import argparse
import json


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which schema."""
    parser.add_argument("name", choices=["situation"], metavar="situation", help="les faits d’un ménage")


def run(options: argparse.Namespace) -> int:
    """Print it."""
    from relais.law.situation.schema import situation_schema

    print(json.dumps(situation_schema(), ensure_ascii=False, indent=2))
    return 0
