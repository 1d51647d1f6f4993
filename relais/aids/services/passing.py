"""Requests under way, told to whoever takes a file over: they follow it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from relais.aids.models import AidRequest
from relais.aids.queries.requests import UNDER_WAY
from relais.people.due import Kind


def _under_way(_now: datetime) -> QuerySet[Any]:
    return AidRequest.objects.filter(state__in=UNDER_WAY, file__closed_at=None)


AIDS = Kind("aide", _("Demande d’aide en cours"), ("aids.AidRequest",), _under_way, "opened_at__date", words=lambda row: str(row.kind))
