"""Django's handle on the room ``mandates``."""

from django.apps import AppConfig


class MandatesConfig(AppConfig):
    """Room ``mandates``."""

    name = "relais.mandates"
