"""What happens to a lot and to an archive, for whoever does the work."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LotAsked:
    """A lot is to be applied or undone by the worker of the queue."""

    lot_id: UUID


@dataclass(frozen=True, slots=True)
class WholeAgreed:
    """The archive of an organisation is to be written by the worker of the queue."""

    export_id: UUID
