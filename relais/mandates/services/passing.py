"""Mandates about to end, told to whoever takes a file over: they are the organisation's, and follow the file."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.mandates.models import Mandate
from relais.mandates.queries import near_end, still_given
from relais.people.due import Kind


def _ending(now: datetime) -> QuerySet[Any]:
    return Mandate.objects.filter(near_end(on=timezone.localdate(now)), still_given(), file__closed_at=None)


MANDATES = Kind(
    "mandat", _("Mandat qui se termine"), ("mandates.Mandate",), _ending, "ends_on", words=lambda row: str(row.get_kind_display())
)
