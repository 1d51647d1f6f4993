"""Django's handle on the room ``reporting``."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Room ``reporting``."""

    name = "relais.reporting"
