"""The situations kept in a file: when, by whom; their contents are opened by a service, that journals it."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import File, KeptSituation
from relais.people.rules import Level


def situations(actor: Actor, file_id: UUID, *, now: datetime) -> QuerySet[KeptSituation]:
    """Those kept in this file, the newest first, for whoever reads its administrative part; none otherwise."""
    reached = File.objects.within(actor).filter(policies.reaches(actor, Level.ADMINISTRATIVE, now=now), pk=file_id)
    return KeptSituation.objects.within(actor).filter(file__in=reached).select_related("kept_by").order_by("-kept_at", "pk")


def last_situation(actor: Actor, file_id: UUID, *, now: datetime) -> KeptSituation | None:
    """The last one kept; None when there is none, or out of the actor's scope. ``services.read_situation`` opens it."""
    return situations(actor, file_id, now=now).first()
