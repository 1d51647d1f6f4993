"""How the aids of a person go when two persons become one: all of them, with their decisions and schedules."""

from django.utils.translation import gettext_lazy as _

from relais.people.merging import Rule

RULES = (Rule("aids.AidRequest", "file", told=_("demandes d’aide")),)
