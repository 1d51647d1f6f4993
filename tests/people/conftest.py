"""The house of the stories: Awa and Léon accompany, Mme Petit heads the service, Yasmine receives."""

import pytest

from relais.accounts.models import Member, Organisation, Role
from tests.factories.accounts import organisation
from tests.factories.people import worker


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
