"""The house of the stories."""

from tests.house import *  # noqa: F403  # fixtures, taken by name
