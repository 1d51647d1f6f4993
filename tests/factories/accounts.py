"""People and organisations for tests, made through the services as in life."""

import time
from datetime import UTC, datetime

from django.test import Client

from relais.accounts import queries
from relais.accounts.models import Member, Organisation, OrganisationKind, Role
from relais.accounts.services import Invitation, invite_member, open_organisation
from relais.accounts.session_store import OPENED
from relais.accounts.web.opening import BACKEND, PROOF, PROVED
from relais.foundation.access import Actor, operator

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PASSWORD = "Roseau-lanterne-galet-41"
TERMINAL = operator("tests")


def organisation(name: str = "CCAS de Montbrume") -> Organisation:
    """An organisation that people work in."""
    return open_organisation(actor=TERMINAL, name=name, kind=OrganisationKind.CCAS, now=NOW)


def member(house: Organisation, identifier: str = "awa", *roles: Role, **more: str) -> Member:
    """A member of this organisation; a social worker unless said otherwise."""
    invitation = Invitation(
        identifier=identifier,
        display_name=more.pop("display_name", identifier.capitalize()),
        roles=frozenset(roles or {Role.SOCIAL_WORKER}),
        password=PASSWORD,
        **more,
    )
    return invite_member(actor=TERMINAL, organisation=house, invitation=invitation, now=NOW)


def acting(who: Member) -> Actor:
    """Who this member is for policies on the day of the tests."""
    return queries.actor_of(who, on=NOW.date())


def signed_in(who: Member, *, proof: str = "application") -> Client:
    """A browser where this member has just signed in, with a second factor unless ``proof`` says «mot-de-passe»."""
    client = Client()
    client.force_login(who, backend=BACKEND)
    session = client.session
    session[OPENED] = session[PROVED] = time.time()
    session[PROOF] = proof
    session.save()
    return client
