"""Who brings and takes away tables: a social worker their own list, the head of a service its whole."""

from relais.accounts.models import Role
from relais.exchange.models import Lot
from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.people.policies import CLOSED_BY_NATURE


def heads(actor: Actor, service_id: int) -> bool:
    """Whether the actor brings the list of the whole service."""
    return actor.has_role_in(service_id, Role.HEAD) and not actor.has_role(*CLOSED_BY_NATURE)


def can_bring(actor: Actor, *, service_id: int) -> Decision:
    """A social worker of the service, for the people they follow; its head, for all."""
    if actor.has_role_in(service_id, Role.SOCIAL_WORKER) or heads(actor, service_id):
        return ALLOWED
    return refused("Un tableau est repris par qui suit ces personnes, ou par la ou le responsable du service.")


def is_author(actor: Actor, lot: Lot) -> bool:
    """A lot is read, applied and undone by who brought it, and by nobody else."""
    return actor.user_id is not None and lot.author_id == actor.user_id
