"""Her visits and calls for her mail are contacts that come from her: a file that lives by them is not forgotten."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from relais.domiciliation.models import Sign


def last_signs(files: Collection[UUID]) -> Iterable[tuple[UUID, datetime]]:
    """The last visit or call in each of these files; one query."""
    rows = Sign.objects.filter(domiciliation__file_id__in=files).order_by()
    return rows.values_list("domiciliation__file_id").annotate(at=Max("recorded_at"))
