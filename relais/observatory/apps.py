"""Django's handle on the room ``observatory``."""

from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    """Room ``observatory``."""

    name = "relais.observatory"
