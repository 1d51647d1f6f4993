"""Who may see and do what with registers, retention and the requests of people.

The delegate (DPO) sees identifiers, dates and the signals of the journal, never a person's name nor a content; the référent prepares,
another bound member releases.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from relais.accounts.models import Member, Role, RoleGrant
from relais.accounts.rules import CLOSED_ROLES
from relais.administration.models import RightsRequest, Signal
from relais.administration.rules.readings import may_settle
from relais.foundation.access import Actor
from relais.kernel.decisions import ALLOWED, Decision, refused
from relais.people import policies
from relais.people.models import Bar, File

#: whose work is to read contents; roles closed by nature read none, by this path no more than by another.
_READERS = (Role.SOCIAL_WORKER, Role.HEAD)


def is_delegate(actor: Actor) -> bool:
    """The delegate of the organisation."""
    return actor.user_id is not None and actor.has_role(Role.DPO)


def can_keep_policy(actor: Actor) -> Decision:
    """The delegate alone."""
    if is_delegate(actor):
        return ALLOWED
    return refused("Ces réglages sont tenus par la ou le délégué à la protection des données.")


def can_settle(actor: Actor, signal: Signal) -> Decision:
    """The delegate, for what is about another account than their own."""
    if not is_delegate(actor):
        return refused("Les signaux du journal sont regardés par la ou le délégué à la protection des données.")
    if not may_settle(about=signal.member_id, by=actor.user_id):
        return refused("Ce signal concerne votre compte : une autre personne déléguée doit le regarder.")
    return ALLOWED


def can_prepare(actor: Actor, file: File, *, now: datetime) -> Decision:
    """The référent, bound by secrecy: the copy holds the whole file."""
    if actor.is_bound_by_secrecy and policies.leads_file(actor, file, now=now):
        return ALLOWED
    return refused("La copie du dossier est préparée par sa référente ou son référent, tenu au secret.")


def can_read_again(actor: Actor, request: RightsRequest) -> Decision:
    """The second reader named in the request, while it waits; never who prepared it."""
    if actor.user_id is not None and actor.user_id == request.reader_id and actor.user_id != request.prepared_by_id:
        return ALLOWED if to_read_again(actor) else refused("La seconde lecture demande d’être tenu au secret.")
    return refused("Cette copie attend une autre lectrice ou un autre lecteur.")


def to_read_again(actor: Actor) -> bool:
    """Whether this actor may read copies again: bound by secrecy, and accompanying people or heading those who do."""
    return actor.is_bound_by_secrecy and actor.has_role(*_READERS) and not actor.has_role(*CLOSED_ROLES)


def unbarred(actor: Actor) -> Q:
    """The requests of the persons who do not keep this actor out, whoever was named before she said so."""
    bars = Bar.objects.filter(member_id=policies.identity(actor), person_id=OuterRef("file__person_id"), lifted_at=None)
    return ~Q(Exists(bars))


def second_readers(file: File) -> QuerySet[Member]:
    """The members who may read a copy of this file again, its preparer included; none whom the person keeps out."""
    grants = RoleGrant.objects.in_force(timezone.localdate()).filter(member_id=OuterRef("pk"))
    barred = file.person.bars.filter(lifted_at=None).values("member_id")
    found = Member.objects.filter(Exists(grants.filter(role__in=_READERS)), organisation_id=file.organisation_id, is_active=True)
    return found.exclude(secrecy_basis="aucun").exclude(Exists(grants.filter(role__in=CLOSED_ROLES))).exclude(pk__in=barred)
