"""Allowed or refused, and the reason a person can read."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of a rule or of a policy; true when allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(True)


def refused(reason: str) -> Decision:
    """A refusal with its reason, in French, fit for the screen."""
    return Decision(False, reason)


class Refused(Exception):
    """An actor asked for what the policy does not grant."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.reason)
        self.decision = decision


class Unable(Exception):
    """What was asked breaks a rule; each room has its own kind.

    ``problems``: field name (empty for the whole) → sentence fit for the screen.
    """

    def __init__(self, **problems: str) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems: Mapping[str, str] = problems


class OutOfScope(Exception):
    """Nothing of that name for this actor: the screen answers 404, whether it exists or not."""
