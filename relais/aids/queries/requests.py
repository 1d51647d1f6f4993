"""Requests of a file, and boards across one's own files: what to complete, what is ready, what is late. Never the files of another."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from relais.aids import policies
from relais.aids.models import AidDecision, AidInstalment, AidPayment, AidRequest
from relais.aids.terms import State
from relais.casework.queries import documents
from relais.foundation.access import Actor
from relais.people import policies as files
from relais.people import queries as people
from relais.people import seldom
from relais.people.models import File
from relais.people.rules import Level

#: asked with the file (``people.seldom``).
SELDOM: Mapping[str, seldom.Rows] = {"aids": seldom.Rows(AidRequest)}
#: states in which somebody still has something to do.
UNDER_WAY = (State.PREPARED, State.READY, State.URGENT, State.ENROLLED, State.POSTPONED)


def _in_file(actor: Actor, found: File, *, now: datetime) -> QuerySet[AidRequest]:
    scope = files.in_file(actor, Level.ADMINISTRATIVE, now=now, found=found)
    return AidRequest.objects.within(actor).filter(scope, file=found).select_related("kind", "instructed_by")


def in_file(actor: Actor, found: File, *, now: datetime) -> list[AidRequest]:
    """The requests of a file, the newest first."""
    return list(_in_file(actor, found, now=now).order_by("-opened_at", "pk"))


def one(actor: Actor, found: File, aid_id: UUID, *, now: datetime) -> AidRequest | None:
    """One request with its decisions, payments, proofs and schedule; None out of scope."""
    payments = Prefetch("payments", AidPayment.objects.within(actor).order_by("engaged_on", "pk"))
    decisions = AidDecision.objects.within(actor).select_related("recorded_by", "corrects", "item__session").prefetch_related(payments)
    told = Prefetch("decisions", decisions.order_by("recorded_at", "pk"))
    months = Prefetch("instalments", AidInstalment.objects.within(actor).order_by("rank"))
    return (
        _in_file(actor, found, now=now)
        .filter(pk=aid_id)
        .select_related("kind", "instructed_by", "evaluation")
        .prefetch_related(told)
        .prefetch_related(months)
        .prefetch_related("proofs")
        .first()
    )


def documents_of(actor: Actor, found: File, *, now: datetime) -> Sequence[documents.Shown]:
    """The documents of the file that the actor reads, which may prove something."""
    return documents.kept(actor, found, now=now)


def decision_standing(request: AidRequest) -> AidDecision | None:
    """The last decision of a request, that no other took the place of; in the order of what was recorded, however it was read."""
    rows = sorted(request.decisions.all(), key=lambda row: (row.recorded_at, row.pk))
    replaced = {row.corrects_id for row in rows}
    return next((row for row in reversed(rows) if row.pk not in replaced), None)


def mine(actor: Actor, *, now: datetime, held: people.Hand | None = None) -> QuerySet[AidRequest]:
    """The requests under way of the files that the actor leads or keeps for somebody away, the oldest first. One query.

    ``held``: these files, when the page has read them already; here and below.
    """
    found = AidRequest.objects.within(actor).filter(file_id__in=people.ids_in_hand(actor, now=now, held=held), state__in=UNDER_WAY)
    return found.select_related("kind", "file__person").order_by("opened_at", "pk")


def to_tell(actor: Actor, *, now: datetime, held: people.Hand | None = None) -> QuerySet[AidDecision]:
    """The decisions that the persons of these files do not know of yet: of each request the last one, while it stands."""
    files = people.ids_in_hand(actor, now=now, held=held)
    after = Q(recorded_at__gt=OuterRef("recorded_at")) | Q(recorded_at=OuterRef("recorded_at"), pk__gt=OuterRef("pk"))
    later = AidDecision.objects.within(actor).filter(after, request=OuterRef("request"))
    found = AidDecision.objects.within(actor).filter(~Exists(later), request__file_id__in=files, told_on=None)
    stands = found.filter(request__state__in=(State.DECIDED, State.POSTPONED))
    return stands.select_related("request__kind", "request__file__person").order_by("decided_on", "pk")


def late(actor: Actor, *, on: date, now: datetime, held: people.Hand | None = None) -> QuerySet[AidInstalment]:
    """The instalments of these files that are due and not settled, the oldest first."""
    found = AidInstalment.objects.within(actor).filter(request__file_id__in=people.ids_in_hand(actor, now=now, held=held), due_on__lt=on)
    return found.filter(paid_on=None, remitted_on=None).select_related("request__file__person").order_by("due_on", "pk")


def urgent(actor: Actor) -> QuerySet[AidRequest]:
    """The requests that wait for the head's decision, in the services that the actor heads: without a name."""
    found = AidRequest.objects.within(actor).filter(policies.of_services_headed(actor), state=State.URGENT)
    return found.select_related("kind").order_by("opened_at", "pk") if policies.heads(actor) else found.none()


def urgent_one(actor: Actor, aid_id: UUID) -> AidRequest | None:
    """One of them; None out of scope."""
    return urgent(actor).filter(pk=aid_id).first()
