"""Allowed or refused, and the reason a person can read."""

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
