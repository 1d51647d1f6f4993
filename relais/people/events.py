"""What happens to files, for the rooms above: identifiers and moments, never a name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FileOpened:
    """A service accompanies a person from now on."""

    organisation_id: UUID
    file_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class FileClosed:
    """The accompaniment ended."""

    organisation_id: UUID
    file_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PartGiven:
    """A member takes part in a file from now on."""

    organisation_id: UUID
    file_id: UUID
    member_id: UUID
    part: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PartEnded:
    """A member left a file."""

    organisation_id: UUID
    file_id: UUID
    member_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class ExceptionalAccessTaken:
    """Somebody opened a file that was not theirs: its référent and the head of its service must know at once."""

    organisation_id: UUID
    file_id: UUID
    member_id: UUID
    motive: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PresenceRecorded:
    """The person is there and asks to be received: the worker on duty stands in until midnight."""

    organisation_id: UUID
    file_id: UUID
    member_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class HouseholdChanged:
    """Somebody came to live with the person of this file, left, or lives there otherwise."""

    organisation_id: UUID
    file_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class SituationKept:
    """The situation of a screening was kept in a file."""

    organisation_id: UUID
    file_id: UUID
    situation_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class InformationShared:
    """Something of a file goes to somebody identified, on a basis, until a moment."""

    organisation_id: UUID
    file_id: UUID
    sharing_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class SharingWithdrawn:
    """A sharing stopped at once."""

    organisation_id: UUID
    file_id: UUID
    sharing_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonsMerged:
    """Two persons recorded are one: ``absorbed_id`` is the file that is no more, or that is now another of hers."""

    organisation_id: UUID
    file_id: UUID
    absorbed_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class MergeUndone:
    """They are two again."""

    organisation_id: UUID
    file_id: UUID
    at: datetime
