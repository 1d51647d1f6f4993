"""Django's handle on the room ``casework``."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Room ``casework``."""

    name = "relais.casework"
