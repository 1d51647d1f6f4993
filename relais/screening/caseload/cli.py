"""``relais screen``: a caseload file in, rights out. Exit 0 all answered, 1 some rows refused, 2 nothing done."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tqdm import tqdm

from relais.kernel.months import Month
from relais.kernel.system_words import system_words
from relais.law.situation import parquet
from relais.law.situation.document import SCREENED_PATTERN
from relais.law.situation.model import template
from relais.law.situation.parquet_model import parquet_template
from relais.screening.caseload import cluster_link, writing
from relais.screening.caseload.answering import loaded, rules_digest, screen_chunk
from relais.screening.caseload.cluster import ClusterLost, cluster
from relais.screening.caseload.computing import Chunk, ChunkFunction, Done, Work
from relais.screening.caseload.likeness import Likeness, likeness_here
from relais.screening.caseload.notice import notice
from relais.screening.caseload.plan import FORMATS, RunPlan
from relais.screening.caseload.reading import BadCaseload, count_households, read_chunks
from relais.screening.caseload.running import WorkersKeepDying, run_chunks
from relais.screening.caseload.store import ChunkStore, Taken

#: above so many workers than cores, no gain (measured: doctrine, openfisca.md §4).
WORKERS = min(2, os.cpu_count() or 1)
_BAR = "{percentage:3.0f} % |{bar:30}| {n_fmt} sur {total_fmt} foyers, {rate_noinv_fmt}, encore {remaining}"
#: name's end of a model → what writes it.
_TEMPLATES: dict[str, Callable[[Path], None]] = {".xlsx": template, ".parquet": parquet_template}


OUTDATED = "Les fichiers, la demande ou les règles (version, fiches, droits locaux) ont changé : tout est recalculé."


class BadUsage(Exception):
    """The command cannot start; the message is one French line."""


@dataclass(frozen=True, slots=True)
class Computing:
    """What the command needs from the engine: its version, the chunk function, what prepares a month once, before the fork, and the digest
    of the other rules.

    ``likeness``: what workers on other machines must share. ``run``: what runs the chunks at ``place``, processes of this machine when
    None.
    """

    version: str
    function: ChunkFunction
    prepare: Callable[[Month], None]
    rules: str = ""
    likeness: Callable[[], Likeness] | None = None
    run: Callable[[Iterable[Chunk], Work], Iterator[Done]] | None = None
    place: str = ""


def arguments(words: argparse.ArgumentParser) -> None:
    """Options of ``relais screen``."""
    words.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FICHIER",
        help="une ligne par personne, regroupées par foyer (CSV, XLSX, Parquet), ou des foyers (JSON)",
    )
    words.add_argument("--template", type=Path, metavar="MODELE.xlsx", help="écrire un modèle commenté (.xlsx ou .parquet), puis s’arrêter")
    words.add_argument("--month", metavar="AAAA-MM", help="mois des règles (par défaut : le mois en cours)")
    words.add_argument("--months", type=int, choices=(1, 12), default=1, help="un mois, ou douze mois de suite")
    words.add_argument("--format", choices=FORMATS, help="par défaut : celui du nom de la sortie")
    words.add_argument("--out", type=Path, metavar="SORTIE", help="fichier des réponses")
    words.add_argument("--workers", type=int, default=WORKERS, metavar="N", help=f"processus de calcul (par défaut : {WORKERS})")
    cluster_link.arguments(words)
    words.add_argument("--quiet", action="store_true", help="ne pas montrer l’avancement")


def plan_of(asked: argparse.Namespace, *, today: Month) -> RunPlan:
    """The run that was asked; BadUsage with one line when it cannot be."""
    if not asked.files:
        raise BadUsage("donnez au moins un fichier, ou --template modele.xlsx")
    missing = [str(path) for path in asked.files if not path.is_file()]
    if missing:
        raise BadUsage(f"fichier introuvable : {', '.join(missing)}")
    if asked.out is None:
        raise BadUsage("donnez le fichier des réponses : --out reponses.csv")
    if asked.out.resolve() in {path.resolve() for path in asked.files}:
        raise BadUsage("la sortie remplacerait un fichier d’entrée ; donnez un autre nom à --out")
    if asked.out.is_dir():
        raise BadUsage(f"--out {asked.out} est un dossier ; donnez un nom de fichier")
    if not asked.out.resolve().parent.is_dir():
        raise BadUsage(f"le dossier {asked.out.resolve().parent} n’existe pas")
    kind = asked.format or asked.out.suffix.lstrip(".").lower()
    if kind not in FORMATS:
        raise BadUsage(f"format inconnu « {kind} » ; choisissez --format parmi {', '.join(FORMATS)}")
    if kind == "parquet" and not parquet.available():
        raise BadUsage(parquet.MISSING)
    if not 1 <= asked.workers <= 64:
        raise BadUsage("--workers va de 1 à 64")
    return RunPlan(tuple(asked.files), asked.out, kind, _month(asked.month, today), asked.months, asked.workers)


def _month(written: str | None, today: Month) -> Month:
    if written is None:
        return today
    if not re.fullmatch(SCREENED_PATTERN, written):
        raise BadUsage(f"mois illisible « {written} » ; écrivez AAAA-MM de 2025-01 à 2035-12, par exemple {today}")
    return Month.parse(written)


def run(plan: RunPlan, computing: Computing, *, total: int, quiet: bool, first: bool) -> int:
    """Answer the whole file; prints the notice on a first run, the progress, then the totals. Returns the exit code.

    ``total``: how many households the files hold.
    """
    store = ChunkStore(plan.partial)
    with _held(store, plan):
        return _run_alone(plan, computing, store, total=total, quiet=quiet, first=first)


@contextmanager
def _held(store: ChunkStore, plan: RunPlan) -> Iterator[None]:
    """The folder of the run, held against any other; BadUsage when it cannot be."""
    try:
        with store.alone():
            yield
    except Taken as problem:
        raise BadUsage(f"une autre commande écrit déjà {plan.out} ; attendez sa fin, ou donnez un autre nom à --out") from problem
    except OSError as problem:
        raise BadUsage(f"impossible d’écrire à côté de {plan.out} : {system_words(problem)}") from problem


def _run_alone(plan: RunPlan, computing: Computing, store: ChunkStore, *, total: int, quiet: bool, first: bool) -> int:
    fingerprint = plan.fingerprint(engine_version=computing.version, rules=computing.rules)
    if store.outdated(fingerprint):
        print(OUTDATED, file=sys.stderr)
    done = store.open(fingerprint)
    if first:
        print(notice(computing.version, place=computing.place), file=sys.stderr)
    if done:
        print(f"Reprise : {done} lots déjà faits.", file=sys.stderr)
    try:
        answered = _compute(plan, computing, store, total=total, quiet=quiet)
        return _conclude(plan, store, answered)
    except BadCaseload as problem:
        print(f"relais screen : {problem} Les lots finis sont gardés : relancez la même commande.", file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"relais screen : {system_words(problem)}. Les lots finis sont gardés : relancez la même commande.", file=sys.stderr)
        return 1
    except ClusterLost as problem:
        print(f"relais screen : {problem}. Les lots finis sont gardés : relancez la même commande.", file=sys.stderr)
        return 1
    except WorkersKeepDying:
        print(
            "relais screen : les processus de calcul sont tués un à un (mémoire ?). Rien n’est perdu : relancez la même commande.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("\nArrêté. Les lots finis sont gardés : relancez la même commande pour reprendre.", file=sys.stderr)
        return 1


def _compute(plan: RunPlan, computing: Computing, store: ChunkStore, *, total: int, quiet: bool) -> int:
    """Compute what is not done yet; how many households were answered now."""
    if computing.run is None:
        _prepare(plan.asked_months(), computing, quiet=quiet)
    work = Work(computing.function, plan.asked_months(), plan.kind)
    chunks = (chunk for chunk in read_chunks(plan.inputs, size=plan.chunk) if not store.has(chunk.number))
    answered = 0
    tqdm.monitor_interval = 0  # its thread would be forked with the workers
    with tqdm(total=total, initial=store.cases(), unit=" foyers", bar_format=_BAR, disable=quiet, mininterval=0.5, smoothing=0.1) as bar:
        here = partial(run_chunks, work=work, workers=plan.workers)
        for finished in here(chunks) if computing.run is None else computing.run(chunks, work):
            store.put(finished)
            answered += finished.answered
            bar.update(finished.cases)
    return answered


def _prepare(months: Sequence[Month], computing: Computing, *, quiet: bool) -> None:
    """Have the rules of each month in memory before the workers are forked: they share them, and none records them again."""
    for month in months:
        if not quiet:
            print(f"Règles de {month} : préparation…", file=sys.stderr)
        computing.prepare(month)


def _conclude(plan: RunPlan, store: ChunkStore, answered: int) -> int:
    writing.write_results(plan.out, plan.kind, store.rows())
    refused = writing.write_problems(plan.problems, store.problems())
    counted = store.totals()
    store.remove()
    again = f" (dont {answered} à ce passage)" if answered < counted.households else ""
    print(f"{_counted(counted.households, 'foyer répondu', 'foyers répondus')}{again} → {plan.out}")
    print("\n".join(counted.table()))
    if refused:
        print(f"{_counted(refused, 'foyer refusé', 'foyers refusés')}, à corriger → {plan.problems}", file=sys.stderr)
    return 1 if refused else 0


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number < 2 else more}"


def review(asked: argparse.Namespace, *, today: Month, load: Callable[[], Computing], seen: Path) -> int:
    """The whole command. ``load`` is called once the arguments are known good; ``seen`` marks that the notice was read.

    Raises BadUsage with one French line when nothing can be started.
    """
    if asked.template is not None:
        return _write_template(asked.template)
    plan = plan_of(asked, today=today)
    link = _link(asked)
    try:
        total = count_households(plan.inputs)
    except BadCaseload as problem:
        raise BadUsage(str(problem)) from problem
    if not total:
        raise BadUsage(f"aucun foyer dans {', '.join(path.name for path in plan.inputs)} : il n’y a que des titres, ou rien")
    first = not seen.exists()
    with _computing(link, load, quiet=asked.quiet) as computing:
        code = run(plan, computing, total=total, quiet=asked.quiet, first=first)
    if first:
        seen.parent.mkdir(parents=True, exist_ok=True)
        seen.touch()
    return code


def _link(asked: argparse.Namespace) -> cluster_link.Link | None:
    try:
        return cluster_link.link_of(asked)
    except cluster_link.BadCluster as problem:
        raise BadUsage(str(problem)) from problem


@contextmanager
def _computing(link: cluster_link.Link | None, load: Callable[[], Computing], *, quiet: bool) -> Iterator[Computing]:
    """What computes: this machine, or the cluster that was asked for; BadUsage when it will not do."""
    try:
        computing = load()
        if link is None or computing.likeness is None:
            yield computing
            return
        with cluster(link, computing.likeness(), say=partial(print, file=sys.stderr)) as workers:
            if not quiet:
                print(f"Cluster {link.address} : {_counted(workers.workers(), 'ouvrier', 'ouvriers')}.", file=sys.stderr)
            yield replace(computing, run=workers.run_chunks, place=link.address)
    except cluster_link.BadCluster as problem:
        raise BadUsage(str(problem)) from problem


def _write_template(path: Path) -> int:
    kind = path.suffix.lower()
    if kind not in _TEMPLATES:
        raise BadUsage("le modèle est un classeur ou du Parquet : donnez un nom en .xlsx ou .parquet")
    if kind == ".parquet" and not parquet.available():
        raise BadUsage(parquet.MISSING)
    if path.exists():
        raise BadUsage(f"{path} existe déjà ; donnez un autre nom")
    try:
        _TEMPLATES[kind](path)
    except OSError as problem:
        raise BadUsage(f"{path} ne peut pas être écrit : {system_words(problem)}") from problem
    print(f"Modèle écrit : {path}")
    return 0


def loader(cache: Path, local_rights: Path) -> Callable[[], Computing]:
    """What loads the engine before the workers are forked; the months follow (``Computing.prepare``)."""

    def load() -> Computing:
        engine = loaded(cache)
        likeness = partial(likeness_here, rules=engine.version, local_rights=local_rights)
        function = partial(screen_chunk, cache=cache, local_rights=local_rights)
        return Computing(engine.version, function, engine.prepare, rules_digest(local_rights), likeness)

    return load
