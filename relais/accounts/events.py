"""What happens in accounts, for the rooms above."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OrganisationOpened:
    """An organisation is hosted by this instance from now on."""

    organisation_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class MemberInvited:
    """A member received an account and their first roles."""

    organisation_id: UUID
    member_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class AccountClosed:
    """A member left: no sign-in, no role; what they did stays in the journal."""

    organisation_id: UUID
    member_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class AccountReopened:
    """A member came back: their account may be taken again by a link; it holds no role yet."""

    organisation_id: UUID
    member_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class RoleGranted:
    """A member was given a role; ``role`` is its code."""

    organisation_id: UUID
    member_id: UUID
    grant_id: int
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RoleEnded:
    """A role of a member ended, at once."""

    organisation_id: UUID
    member_id: UUID
    grant_id: int
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SecondFactorAdded:
    """A member added a second factor; ``kind``: ``application`` or ``cle``."""

    organisation_id: UUID
    member_id: UUID
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SecondFactorsReset:
    """Somebody else made a member start again with their second factor."""

    organisation_id: UUID
    member_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class IdentityTied:
    """An identity of a provider opens the account of a member from now on."""

    organisation_id: UUID
    member_id: UUID
    at: datetime
