"""The house of the stories: Awa leads a file, Léon stands in for her, Mme Petit heads the service, Yasmine receives."""

from datetime import timedelta

import pytest

from relais.accounts.models import Member, Organisation, Role
from relais.people.models import File
from tests.factories.accounts import organisation
from tests.factories.people import NOW, file_of, worker


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


@pytest.fixture
def leon(house: Organisation) -> Member:
    return worker(house, "leon")


@pytest.fixture
def petit(house: Organisation) -> Member:
    return worker(house, "petit", Role.HEAD, secrecy="mission")


@pytest.fixture
def yasmine(house: Organisation) -> Member:
    return worker(house, "yasmine", Role.RECEPTION, secrecy="mission")


@pytest.fixture
def found(awa: Member) -> File:
    """Inès's file, which Awa opened yesterday."""
    return file_of(awa, now=NOW - timedelta(days=1))
