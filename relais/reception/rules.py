"""Rules of the counter as plain values: what a visit may become, how long one has waited, when a search says enough."""

from datetime import datetime

from relais.kernel.decisions import ALLOWED, Decision, refused

#: from each state, those that may follow.
NEXT: dict[str, frozenset[str]] = {
    "attend": frozenset({"appele", "recu", "rendez_vous", "oriente", "parti"}),
    "appele": frozenset({"attend", "recu", "rendez_vous", "oriente", "parti"}),
}
#: states that are in the queue.
IN_QUEUE = frozenset({"attend", "appele"})
#: letters of a name that a search asks at least.
SHORTEST_NAME = 2


def may_become(*, state: str, wanted: str) -> Decision:
    """Whether a visit may go from one state to another."""
    if wanted in NEXT.get(state, frozenset()):
        return ALLOWED
    return refused("Cette visite est déjà terminée.")


def minutes_waited(*, since: datetime, now: datetime) -> int:
    """Whole minutes since somebody came; never below zero."""
    return max(0, int((now - since).total_seconds() // 60))


def says_enough(words: str) -> Decision:
    """A search at the counter begins by a name, even badly spelled; the second element is asked by the query."""
    if len(words.strip()) < SHORTEST_NAME:
        return refused("Écrivez le nom, même approximatif.")
    return ALLOWED


def is_offline(*, device: str, online: str) -> bool:
    """Whether somebody is far from the digital: no device, a phone without internet, or none now (doctrine §7, level 0)."""
    return device in {"aucun", "telephone"} or online == "non"
