"""Django's handle on the room ``reception``."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """Room ``reception``."""

    name = "relais.reception"
