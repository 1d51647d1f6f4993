"""Django's handle on the room ``screening``."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Room ``screening``."""

    name = "relais.screening"
