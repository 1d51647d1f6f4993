"""Django's handle on the room ``foundation``."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Room ``foundation``."""

    name = "relais.foundation"
