"""What the actor may read of a person beyond the file itself."""

from datetime import datetime

from django.db.models import QuerySet

from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import File, FormerName


def address(actor: Actor, found: File, *, now: datetime) -> str:
    """The address that this actor may read: the person's, or nothing when it is protected; the address to write to always."""
    return found.person.address if policies.can_read_address(actor, found, now=now) else ""


def reads_address(actor: Actor, found: File, *, now: datetime) -> bool:
    """Whether the person's own address is for this actor."""
    return policies.can_read_address(actor, found, now=now)


def former_names(found: File) -> QuerySet[FormerName]:
    """The names that the person of a file bore, the last one first; for whoever reads who she is."""
    return found.person.former_names.order_by("-until_on", "-recorded_at", "pk")


def writes_to(actor: Actor, found: File, *, now: datetime) -> str:
    """Where a letter to the person goes: the address that she chose for it, before hers, which is never told when it is protected; "" for
    none."""
    person = found.person
    return person.correspondence_address or ("" if person.address_protected else address(actor, found, now=now))
