"""``relais engine``: the engine of rights, its installation, its cache and its proof."""

import argparse
import subprocess
import sys
import time
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from relais.kernel.months import Month
from relais.project import env, locked
from relais.project.terminal import BadUsage, CommandRefused

if TYPE_CHECKING:
    from relais.law.engine.plan_store import PlanStore
    from relais.law.plans.plan import Plan


def arguments(parser: argparse.ArgumentParser) -> None:
    """``install``, ``build``, ``verify DIR…``, ``warm``."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACTE")
    install = acts.add_parser(
        "install", prog="relais engine install", description="installer ce que demande le verrou, avec ses empreintes"
    )
    install.add_argument("--extra", choices=locked.EXTRAS, help="installer un complément plutôt que le moteur")
    acts.add_parser("warm", prog="relais engine warm", description="préparer le cache et le plan du mois, pour un départ rapide")
    build = acts.add_parser("build", prog="relais engine build", description="préparer les plans de calcul, un par mois")
    build.add_argument("--month", action="append", default=[], metavar="MOIS", help="mois à préparer (ce mois-ci et le suivant)")
    verify = acts.add_parser("verify", prog="relais engine verify", description="passer des cas d’essai dans le moteur")
    verify.add_argument("paths", nargs="+", metavar="DOSSIER", help="dossier ou fichier de cas")
    verify.add_argument("--with", dest="way", choices=("plan", "engine", "stock"), default="plan", help="ce qui calcule (plan)")


def _install(name: str) -> int:
    """What the lock asks for and nothing else: OpenFisca-France alone would drag a web server of its own (docs/adr/0003)."""
    lock = locked.lock_file(name)
    absent = locked.quarrels(lock)
    if not absent:
        print(f"Le {'complément' if name in locked.EXTRAS else 'moteur'} est déjà installé, et tout ce que demande le verrou.")
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
        return _install(options.extra or "prod")
    if options.act == "verify":
        from relais.law.engine import verify_command

        return verify_command.run(options.paths, _cache_dir(), options.way)
    if options.act == "build":
        return _build(_months(options.month))
    began = time.monotonic()
    print("Moteur de droits : lecture de la législation…", flush=True)
    from relais.law.engine.loading import load_system

    load_system(_cache_dir())
    print(f"Moteur prêt ({time.monotonic() - began:.1f} s).")
    return _build(_months([])[:1])


def _months(asked: list[str]) -> list[Month]:
    """The months asked, this one and the next by default."""
    try:
        return [Month.parse(text) for text in asked] or [_this_month(), _this_month().plus(1)]
    except ValueError as error:
        raise BadUsage("engine build : un mois s’écrit comme 2026-11") from error


def _this_month() -> Month:
    return Month.of(date.today())  # noqa: DTZ011  # the day of the person at the keyboard


def _build(months: list[Month]) -> int:
    """Make the plans that are missing, stale or damaged; 1 when one of them cannot be made or kept."""
    from relais.law.engine import plans_on_disk
    from relais.law.rights.catalogue import catalogue
    from relais.law.rights.opening import engine_outputs

    store = plans_on_disk(_cache_dir(), engine_outputs(catalogue().values()))
    if _shared(store):
        raise CommandRefused(f"{_cache_dir() / 'plans'} peut être écrit par d’autres : aucun plan n’y est gardé (chmod go-w, ou chown)")
    failed = 0
    for month in months:
        if store.kept(month) is not None:
            print(f"Plan de {month} : déjà prêt.")
            continue
        began = time.monotonic()
        print(f"Plan de {month} : enregistrement des formules…", end=" ", flush=True)
        plan = store.plan(month)
        kept = plan is not None and store.kept(month) is not None
        failed += not kept
        if plan is None:
            print("impossible ; OpenFisca répondra à sa place.")
        elif not kept:
            print(f"fait, mais pas gardé : {_cache_dir() / 'plans'} ne s’écrit pas (place, droits).")
        else:
            print(_told(plan, time.monotonic() - began))
    return 1 if failed else 0


def _shared(store: "PlanStore") -> bool:
    """Whether others may write the folder of plans; one that cannot even be looked at is told by the plan that is not kept."""
    try:
        return store.shared()
    except OSError:
        return False


def _told(plan: "Plan", seconds: float) -> str:
    refused = f", {len(plan.refused)} sorties laissées à OpenFisca" if plan.refused else ""
    return f"{plan.small.operations} opérations{refused} ({seconds:.1f} s)."
