"""``relais engine``: the engine of rights, its installation, its cache and its proof."""

import argparse
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from relais.project import env, locked
from relais.project.terminal import CommandRefused


def arguments(parser: argparse.ArgumentParser) -> None:
    """``install``, ``verify DIR…``, ``warm``."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACTE")
    acts.add_parser("install", prog="relais engine install", description="installer ce que demande le verrou, avec ses empreintes")
    acts.add_parser("warm", prog="relais engine warm", description="préparer le cache des paramètres, pour un départ rapide")
    verify = acts.add_parser("verify", prog="relais engine verify", description="passer des cas d’essai dans le moteur")
    verify.add_argument("paths", nargs="+", metavar="DOSSIER", help="dossier ou fichier de cas")


def _install() -> int:
    """What the lock asks for and nothing else: OpenFisca-France alone would drag a web server of its own (docs/adr/0003)."""
    lock = locked.lock_file()
    absent = locked.quarrels(lock)
    if not absent:
        print("Le moteur est déjà installé, et tout ce que demande le verrou.")
        return 0
    if find_spec("pip") is None:
        raise CommandRefused(f"pip manque à cet environnement ; installez {lock} avec votre outil, sans dépendances, avec empreintes")
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--require-hashes", "-r", str(lock)]
    return 1 if subprocess.run(command, check=False).returncode else 0  # noqa: S603  # our own command line


def _cache_dir() -> Path:
    return env.data_dir() / "engine"


def run(options: argparse.Namespace) -> int:
    """0 when done, 1 when cases fail or the engine cannot be had."""
    if options.act == "install":
        return _install()
    if options.act == "verify":
        from relais.law.engine import verify_command

        return verify_command.run(options.paths, _cache_dir())
    began = time.monotonic()
    print("Moteur de droits : lecture de la législation…", flush=True)
    from relais.law.engine.loading import load_system

    load_system(_cache_dir())
    print(f"Moteur prêt ({time.monotonic() - began:.1f} s).")
    return 0
