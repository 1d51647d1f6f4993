"""The house of the stories: Awa leads, Léon reads again, Nadia is the delegate."""

from datetime import timedelta

import pytest
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.people.models import File
from tests.factories.people import file_of, worker
from tests.house import *  # noqa: F403  # fixtures, taken by name


@pytest.fixture
def nadia(house: Organisation) -> Member:
    return worker(house, "nadia", Role.DPO, secrecy="mission")


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, "Inès Bakri", now=timezone.now() - timedelta(days=2))
