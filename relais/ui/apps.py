"""Django's handle on the room ``ui``."""

import logging

from django.apps import AppConfig

log = logging.getLogger(__name__)


class UiConfig(AppConfig):
    """Room ``ui``; compiles the translations when their source is newer, and counts as French does."""

    name = "relais.ui"

    def ready(self) -> None:
        """Twenty milliseconds when something changed, nothing otherwise. An installed package comes compiled and may be read-only."""
        from relais.ui.catalogues import compile_catalogues
        from relais.ui.plurals import count_in_french

        try:
            compile_catalogues()
        except OSError as problem:
            log.warning("the translations are older than their source and cannot be written: %s", problem)
        count_in_french()
