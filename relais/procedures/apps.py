"""Django's handle on the room ``procedures``."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """Room ``procedures``."""

    name = "relais.procedures"
