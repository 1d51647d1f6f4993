"""Reads of the rights open to people, by the day they end."""

from datetime import datetime

from django.db.models import F, QuerySet

from relais.casework.models import OpenRight
from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import File
from relais.people.rules import Level


def open_rights(actor: Actor, found: File, *, now: datetime) -> QuerySet[OpenRight]:
    """The rights open in one file, the first to end first, those without a known end last; none out of scope."""
    scope = policies.in_file(actor, Level.ADMINISTRATIVE, now=now, found=found)
    return OpenRight.objects.filter(scope, closed_on=None).order_by(F("ends_on").asc(nulls_last=True), "name", "pk")
