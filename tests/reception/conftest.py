"""The counter of the stories: the house, and a file of Awa's; hours are those of today."""

from datetime import timedelta

import pytest
from django.utils import timezone

from relais.accounts.models import Member
from relais.people.models import File
from tests.factories.people import file_of
from tests.house import *  # noqa: F403  # fixtures, taken by name


@pytest.fixture
def ines(awa: Member) -> File:
    return file_of(awa, now=timezone.now() - timedelta(days=1))
