"""How the requests of a person on her data go when two persons become one: their clocks run on."""

from django.utils.translation import gettext_lazy as _

from relais.people.merging import Rule

RULES = (Rule("administration.RightsRequest", "file", told=_("demandes de la personne sur ses données")),)
