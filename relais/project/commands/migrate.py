"""``relais migrate``: the database, the translations and (in service) the static files, ready for this version."""

import argparse

from relais.project.django_start import start_django


def arguments(parser: argparse.ArgumentParser) -> None:
    """No option."""


def prepare() -> None:
    """Everything this version needs before it serves; may be run again at will."""
    start_django()
    from django.conf import settings
    from django.core.management import call_command

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    print("Base de données…", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    if settings.ENVIRONMENT == "prod":
        print("Fichiers statiques…", flush=True)
        call_command("collectstatic", verbosity=0, interactive=False)


def run(options: argparse.Namespace) -> int:
    """Prepare, and say so."""
    prepare()
    print("Relais est à jour.")
    return 0
