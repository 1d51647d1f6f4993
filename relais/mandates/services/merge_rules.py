"""How the mandates of a person go when two persons become one: all of them, as they were signed."""

from django.utils.translation import gettext_lazy as _

from relais.people.merging import Rule

RULES = (Rule("mandates.Mandate", "file", told=_("mandats")),)
