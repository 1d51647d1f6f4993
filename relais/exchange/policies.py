"""Who brings and takes away tables: a social worker their own list, the head of a service its whole."""

from relais.accounts.models import Role
from relais.exchange.models import Lot, WholeExport
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


def takes_whole(actor: Actor) -> bool:
    """Whether the actor takes part in taking the organisation away: its delegate, and those who head a service or the whole.

    Whoever keeps the machine never does, even with another role: they could take the archive from it.
    """
    return actor.user_id is not None and actor.has_role(Role.DPO, Role.HEAD) and not actor.has_role(Role.TECHNICIAN)


def answers_for_the_whole(actor: Actor) -> bool:
    """The delegate, or who heads the whole organisation: one of the two at least."""
    return takes_whole(actor) and (actor.has_role(Role.DPO) or actor.has_role_in(None, Role.HEAD))


def can_agree(actor: Actor, export: WholeExport, *, asker_answers: bool) -> Decision:
    """A second person, never who asked; one of the two answers for the whole organisation, not for a service alone."""
    if export.asked_by_id == actor.user_id:
        return refused("Une autre personne doit accorder votre demande.")
    if not asker_answers and not answers_for_the_whole(actor):
        return refused("L’une des deux personnes doit répondre de toute l’organisation : la ou le délégué, ou sa ou son responsable.")
    return ALLOWED
