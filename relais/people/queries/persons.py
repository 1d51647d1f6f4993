"""What the actor may read of a person beyond the file itself."""

from datetime import datetime

from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import File


def address(actor: Actor, found: File, *, now: datetime) -> str:
    """The address that this actor may read: the person's, or nothing when it is protected; the address to write to always."""
    return found.person.address if policies.can_read_address(actor, found, now=now) else ""


def reads_address(actor: Actor, found: File, *, now: datetime) -> bool:
    """Whether the person's own address is for this actor."""
    return policies.can_read_address(actor, found, now=now)
