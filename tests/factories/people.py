"""Persons and files for tests, made through the services as in life."""

from datetime import UTC, datetime

from relais.accounts.models import Member, Organisation, Role, Service
from relais.accounts.queries import actor_of
from relais.foundation.access import Actor
from relais.people import services
from relais.people.models import File
from relais.people.services import Told
from tests.factories.accounts import member

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SERVICE = "Accompagnement social"


def actor(who: Member) -> Actor:
    """Who this member is for policies, now."""
    return actor_of(Member.objects.select_related("organisation").get(pk=who.pk), on=NOW.date())


def worker(house: Organisation, identifier: str = "awa", *roles: Role, service: str = SERVICE, secrecy: str = "profession") -> Member:
    """A member of a service of this organisation; a social worker bound by profession unless said otherwise."""
    return member(house, identifier, *roles, service=service, secrecy_basis=secrecy)


def service_of(who: Member) -> Service:
    """The service where this member works."""
    assert who.service is not None
    return who.service


def file_of(who: Member, called: str = "Inès Bakri", *, birth_year: int | None = 1988, now: datetime = NOW, **fields: object) -> File:
    """A file that this social worker opened, and leads."""
    told = Told(called=called, birth_year=birth_year, fields=fields)
    return services.open_file(actor=actor(who), service_id=service_of(who).pk, told=told, now=now)
