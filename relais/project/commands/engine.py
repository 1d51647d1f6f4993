"""``relais engine``: the engine of rights, its installation, its cache and its proof."""

import argparse
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from relais.project import env
from relais.project.terminal import CommandRefused

#: what OpenFisca-France asks for when nobody reads its cache: the two packages kept out of the main lock in a wheel.
PACKAGES = ("openfisca_core", "openfisca_france")


def arguments(parser: argparse.ArgumentParser) -> None:
    """``install``, ``verify DIR…``, ``warm``."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACTE")
    acts.add_parser("install", prog="relais engine install", description="installer le moteur, avec ses empreintes")
    acts.add_parser("warm", prog="relais engine warm", description="préparer le cache des paramètres, pour un départ rapide")
    verify = acts.add_parser("verify", prog="relais engine verify", description="passer des cas d’essai dans le moteur")
    verify.add_argument("paths", nargs="+", metavar="DOSSIER", help="dossier ou fichier de cas")


def missing() -> list[str]:
    """Packages of the engine that are not installed."""
    return [name for name in PACKAGES if find_spec(name) is None]


def _install() -> int:
    if not missing():
        print("Le moteur est déjà installé.")
        return 0
    lock = env.ROOT / "requirements" / "prod.lock"
    if not lock.exists():
        raise CommandRefused("le verrou des dépendances est absent ; installez Relais depuis son dépôt")
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--require-hashes", "-r", str(lock)]
    return 1 if subprocess.run(command, check=False).returncode else 0  # noqa: S603  # our own command line


def _cache_dir() -> Path:
    return env.data_dir() / "engine"


def run(options: argparse.Namespace) -> int:
    """0 when done, 1 when cases fail or the engine cannot be had."""
    if options.act == "install":
        return _install()
    if absent := missing():
        raise CommandRefused(f"le moteur n’est pas installé ({', '.join(absent)}) ; lancez : relais engine install")
    if options.act == "verify":
        from relais.law.engine import verify_command

        return verify_command.run(options.paths, _cache_dir())
    began = time.monotonic()
    print("Moteur de droits : lecture de la législation…", flush=True)
    from relais.law.engine.loading import load_system

    load_system(_cache_dir())
    print(f"Moteur prêt ({time.monotonic() - began:.1f} s).")
    return 0
