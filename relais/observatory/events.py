"""What happens to alerts, for the rooms above. Codes and a day: no person, no author, no file.

tests/observatory/test_wall.py lists every field.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AlertSent:
    """An alert went to its body."""

    organisation_id: UUID
    code: str
    service: str
    step: str
    on: date


@dataclass(frozen=True, slots=True)
class AlertAnswered:
    """The body answered, or the alert was closed without an answer; ``outcome``: which."""

    organisation_id: UUID
    code: str
    service: str
    step: str
    on: date
    outcome: str
