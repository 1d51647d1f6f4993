"""Django's handle on the room ``aids``."""

from django.apps import AppConfig


class AidsConfig(AppConfig):
    """Room ``aids``."""

    name = "relais.aids"
