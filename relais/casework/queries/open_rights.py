"""Reads of the rights open to people, by the day they end."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet

from relais.casework.models import OpenRight
from relais.foundation.access import Actor
from relais.people import policies
from relais.people import queries as people
from relais.people.rules import Level


def open_rights(actor: Actor, file_id: UUID, *, now: datetime) -> QuerySet[OpenRight]:
    """The rights open in one file, the first to end first, those without a known end last; none out of scope."""
    files = people.files(actor, now=now, level=Level.ADMINISTRATIVE).filter(pk=file_id).order_by().values("pk")
    return OpenRight.objects.filter(file_id__in=files, closed_on=None).order_by(F("ends_on").asc(nulls_last=True), "name", "pk")


def ending(actor: Actor, *, until: date, now: datetime) -> QuerySet[OpenRight]:
    """The rights of the files that the actor leads, that end by ``until``, those already over included; with file and person."""
    files = people.files_led(actor, now=now).filter(policies.reaches(actor, Level.ADMINISTRATIVE, now=now)).order_by().values("pk")
    found = OpenRight.objects.filter(file_id__in=files, closed_on=None, ends_on__lte=until)
    return found.select_related("file__person").order_by("ends_on", "name", "pk")
