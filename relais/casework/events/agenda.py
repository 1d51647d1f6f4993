"""What happens in agendas, for the rooms above: identifiers and moments, never a name nor a reason."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AppointmentMade:
    """An hour is kept in a member's agenda."""

    organisation_id: UUID
    appointment_id: UUID
    member_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class AppointmentEnded:
    """An appointment is no longer to come; ``state``: a code of ``AppointmentState``."""

    organisation_id: UUID
    appointment_id: UUID
    member_id: UUID
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AbsenceRecorded:
    """A member does not receive on these days."""

    organisation_id: UUID
    absence_id: UUID
    member_id: UUID
    at: datetime
