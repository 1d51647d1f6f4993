"""What happens to domiciliations, for the rooms above."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DomiciliationDecided:
    """A request was decided; ``granted``: whether the person may receive her mail here."""

    organisation_id: UUID
    file_id: UUID
    election_id: UUID
    granted: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class DomiciliationEnded:
    """A domiciliation is over; ``reason``: a code of ``terms.EndReason``."""

    organisation_id: UUID
    file_id: UUID
    reason: str
    at: datetime
