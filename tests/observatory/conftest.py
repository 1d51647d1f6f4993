"""A house, who writes and who sends."""

import pytest
from django.test import Client

from relais.accounts.models import Member, Organisation, Role
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import worker


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


@pytest.fixture
def lead(house: Organisation) -> Member:
    return worker(house, "solene", Role.DIGITAL_LEAD, secrecy="aucun")


@pytest.fixture
def client(awa: Member) -> Client:
    return signed_in(awa)


@pytest.fixture
def sender(lead: Member) -> Client:
    return signed_in(lead)
