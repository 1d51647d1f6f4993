"""Django's handle on the room ``foundation``."""

from importlib import import_module

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Room ``foundation``."""

    name = "relais.foundation"

    def import_models(self) -> None:
        """Its tables, the drafts (a table that stands on the vault, which itself stands on the tables), and the forms sent."""
        super().import_models()
        import_module("relais.foundation.drafts")
        import_module("relais.foundation.once")
