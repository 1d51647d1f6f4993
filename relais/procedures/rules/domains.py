"""Which of the ten national domains a démarche belongs to, by the needs of its sheet: what a mandate must cover. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final

#: need of a sheet → national domains (service-public.fr puts the RSA under «social», the «prime de naissance» under «famille»…).
_OF_NEED: Final[Mapping[str, frozenset[str]]] = {
    "argent": frozenset({"argent", "social", "travail", "famille"}),
    "sante": frozenset({"social"}),
    "logement": frozenset({"logement"}),
    "famille": frozenset({"famille", "social"}),
    "handicap": frozenset({"social"}),
    "retraite": frozenset({"travail", "social"}),
    "sejour": frozenset({"etranger", "papiers"}),
    "justice": frozenset({"justice", "argent"}),
    "acces": frozenset({"papiers", "social"}),
}


def covers(domain: str, *, needs: Iterable[str]) -> bool:
    """Whether a mandate for this domain covers a démarche of these needs; one whose needs nobody told is covered by the act itself."""
    wanted = [_OF_NEED.get(need, frozenset()) for need in needs]
    return not wanted or any(domain in domains for domains in wanted)
