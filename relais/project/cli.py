"""The ``relais`` command: finds the verb, reads its options in French, and turns refusals into one line and an exit code.

Exit codes: 0 done, 1 refused or failed, 2 bad usage, 130 interrupted. A verb is a module of ``relais.project.commands`` (or
of the room that knows its business) with ``arguments(parser)`` and ``run(options) -> int``; it is imported only when asked for.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from relais import __version__
from relais.project.env import BadSettingError
from relais.project.terminal import BadUsage, CommandRefused, FrenchParser


class Verb(NamedTuple):
    """Where a verb lives, and the sentence of ``relais --help``."""

    module: str
    help: str


_HERE = "relais.project.commands"

#: every verb, in the order of the help. A room adds its own here: one line, module imported lazily.
VERBS: dict[str, Verb] = {
    "serve": Verb(f"{_HERE}.serve", "lancer Relais : pages, file d’attente et tâches périodiques (Ctrl-C arrête tout)"),
    "doctor": Verb(f"{_HERE}.doctor", "dire ce qui manque à cette machine, et comment l’ajouter"),
    "migrate": Verb(f"{_HERE}.migrate", "préparer la base, les traductions et les fichiers statiques"),
    "init": Verb(f"{_HERE}.init", "premier lancement : ouvrir l’organisation et ses deux premiers comptes d’administration, par lien"),
    "createadmin": Verb(f"{_HERE}.createadmin", "ouvrir une organisation et son premier compte d’administration technique"),
    "accounts": Verb(f"{_HERE}.accounts", "comptes : list, reset-factor, link, pour une administration technique qui a perdu l’accès"),
    "demo": Verb(f"{_HERE}.demo", "installer le territoire fictif et ses comptes de démonstration"),
    "engine": Verb(f"{_HERE}.engine", "moteur de droits et dépendances : install, build, verify, warm"),
    "screen": Verb(f"{_HERE}.screen", "repérer les droits possibles de chaque foyer d’un fichier (JSON, CSV, XLSX, Parquet)"),
    "law": Verb(f"{_HERE}.law", "délais du droit : clock, rules, changed"),
    "check-text": Verb(f"{_HERE}.check_text", "chercher mots de passe, codes et cartes dans des fichiers (texte, CSV, XLSX)"),
    "scan": Verb(f"{_HERE}.scan", "chercher mots de passe, codes et cartes dans toute la base"),
    "schema": Verb(f"{_HERE}.schema", "imprimer un schéma JSON : situation"),
    "backup": Verb(f"{_HERE}.backup", "sauvegarder la base et les droits locaux ; les clés restent à part"),
    "restore": Verb(f"{_HERE}.restore", "vérifier une sauvegarde (--check) ou la remettre en place"),
    "export-organisation": Verb(
        f"{_HERE}.export_organisation", "écrire toute une organisation (JSON et documents) dans une archive chiffrée"
    ),
    "import-organisation": Verb(f"{_HERE}.import_organisation", "reprendre une organisation exportée dans une instance qui ne l’a pas"),
    "upgrade": Verb(f"{_HERE}.upgrade", "mettre à niveau : sauvegarde d’abord, retour en arrière en cas d’échec"),
    "keys": Verb(f"{_HERE}.keys", "clés de l’instance : rotate"),
    "vault": Verb(f"{_HERE}.vault", "coffre des textes scellés : status, rewrap, rotate, split, join"),
    "journal": Verb(f"{_HERE}.journal", "journal : verify (lignes retirées, changées, déplacées), seal, watch (règles de la semaine)"),
    "mandate": Verb(f"{_HERE}.mandate", "mandats : verify (dire ceux qui tiennent, et ce qui a changé)"),
    "papers": Verb(f"{_HERE}.papers", "écrire la notice, le registre, l’AIPD et la note d’hébergement de chaque organisation"),
    "retention": Verb(f"{_HERE}.retention", "durées de conservation : dire (--dry-run), annoncer et éliminer ce qui est échu"),
    "rights": Verb(f"{_HERE}.rights", "droits probables des situations gardées : run"),
    "reports": Verb(f"{_HERE}.reports", "mois du bilan : close"),
    "renewals": Verb(f"{_HERE}.renewals", "ruptures de droits : run"),
    "feedback": Verb(f"{_HERE}.feedback", "signalements : list, ou answer NUMÉRO ÉTAT [RÉPONSE]"),
}
#: verbs that ``serve`` starts; not shown in the help.
INNER_VERBS: dict[str, Verb] = {
    "worker": Verb(f"{_HERE}.worker", "traiter la file d’attente"),
    "schedules": Verb(f"{_HERE}.schedules", "lancer les tâches périodiques quand elles sont dues"),
}


def overview() -> str:
    """The text of ``relais --help``."""
    width = max(map(len, VERBS))
    lines = [f"  {name:<{width}}  {verb.help}" for name, verb in VERBS.items()]
    return "\n".join(
        [
            "usage : relais VERBE [options]",
            "",
            *lines,
            "",
            "« relais VERBE --help » détaille un verbe ; « relais --version » dit la version.",
        ]
    )


def _dispatch(words: Sequence[str]) -> int:
    if not words:
        raise BadUsage("dites quoi faire ; « relais --help » donne la liste")
    name, *rest = words
    if name in ("-h", "--help", "help", "aide"):
        print(overview())
        return 0
    if name == "--version":
        print(f"relais {__version__}")
        return 0
    verb = VERBS.get(name) or INNER_VERBS.get(name)
    if verb is None:
        raise BadUsage(f"je ne connais pas « {name} » ; « relais --help » donne la liste")
    module = import_module(verb.module)
    parser = FrenchParser(prog=f"relais {name}", description=verb.help)
    module.arguments(parser)
    return int(module.run(parser.parse_args(rest)))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; exit codes 0 done, 1 refused or failed, 2 bad usage, 130 interrupted."""
    try:
        return _dispatch(sys.argv[1:] if argv is None else argv)
    except (BadUsage, BadSettingError) as problem:
        print(str(problem.args[0]) if isinstance(problem, BadSettingError) else f"relais : {problem}", file=sys.stderr)
        return 2
    except CommandRefused as problem:
        print(f"relais : {problem}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as problem:
        if (problem.name or "relais").split(".")[0] == "relais":
            raise
        print(f"relais : il manque {problem.name} ; lancez : relais engine install, puis relais doctor", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:
        # the reader of our output left (``relais … | head``): nothing to say, and nothing to flush at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
