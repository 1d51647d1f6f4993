"""How the démarches of a person go when two persons become one: all of them, with their acts and their clocks, which run on."""

from django.utils.translation import gettext_lazy as _

from relais.people.merging import Rule

RULES = (Rule("procedures.Procedure", "file", told=_("démarches")),)
