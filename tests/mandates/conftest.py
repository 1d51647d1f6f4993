"""The house of the stories, and a file that Awa leads."""

from datetime import timedelta

import pytest

from relais.accounts.models import Member
from relais.people.models import File
from tests.factories.people import NOW, file_of
from tests.house import *  # noqa: F403  # fixtures, taken by name


@pytest.fixture
def found(awa: Member) -> File:
    """Inès's file, which Awa opened yesterday."""
    return file_of(awa, now=NOW - timedelta(days=1))
