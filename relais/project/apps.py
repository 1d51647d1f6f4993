"""Django's handle on the project: joins the rooms once all of them are loaded."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The wiring of the rooms, and the checks of an instance."""

    name = "relais.project"

    def ready(self) -> None:
        """Join events, recurring acts and checks."""
        from relais.project import checks, wiring

        wiring.join()
        checks.declare()
