"""What happened to the files that the actor leads, for the page of the day: accesses taken for a time, presences at the duty desk."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from relais.accounts.models import Role
from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import BreakGlass, Presence
from relais.people.queries.hand import ids_led
from relais.people.reading import Hand
from relais.people.rules import Level

#: how long a change stays on the page of the day.
SEEN_FOR = timedelta(days=7)


def exceptional_accesses_in_files_led(actor: Actor, *, now: datetime, held: Hand | None = None) -> QuerySet[BreakGlass]:
    """Who opened exceptionally a file that the actor leads, these last days, the newest first."""
    led = ids_led(actor, now=now, held=held)
    found = BreakGlass.objects.filter(file_id__in=led, starts_at__gt=now - SEEN_FOR)
    return found.select_related("file__person", "member").order_by("-starts_at", "pk")


def presences_in_files_led(actor: Actor, *, now: datetime, held: Hand | None = None) -> QuerySet[Presence]:
    """Who received, at the duty desk, the person of a file that the actor leads, these last days, the newest first."""
    led = ids_led(actor, now=now, held=held)
    found = Presence.objects.filter(file_id__in=led, starts_at__gt=now - SEEN_FOR)
    return found.select_related("file__person", "member").order_by("-starts_at", "pk")


def asked_for_me(actor: Actor, *, now: datetime, held: Hand | None = None) -> QuerySet[Presence]:
    """Who is there at this moment and asks for the actor at the duty desk: the first noted first. ``held``: as in ``policies.reaches``."""
    scope = policies.in_file(actor, Level.EXISTENCE, now=now, held=held)
    there = Presence.objects.filter(policies.current(now), scope, member_id=policies.identity(actor))
    return there.select_related("file__person", "recorded_by").order_by("starts_at", "pk")


def holds_files(actor: Actor) -> bool:
    """Whether some file may be named to this actor: the search is then for them."""
    return actor.has_role(Role.SOCIAL_WORKER, Role.HEAD, Role.RECEPTION)
