"""What happens to interviews, notes, goals and steps."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class InterviewRecorded:
    """Somebody was in contact with a person. ``from_person``: at her request, which retention counts from."""

    organisation_id: UUID
    file_id: UUID
    interview_id: UUID
    from_person: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """A note was kept at this level."""

    organisation_id: UUID
    file_id: UUID
    note_id: UUID
    level: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DisagreementRecorded:
    """The person answers to a note: its author must know."""

    organisation_id: UUID
    file_id: UUID
    note_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class ReaderAdded:
    """A confidential note is entrusted to one more colleague."""

    organisation_id: UUID
    file_id: UUID
    note_id: UUID
    member_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class RightDecided:
    """The person said what she wants of a right. ``said``, ``cause``: codes of casework.terms.interviews."""

    organisation_id: UUID
    file_id: UUID
    right: str
    said: str
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepAgreed:
    """Something is to do, by us, by her, or together."""

    organisation_id: UUID
    file_id: UUID
    step_id: UUID
    due_on: date | None
    at: datetime


@dataclass(frozen=True, slots=True)
class TransmissionSent:
    """A writing that the law asks to transmit has left."""

    organisation_id: UUID
    file_id: UUID
    transmission_id: UUID
    at: datetime
