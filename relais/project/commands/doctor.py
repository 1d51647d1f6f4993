"""``relais doctor``: what this machine lacks, how to add it, and what works without."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from relais.kernel.findings import Finding
from relais.project import env, keys, locked

PDF_PACKAGES = "apt install libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core"
_LEAST_DISK = 500 << 20


def look_at_python() -> Finding:
    """The version that the locks are made for."""
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(f"Python {version}", sys.version_info >= (3, 11), remedy="Installez Python 3.11 ou plus.")


def look_at_disk() -> Finding:
    """Room for the database and one backup."""
    data_dir = env.data_dir()
    place = data_dir if data_dir.exists() else data_dir.parent
    free = shutil.disk_usage(place if place.exists() else Path("/")).free
    return Finding(f"place libre dans {data_dir} : {free >> 20} Mo", free > _LEAST_DISK, remedy="Libérez de la place : 500 Mo au moins.")


def look_at_keys() -> Finding:
    """Keys that nobody else can read."""
    directory = env.data_dir() / "keys"
    exposed = keys.readable_by_others(directory)
    return Finding(f"clés dans {directory}, lisibles de ce compte seul", not exposed, remedy=f"chmod -R go= {directory}")


def look_at_vault() -> Finding:
    """Every data key opens with a master key of this instance; what its loss would mean is said before it happens."""
    from relais.project.commands import vault

    missing, houses = vault.lost_keys(), vault.sealed_houses()
    what = f"clé maîtresse du coffre (textes scellés de {houses} organisation{'s' if houses > 1 else ''})"
    remedy = "Remettez keys/master.key, ou réunissez les deux moitiés : relais vault join"
    return Finding(what, not missing, remedy=remedy)


def look_at_halves() -> Finding:
    """Two people hold the halves of today's master key."""
    from relais.project.commands import vault

    without = "La perte de keys/master.key est définitive : notes N2 et N3 et documents ne s’ouvriraient plus, sauvegardes comprises."
    what = "deux moitiés de la clé maîtresse, confiées à deux personnes"
    return Finding(what, vault.halves_made(), needed=False, remedy="relais vault split", without=without)


def look_at_local_rights() -> Finding:
    """The files of local rights, all usable or none offered."""
    from relais.law.rights.offer import local_problems

    folder = env.path("RELAIS_LOCAL_RIGHTS", env.data_dir() / "droits-locaux")
    problems = local_problems(folder)
    without = "Sans eux, les droits nationaux sont répondus."
    return Finding(f"droits locaux dans {folder}", not problems, needed=False, remedy="\n          ".join(problems), without=without)


def look_at_local_letters() -> Finding:
    """The files of local letters, all usable or none used."""
    from relais.law.letters.catalogue import local_problems

    folder = env.path("RELAIS_LOCAL_LETTERS", env.data_dir() / "courriers-locaux")
    problems = local_problems(folder)
    without = "Sans eux, les courriers nationaux sont proposés."
    return Finding(f"courriers locaux dans {folder}", not problems, needed=False, remedy="\n          ".join(problems), without=without)


def look_at_local_sheets() -> Finding:
    """The files of local sheets of procedures, all usable or none used."""
    from relais.law.sheets.catalogue import problems_of

    folder = env.path("RELAIS_LOCAL_SHEETS", env.data_dir() / "demarches-locales")
    problems = problems_of(folder)
    without = "Sans eux, les fiches nationales sont montrées."
    return Finding(
        f"fiches de démarche locales dans {folder}", not problems, needed=False, remedy="\n          ".join(problems), without=without
    )


def look_at_local_mail() -> Finding:
    """The files of local types of letters received, all usable or none used."""
    from relais.law.mail.catalogue import problems_of

    folder = env.path("RELAIS_LOCAL_MAIL", env.data_dir() / "courriers-recus-locaux")
    problems = problems_of(folder)
    without = "Sans eux, les types nationaux de courriers reçus sont montrés."
    return Finding(
        f"courriers reçus locaux dans {folder}", not problems, needed=False, remedy="\n          ".join(problems), without=without
    )


def look_at_local_words() -> Finding:
    """The files of the words that judge: each line says what to write instead."""
    from relais.casework.lexicon import problems as problems_of

    folder = env.path("RELAIS_LOCAL_WORDS", env.data_dir() / "mots-locaux")
    problems = problems_of(folder)
    without = "Sans ces lignes, l’aide à l’écriture connaît les autres mots."
    return Finding(f"mots qui jugent dans {folder}", not problems, needed=False, remedy="\n          ".join(problems), without=without)


def look_at_writing() -> Finding:
    """The data folder accepts files from this account."""
    data_dir = env.data_dir()
    return Finding(f"écriture dans {data_dir}", os.access(data_dir, os.W_OK), remedy=f"chown -R relais {data_dir}")


def look_at_packages() -> Finding:
    """Everything that the lock asks for, the engine of rights (OpenFisca) included: a wheel brings none of it by itself."""
    absent = locked.quarrels(locked.lock_file())
    told = f" : {', '.join(absent[:4])}{f' et {len(absent) - 4} autres' if len(absent) > 4 else ''}" if absent else ""
    return Finding(f"moteur de droits et dépendances du verrou{told}", not absent, remedy="relais engine install")


def look_at_extras() -> list[Finding]:
    """What may be added, each with its own lock; nothing else needs it."""
    found = []
    for name, gives in locked.EXTRAS.items():
        absent = locked.quarrels(locked.lock_file(name))
        told = f" : {', '.join(absent[:4])}" if absent else ""
        remedy, without = f"relais engine install --extra {name}", "Facultatif : tout le reste marche sans."
        found.append(Finding(f"complément {name} ({gives}){told}", not absent, needed=False, remedy=remedy, without=without))
    return found


def look_at_engine_cache() -> Finding:
    """The cache of parameters makes the first answer quick; the engine makes it again when missing."""
    cache = env.data_dir() / "engine"
    present = cache.is_dir() and any(cache.iterdir())
    return Finding(
        "cache du moteur",
        present,
        needed=False,
        remedy="relais engine warm",
        without="Sans lui, la première réponse attend un peu.",
    )


def look_at_pdf() -> Finding:
    """One small PDF in a child process: a missing font is a crash that nothing can catch."""
    from relais.foundation import pdf

    page = '<html lang="fr"><head><title>Essai</title></head><body><p>Essai é€</p></body></html>'
    try:
        pdf.render(page)
    except pdf.UnableToRender:
        without = "Sans elles, les feuilles s’impriment depuis le navigateur."
        return Finding("feuilles en PDF (Pango et une police)", good=False, needed=False, remedy=PDF_PACKAGES, without=without)
    return Finding("feuilles en PDF (Pango et une police)", good=True)


def look_at_database() -> Finding:
    """The database answers, and all changes of this version are applied."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as problem:
        return Finding(f"base de données ({type(problem).__name__})", good=False, remedy="Vérifiez RELAIS_DATABASE, puis : relais migrate")
    label = f"base de données ({connection.vendor})"
    return Finding(label, not waiting, remedy=f"relais upgrade : {len(waiting)} changements attendent")


def look_at_static() -> Finding:
    """In service, the static files are gathered once by version."""
    from django.conf import settings

    gathered = settings.ENVIRONMENT != "prod" or (settings.STATIC_ROOT / "staticfiles.json").exists()
    return Finding("fichiers statiques", gathered, remedy="relais migrate")


def look_at_checks() -> list[Finding]:
    """What Django and ``project/checks.py`` say of the settings."""
    from django.core.checks import ERROR, WARNING, run_checks

    serious = [message for message in run_checks() if message.level >= WARNING and not message.is_silenced()]
    return [Finding(str(message.msg), good=False, needed=message.level >= ERROR, remedy=message.hint or "") for message in serious]


BEFORE: tuple[Callable[[], Finding], ...] = (look_at_python, look_at_disk, look_at_packages, look_at_engine_cache)
AFTER: tuple[Callable[[], Finding], ...] = (
    look_at_writing,
    look_at_keys,
    look_at_database,
    look_at_vault,
    look_at_halves,
    look_at_static,
    look_at_local_rights,
    look_at_local_letters,
    look_at_local_sheets,
    look_at_local_mail,
    look_at_local_words,
    look_at_pdf,
)

#: what the page of the instance shows: it waits for no child process, and for nothing that a page in use has already needed.
SHOWN = (look_at_python, look_at_disk, *(look for look in AFTER if look not in {look_at_pdf, look_at_static}))


def which_settings() -> str:
    """Which settings are judged: a demonstration judged with those of a service lacks what it never needs."""
    told = f"Réglages {'de service' if env.environment() == 'prod' else 'de démonstration'} (RELAIS_ENV={env.environment()})."
    if env.environment() == "prod" and not env.text("RELAIS_ENV") and (env.data_dir() / "demo.json").exists():
        told += " Pour juger la démonstration de « make run » : RELAIS_ENV=dev relais doctor, ou make doctor."
    return told


def arguments(parser: argparse.ArgumentParser) -> None:
    """No option."""


def run(options: argparse.Namespace) -> int:
    """Print every finding; 1 when something needed is missing."""
    from relais.project.django_start import start_django

    print(which_settings())
    findings = [look() for look in BEFORE] + look_at_extras()
    try:
        start_django()
    except ModuleNotFoundError:
        return _tell(findings)  # what is missing was found above
    return _tell(findings + [look() for look in AFTER] + look_at_checks())


def _tell(findings: list[Finding]) -> int:
    for finding in findings:
        print(finding.line())
    wrong = sum(not finding.good and finding.needed for finding in findings)
    more = "s" if wrong > 1 else ""
    print(f"Il manque {wrong} chose{more} nécessaire{more}." if wrong else "Tout ce qu’il faut est là.")
    return 1 if wrong else 0
