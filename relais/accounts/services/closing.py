"""What keeps an account from being closed: higher rooms say what its member still leads (joined in ``project/wiring.py``)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Held:
    """What a member still holds, in counts only: ``words`` say what and how many, never whose; ``address``: where it is handed over.

    ``stops``: the account cannot be closed before.
    """

    words: str
    address: str = ""
    stops: bool = True


#: from an organisation, a member and a moment: what that room sees the member holding; nothing when they hold nothing.
Holder = Callable[[UUID, UUID, datetime], list[Held]]

_holders: dict[str, Holder] = {}


def ask(name: str, holder: Holder) -> None:
    """Declare a room that is asked before an account is closed; the same name declared again replaces it."""
    _holders[name] = holder


def held_by(organisation_id: UUID, member_id: UUID, *, now: datetime) -> list[Held]:
    """All that a member still holds, room by room."""
    return [held for name in sorted(_holders) for held in _holders[name](organisation_id, member_id, now)]


def objections(organisation_id: UUID, member_id: UUID, *, now: datetime) -> list[str]:
    """The sentences that stop the closing."""
    return [held.words for held in held_by(organisation_id, member_id, now=now) if held.stops]
