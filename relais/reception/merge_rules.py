"""How the visits of the counter go when two persons become one."""

from django.utils.translation import gettext_lazy as _

from relais.people.merging import Rule

RULES = (Rule("reception.Visit", "file", told=_("visites à l’accueil")),)
