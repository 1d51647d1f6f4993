"""Django's handle on the room ``domiciliation``."""

from django.apps import AppConfig


class DomiciliationConfig(AppConfig):
    """Room ``domiciliation``."""

    name = "relais.domiciliation"
