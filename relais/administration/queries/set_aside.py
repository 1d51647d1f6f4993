"""The files that no calculation over several files may read: their person asked for a limitation, or objected, and was heard."""

from typing import Any

from django.db.models import QuerySet

from relais.administration.models import RightsRequest
from relais.administration.terms import Answer, Asked


def set_aside() -> QuerySet[RightsRequest, Any]:
    """These files, by identifier, as a condition on rows of other tables."""
    asked = RightsRequest.objects.filter(kind__in=(Asked.LIMITATION, Asked.OPPOSITION), lifted_at=None)
    return asked.exclude(answer__in=("", Answer.REFUSED)).order_by().values("file_id")
