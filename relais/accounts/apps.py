"""Django's handle on the room ``accounts``."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Room ``accounts``."""

    name = "relais.accounts"
