"""The house of the stories, a file that Awa leads, the address of her service, and the acts that lead to a domiciliation."""

from datetime import timedelta

import pytest

from relais.accounts.models import Member
from relais.domiciliation.models import Election
from relais.people.models import File
from tests.domiciliation.steps import asked, granted, with_desk
from tests.factories.people import NOW, file_of
from tests.house import *  # noqa: F403  # fixtures, taken by name


@pytest.fixture
def found(awa: Member) -> File:
    """Inès's file, which Awa opened long ago."""
    return file_of(awa, now=NOW - timedelta(days=500))


@pytest.fixture
def desk(petit: Member) -> Member:
    """The head of the service, who wrote where mail arrives."""
    return with_desk(petit)


@pytest.fixture
def pending(awa: Member, found: File) -> Election:
    """A request of today."""
    return asked(awa, found)


@pytest.fixture
def active(awa: Member, desk: Member, found: File) -> Election:
    """A domiciliation granted today."""
    return granted(awa, desk, found)
