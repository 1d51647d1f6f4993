"""Whether a line is hard to reach, from the days on which it answered or not. Pure; nobody is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

#: so many failures within so many days make a line hard to reach.
FAILURES: Final = 5
WITHIN: Final = timedelta(days=7)
#: older tries say nothing of a line today.
REMEMBERED: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Try:
    """A line was tried on a day; ``worked``: it answered."""

    on: date
    worked: bool


def hard_since(tries: Sequence[Try]) -> date | None:
    """Since when a line is hard to reach: the first failure since it last answered, once five of them fell within a week.

    It stays so until it answers again; an answer on a day outweighs the failures of that day. None when it is not.
    """
    answered = max((one.on for one in tries if one.worked), default=date.min)
    failed = sorted(one.on for one in tries if not one.worked and one.on > answered)
    weeks = (later - earlier for earlier, later in zip(failed, failed[FAILURES - 1 :], strict=False))
    return failed[0] if any(length < WITHIN for length in weeks) else None
