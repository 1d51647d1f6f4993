"""Django's handle on the room ``shell``."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Room ``shell``."""

    name = "relais.shell"
