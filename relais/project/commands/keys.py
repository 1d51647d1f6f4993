"""``relais keys rotate``: a new key in front of the others, which go on opening what they sealed."""

import argparse

from relais.project import env, keys


def arguments(parser: argparse.ArgumentParser) -> None:
    """``rotate``."""
    parser.add_argument("act", choices=["rotate"], metavar="rotate", help="mettre une clé neuve devant les anciennes")


def run(options: argparse.Namespace) -> int:
    """Rotate all keys; what was sealed before stays readable."""
    directory = env.data_dir() / "keys"
    for name in (keys.SIGNING, keys.DATA, keys.MASTER):
        count = keys.rotate(directory, name)
        print(f"{name} : clé neuve, {count} lisibles en tout.")
    print(
        f"Relancez Relais, passez « relais vault rewrap », puis refaites la copie de {directory} et les deux moitiés (relais vault split)."
    )
    return 0
