"""Django's handle on the room ``exchange``."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Room ``exchange``."""

    name = "relais.exchange"
