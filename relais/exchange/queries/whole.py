"""Reads of the taking away of an organisation: for its delegate and its heads."""

from django.db.models import QuerySet

from relais.exchange import policies
from relais.exchange.archive import shelf
from relais.exchange.models import WholeExport, WholeState, WholeWhy
from relais.foundation.access import Actor

#: why an organisation is taken away, and its words.
WHYS = WholeWhy.choices


def takes_whole(actor: Actor) -> bool:
    """Whether the actor takes part in it; no query."""
    return policies.takes_whole(actor)


def whole_exports(actor: Actor) -> QuerySet[WholeExport]:
    """Those of the organisation, newest first; none for whoever takes no part."""
    found = WholeExport.objects.within(actor).select_related("asked_by", "decided_by").order_by("-asked_at", "pk")
    return found if policies.takes_whole(actor) else found.none()


def written(export: WholeExport) -> tuple[int, int]:
    """Tables written of an archive under way, and how many there are."""
    return shelf.progress(export.pk) if export.state == WholeState.MAKING else (0, 1)
