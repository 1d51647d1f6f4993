"""Services and teams of an organisation: opened, renamed, closed once empty; what they were stays for the past.

Both are places: a name said once among its neighbours, and an end. What differs is who the neighbours are, and what empty means.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.accounts import policies
from relais.accounts.models import Member, RoleGrant, Service, Team
from relais.accounts.services.ground import UnableToKeepAccounts, demand
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope

LONGEST_NAME = 120
Kept = Service | Team


def _found(actor: Actor, kind: type[Kept], place_id: int) -> Kept:
    """The open place, locked, that the actor may change."""
    found = kind.objects.within(actor).select_for_update().filter(pk=place_id, closed_at=None).first()
    if found is None:
        raise OutOfScope
    demand(policies.can_manage_members(actor, organisation_id=found.organisation_id))
    return found


def _named(text: str) -> str:
    if not (name := " ".join(text.split())):
        raise UnableToKeepAccounts(_("Donnez un nom."))
    return name[:LONGEST_NAME]


def _neighbours(place: Kept) -> "QuerySet[Service] | QuerySet[Team]":
    """The places among which this one has its name to itself."""
    if isinstance(place, Team):
        return Team.objects.filter(service_id=place.service_id)
    return Service.objects.filter(organisation_id=place.organisation_id)


def _name_taken(place: Kept) -> UnableToKeepAccounts:
    if isinstance(place, Team):
        return UnableToKeepAccounts(_("Une équipe de ce service porte déjà ce nom."))
    return UnableToKeepAccounts(_("Un service porte déjà ce nom."))


def _written(actor: Actor, place: Kept, act: str, *, now: datetime) -> None:
    journal.record(actor=actor, action=f"{'team' if isinstance(place, Team) else 'service'}.{act}", at=now, subject=place)


def _opened(actor: Actor, place: Kept, *, now: datetime) -> Kept:
    """The place, new or open again when one of its name was closed."""
    found = _neighbours(place).filter(name=place.name).first() or place
    if found.pk is not None and found.closed_at is None:
        raise _name_taken(found)
    found.closed_at = None
    found.save()
    _written(actor, found, "opened", now=now)
    return found


@transaction.atomic
def open_service(*, actor: Actor, name: str, now: datetime) -> Kept:
    """Open a service; one that was closed under this name opens again."""
    demand(policies.can_manage_members(actor, organisation_id=actor.organisation_id))
    if actor.organisation_id is None:
        raise OutOfScope
    return _opened(actor, Service(organisation_id=actor.organisation_id, name=_named(name)), now=now)


@transaction.atomic
def open_team(*, actor: Actor, service_id: int, name: str, now: datetime) -> Kept:
    """Open a team in a service; one that was closed under this name opens again."""
    service = _found(actor, Service, service_id)
    return _opened(actor, Team(organisation_id=service.organisation_id, service_id=service.pk, name=_named(name)), now=now)


def _renamed(actor: Actor, place: Kept, name: str, *, now: datetime) -> Kept:
    place.name = _named(name)
    if _neighbours(place).filter(name=place.name).exclude(pk=place.pk).exists():
        raise _name_taken(place)
    place.save(update_fields=["name"])
    _written(actor, place, "renamed", now=now)
    return place


@transaction.atomic
def rename_service(*, actor: Actor, service_id: int, name: str, now: datetime) -> Kept:
    """Give a service another name."""
    return _renamed(actor, _found(actor, Service, service_id), name, now=now)


@transaction.atomic
def rename_team(*, actor: Actor, team_id: int, name: str, now: datetime) -> Kept:
    """Give a team another name."""
    return _renamed(actor, _found(actor, Team, team_id), name, now=now)


def _closed(actor: Actor, place: Kept, *, now: datetime) -> Kept:
    place.closed_at = now
    place.save(update_fields=["closed_at"])
    _written(actor, place, "closed", now=now)
    return place


@transaction.atomic
def close_service(*, actor: Actor, service_id: int, now: datetime) -> Kept:
    """Close a service where nobody works and no role is held any more; its teams close with it."""
    found = _found(actor, Service, service_id)
    here = Member.objects.filter(service_id=found.pk, is_active=True).count()
    roles = RoleGrant.objects.in_force(timezone.localdate(now)).filter(service_id=found.pk, member__is_active=True).count()
    if here or roles:
        raise UnableToKeepAccounts(
            _("Ce service n’est pas vide : %(members)s membres y travaillent et %(roles)s rôles y sont tenus. Changez-les d’abord.")
            % {"members": here, "roles": roles}
        )
    Team.objects.filter(service_id=found.pk, closed_at=None).update(closed_at=now)
    return _closed(actor, found, now=now)


@transaction.atomic
def close_team(*, actor: Actor, team_id: int, now: datetime) -> Kept:
    """Close a team that has no member any more."""
    found = _found(actor, Team, team_id)
    if here := Member.objects.filter(teams=found.pk, is_active=True).count():
        raise UnableToKeepAccounts(_("Cette équipe n’est pas vide : %(members)s membres y sont. Changez-les d’abord.") % {"members": here})
    return _closed(actor, found, now=now)
