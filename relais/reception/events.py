"""What happens at the counter, for the rooms above: numbers and moments, never a name nor a reason."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class VisitRecorded:
    """Somebody came; ``number``: on the paper that she holds."""

    organisation_id: UUID
    visit_id: UUID
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class VisitEnded:
    """The visit is over for the counter; ``state``: a code of ``VisitState``."""

    organisation_id: UUID
    visit_id: UUID
    state: str
    at: datetime
