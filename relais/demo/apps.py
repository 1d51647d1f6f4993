"""Django's handle on the room ``demo``."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Room ``demo``."""

    name = "relais.demo"
