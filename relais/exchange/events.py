"""What happens to a lot, for whoever does the work."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LotAsked:
    """A lot is to be applied or undone by the worker of the queue."""

    lot_id: UUID
