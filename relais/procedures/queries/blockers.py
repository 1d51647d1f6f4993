"""Reads of what blocks démarches: of one démarche, mine of the day, since when a line is blocked."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from relais.foundation.access import Actor
from relais.people import policies
from relais.people import queries as people
from relais.people.models import File
from relais.people.rules import Level
from relais.procedures.models import Blocker, Procedure


def since(actor: Actor) -> Subquery:
    """For a démarche in a list: the day of its oldest blocker under way, none when nothing blocks it."""
    under_way = Blocker.objects.within(actor).filter(procedure=OuterRef("pk"), ended_on=None)
    return Subquery(under_way.order_by("seen_on").values("seen_on")[:1])


def of_procedure(actor: Actor, found: File, procedure_id: UUID, *, now: datetime) -> QuerySet[Blocker]:
    """The blockers of one démarche of a file: those under way first, the newest first; none out of scope."""
    scope = policies.in_file(actor, Level.ADMINISTRATIVE, now=now, found=found)
    one = Procedure.objects.within(actor).filter(scope, file=found, pk=procedure_id).order_by().values("pk")
    told = Blocker.objects.within(actor).filter(procedure__in=one).select_related("author", "ended_by")
    return told.order_by(F("ended_on").desc(nulls_first=True), "-seen_on", "pk")


def mine(actor: Actor, *, now: datetime, held: people.Hand | None = None) -> QuerySet[Blocker]:
    """What blocks in the files in hand, the oldest first."""
    files = people.ids_in_hand(actor, now=now, held=held)
    under_way = Blocker.objects.within(actor).filter(ended_on=None, procedure__file_id__in=files)
    return under_way.select_related("procedure__file__person").order_by("seen_on", "pk")
