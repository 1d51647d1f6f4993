"""``relais keys rotate``: a new key in front of the others, which go on opening what they sealed."""

import argparse

from relais.project import env, keys


def arguments(parser: argparse.ArgumentParser) -> None:
    """``rotate``."""
    parser.add_argument("act", choices=["rotate"], metavar="rotate", help="mettre une clé neuve devant les anciennes")


def run(options: argparse.Namespace) -> int:
    """Rotate both keys; what was sealed before stays readable."""
    directory = env.data_dir() / "keys"
    for name in (keys.SIGNING, keys.DATA):
        count = keys.rotate(directory, name)
        print(f"{name} : clé neuve, {count} lisibles en tout.")
    print(f"Relancez Relais, puis refaites la copie de {directory}.")
    return 0
