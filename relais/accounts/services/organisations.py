"""Organisations open from the terminal; a demonstration may be erased."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from relais.accounts import policies
from relais.accounts.events import OrganisationOpened
from relais.accounts.models import Organisation, OrganisationKind
from relais.accounts.services.ground import UnableToKeepAccounts, demand
from relais.foundation import bus, journal
from relais.foundation.access import Actor


@transaction.atomic
def open_organisation(*, actor: Actor, name: str, kind: OrganisationKind, now: datetime, is_demo: bool = False) -> Organisation:
    """Host one more organisation, sealed from the others."""
    demand(policies.can_open_organisation(actor))
    organisation = Organisation(name=name.strip(), kind=kind, opened_at=now, is_demo=is_demo)
    try:
        organisation.full_clean()
    except ValidationError as refusal:
        raise UnableToKeepAccounts(*refusal.messages) from refusal
    organisation.save()
    journal.record(actor=actor, action="organisation.opened", at=now, subject=organisation, organisation_id=organisation.pk)
    bus.publish(OrganisationOpened(organisation.pk, now))
    return organisation


@transaction.atomic
def remove_demo_organisation(*, actor: Actor, organisation: Organisation, now: datetime) -> None:
    """Erase a demonstration organisation with all it holds; never one where people really work."""
    demand(policies.can_open_organisation(actor))
    if not organisation.is_demo:
        raise UnableToKeepAccounts(f"« {organisation.name} » n’est pas une démonstration : rien n’a été effacé.")
    journal.record(actor=actor, action="organisation.demo_removed", at=now, subject=organisation, organisation_id=organisation.pk)
    organisation.delete()
