"""What happens to mandates, for the rooms above."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MandateGranted:
    """A mandate is in force; ``kind``: on our paper, or held in Aidants Connect."""

    organisation_id: UUID
    file_id: UUID
    mandate_id: UUID
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MandateRevoked:
    """The person withdrew ``count`` acts of a mandate."""

    organisation_id: UUID
    file_id: UUID
    mandate_id: UUID
    count: int
    at: datetime
