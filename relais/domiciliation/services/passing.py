"""Domiciliations that end, told to whoever takes a file over: they are the service's, and follow the file."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from relais.domiciliation.models import Domiciliation
from relais.domiciliation.terms import State
from relais.people.due import Kind


def _under_way(_now: datetime) -> QuerySet[Any]:
    return Domiciliation.objects.filter(state=State.ACTIVE, file__closed_at=None)


DOMICILIATIONS = Kind(
    "domiciliation",
    _("Domiciliation à renouveler"),
    ("domiciliation.Domiciliation",),
    _under_way,
    "ends_on",
    words=lambda row: f"n°\u00a0{row.number}",
)
