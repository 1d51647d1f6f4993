"""Starts Django for the verbs that need it."""

import os

from relais.project import env


def start_django() -> None:
    """Load the settings of this environment and every room; may be called twice."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", env.settings_module())
    import django

    django.setup()
