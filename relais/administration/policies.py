"""Who may see and do what with registers, retention and the requests of people.

The delegate (DPO) sees identifiers and dates, never a name nor a content; the référent prepares, another bound member releases.
"""

from datetime import datetime

from relais.accounts.models import Member, Role
from relais.administration.models import RightsRequest
from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.people import policies
from relais.people.models import File


def is_delegate(actor: Actor) -> bool:
    """The delegate of the organisation."""
    return actor.user_id is not None and actor.has_role(Role.DPO)


def can_keep_policy(actor: Actor) -> Decision:
    """The delegate alone."""
    if is_delegate(actor):
        return ALLOWED
    return refused("Ces réglages sont tenus par la ou le délégué à la protection des données.")


def can_prepare(actor: Actor, file: File, *, now: datetime) -> Decision:
    """The référent, bound by secrecy: the copy holds the whole file."""
    if actor.is_bound_by_secrecy and policies.leads_file(actor, file, now=now):
        return ALLOWED
    return refused("La copie du dossier est préparée par sa référente ou son référent, tenu au secret.")


def can_read_again(actor: Actor, request: RightsRequest) -> Decision:
    """The second reader named in the request, while it waits; never who prepared it."""
    if actor.user_id is not None and actor.user_id == request.reader_id and actor.user_id != request.prepared_by_id:
        return ALLOWED if actor.is_bound_by_secrecy else refused("La seconde lecture demande d’être tenu au secret.")
    return refused("Cette copie attend une autre lectrice ou un autre lecteur.")


def may_read_again(member: Member) -> bool:
    """Whether a member may be named as second reader."""
    return member.is_active and member.secrecy_basis != "aucun"
