"""Who holds the counter: the reception of a service, its head, and its social workers; none of them sees more there than N0."""

from datetime import datetime

from django.db.models import Q

from relais.accounts.models import Role
from relais.casework.policies.agenda import works_in
from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.people import policies as people_policies
from relais.people.reading import Hand
from relais.people.rules import Level

HOLDS = (Role.RECEPTION, Role.HEAD, Role.SOCIAL_WORKER)


def counters(actor: Actor) -> frozenset[int | None]:
    """The services whose counter the actor holds, None standing for all of them; none for who is closed by nature."""
    return works_in(actor, *HOLDS)


def can_receive(actor: Actor, *, service_id: int) -> Decision:
    """Whoever works at this service's counter."""
    held = counters(actor)
    if None in held or service_id in held:
        return ALLOWED
    return refused("L’accueil de ce service n’est pas le vôtre.")


def visits(actor: Actor) -> Q:
    """The visits of the counters that the actor holds: their number and their wait."""
    held = counters(actor)
    if not held:
        return Q(pk__in=())
    here = Q() if None in held else Q(service_id__in=[service for service in held if service is not None])
    return Q(organisation_id=actor.organisation_id) & here


def told(actor: Actor, *, now: datetime, held: Hand | None = None) -> Q:
    """Of these visits, those whose person the actor may name: she has a file of which they read the reception level."""
    return people_policies.in_file(actor, Level.RECEPTION, now=now, held=held)
