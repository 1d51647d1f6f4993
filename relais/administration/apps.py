"""Django's handle on the room ``administration``."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Room ``administration``."""

    name = "relais.administration"
