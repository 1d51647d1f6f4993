"""Services and teams of an organisation: opened, renamed, closed once empty; what they were stays for the past."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.accounts import policies
from relais.accounts.models import Member, RoleGrant, Service, Team
from relais.accounts.services.ground import UnableToKeepAccounts, demand
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope


def _service(actor: Actor, service_id: int) -> Service:
    found = Service.objects.within(actor).select_for_update().filter(pk=service_id, closed_at=None).first()
    if found is None:
        raise OutOfScope
    demand(policies.can_manage_members(actor, organisation_id=found.organisation_id))
    return found


def _team(actor: Actor, team_id: int) -> Team:
    found = Team.objects.within(actor).select_for_update().filter(pk=team_id, closed_at=None).first()
    if found is None:
        raise OutOfScope
    demand(policies.can_manage_members(actor, organisation_id=found.organisation_id))
    return found


def _named(text: str) -> str:
    if not (name := " ".join(text.split())):
        raise UnableToKeepAccounts(_("Donnez un nom."))
    return name[:120]


@transaction.atomic
def open_service(*, actor: Actor, name: str, now: datetime) -> Service:
    """Open a service; one that was closed under this name opens again."""
    demand(policies.can_manage_members(actor, organisation_id=actor.organisation_id))
    asked = _named(name)
    if actor.organisation_id is None:
        raise OutOfScope
    found, new = Service.objects.get_or_create(organisation_id=actor.organisation_id, name=asked)
    if not new and found.closed_at is None:
        raise UnableToKeepAccounts(_("Un service porte déjà ce nom."))
    found.closed_at = None
    found.save(update_fields=["closed_at"])
    journal.record(actor=actor, action="service.opened", at=now, subject=found)
    return found


@transaction.atomic
def rename_service(*, actor: Actor, service_id: int, name: str, now: datetime) -> Service:
    """Give a service another name."""
    found, asked = _service(actor, service_id), _named(name)
    if Service.objects.filter(organisation_id=found.organisation_id, name=asked).exclude(pk=found.pk).exists():
        raise UnableToKeepAccounts(_("Un service porte déjà ce nom."))
    found.name = asked
    found.save(update_fields=["name"])
    journal.record(actor=actor, action="service.renamed", at=now, subject=found)
    return found


@transaction.atomic
def close_service(*, actor: Actor, service_id: int, now: datetime) -> Service:
    """Close a service where nobody works and no role is held any more; its teams close with it."""
    found = _service(actor, service_id)
    here = Member.objects.filter(service=found, is_active=True).count()
    roles = RoleGrant.objects.in_force(timezone.localdate(now)).filter(service=found, member__is_active=True).count()
    if here or roles:
        raise UnableToKeepAccounts(
            _("Ce service n’est pas vide : %(members)s membres y travaillent et %(roles)s rôles y sont tenus. Changez-les d’abord.")
            % {"members": here, "roles": roles}
        )
    found.closed_at = now
    found.save(update_fields=["closed_at"])
    found.teams.filter(closed_at=None).update(closed_at=now)
    journal.record(actor=actor, action="service.closed", at=now, subject=found)
    return found


@transaction.atomic
def open_team(*, actor: Actor, service_id: int, name: str, now: datetime) -> Team:
    """Open a team in a service; one that was closed under this name opens again."""
    service, asked = _service(actor, service_id), _named(name)
    found, new = Team.objects.get_or_create(organisation_id=service.organisation_id, service=service, name=asked)
    if not new and found.closed_at is None:
        raise UnableToKeepAccounts(_("Une équipe de ce service porte déjà ce nom."))
    found.closed_at = None
    found.save(update_fields=["closed_at"])
    journal.record(actor=actor, action="team.opened", at=now, subject=found)
    return found


@transaction.atomic
def rename_team(*, actor: Actor, team_id: int, name: str, now: datetime) -> Team:
    """Give a team another name."""
    found, asked = _team(actor, team_id), _named(name)
    if Team.objects.filter(service_id=found.service_id, name=asked).exclude(pk=found.pk).exists():
        raise UnableToKeepAccounts(_("Une équipe de ce service porte déjà ce nom."))
    found.name = asked
    found.save(update_fields=["name"])
    journal.record(actor=actor, action="team.renamed", at=now, subject=found)
    return found


@transaction.atomic
def close_team(*, actor: Actor, team_id: int, now: datetime) -> Team:
    """Close a team that has no member any more."""
    found = _team(actor, team_id)
    if here := found.members.filter(is_active=True).count():
        raise UnableToKeepAccounts(_("Cette équipe n’est pas vide : %(members)s membres y sont. Changez-les d’abord.") % {"members": here})
    found.closed_at = now
    found.save(update_fields=["closed_at"])
    journal.record(actor=actor, action="team.closed", at=now, subject=found)
    return found
