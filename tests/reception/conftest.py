"""The counter of the stories: Yasmine receives, Awa and Léon accompany, Mme Petit heads the service; hours are those of today."""

from datetime import timedelta

import pytest
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.people.models import File
from tests.factories.accounts import organisation
from tests.factories.people import file_of, worker


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
def ines(awa: Member) -> File:
    return file_of(awa, now=timezone.now() - timedelta(days=1))
