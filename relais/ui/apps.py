"""Django's handle on the room ``ui``."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Room ``ui``."""

    name = "relais.ui"
