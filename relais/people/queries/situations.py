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
    kept = KeptSituation.objects.within(actor).filter(policies.in_file(actor, Level.ADMINISTRATIVE, now=now), file_id=file_id)
    return kept.select_related("kept_by").order_by("-kept_at", "pk")


def last_situation(actor: Actor, found: File, *, now: datetime) -> KeptSituation | None:
    """When and by whom the last one was kept, and what it was answered; None when there is none, or out of scope.

    ``services.read_situation`` opens the situation itself, ``services.opened_answers`` the answers.
    """
    kept = KeptSituation.objects.within(actor).filter(policies.in_file(actor, Level.ADMINISTRATIVE, now=now, found=found))
    told = ("kept_at", "file_id", "organisation_id", "kept_by__display_name")
    answered = ("answers__month", "answers__document", "answers__computed_at", "answers__organisation_id")
    return kept.select_related("kept_by", "answers").only(*told, *answered).order_by("-kept_at", "pk").first()
