"""The house of the stories with its rules, a file that Awa leads, and a commission."""

from datetime import timedelta

import pytest

from relais.accounts.models import Member, Organisation, Role
from relais.aids.models import AidKind
from relais.people.models import File
from tests.aids.stories import kind_of
from tests.factories.people import NOW, file_of, worker
from tests.house import *  # noqa: F403  # fixtures, taken by name


@pytest.fixture
def found(awa: Member) -> File:
    """Inès's file, which Awa opened last week."""
    return file_of(awa, now=NOW - timedelta(days=7))


@pytest.fixture
def energy(petit: Member) -> AidKind:
    """Energy: 400 € at most, 80 € in an emergency, 500 € a year."""
    return kind_of(petit)


@pytest.fixture
def roux(house: Organisation) -> Member:
    """An elected member of the commission: no file."""
    return worker(house, "roux", Role.COMMISSION, secrecy="mission")
