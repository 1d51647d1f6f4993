"""Django's handle on the room ``people``."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Room ``people``."""

    name = "relais.people"
