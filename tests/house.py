"""The house of the stories, as fixtures: Awa and Léon accompany, Mme Petit heads the service, Yasmine receives.

A room's ``conftest`` takes them by ``from tests.house import *``, and adds what is its own.
"""

import pytest

from relais.accounts.models import Member, Organisation, Role
from tests.factories.accounts import organisation
from tests.factories.people import worker

__all__ = ["awa", "house", "leon", "petit", "yasmine"]


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
