"""The words of the sheet that the person signs: short, hers, read aloud in a minute. French, whatever the language of the screen.

``WORDING`` names this text in the attestation. A changed word is another text: give it another name
(``tests/mandates/test_paper.py`` holds each name to its words).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WORDING: Final = "2026-11"
TITLE: Final = "Je vous autorise à agir pour moi"
LASTS: Final = {
    1: "Cela dure un jour : celui où je signe.",
    31: "Cela dure 31 jours, dès le jour où je signe.",
    182: "Cela dure 182 jours (six mois), dès le jour où je signe.",
    365: "Cela dure 365 jours (un an), dès le jour où je signe.",
}
KNOWN: Final = (
    "Je peux dire non. Mon suivi et mes droits restent les mêmes.",
    "Je peux arrêter quand je veux, tout ou une seule ligne. Je le dis, et c’est fini.",
    "Rien d’autre n’est fait pour moi sans mon accord.",
    "On me dit ce qui a été fait pour moi.",
    "Je ne donne aucun mot de passe. Personne ici ne le note. On m’aide à le retrouver si je le perds.",
    "Si un juge a nommé une personne pour m’aider, je le dis avant de signer.",
)
COPIES: Final = "Deux feuilles sont signées : une pour moi, une pour mon dossier."
LAW: Final = "Mandat écrit : articles 1984 et suivants du Code civil."


@dataclass(frozen=True, slots=True)
class Group:
    """The acts of one domain, in the words that were chosen with the person."""

    domain: str
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet. ``given_to``: the body and its service; ``agent``: who signs for it."""

    given_by: str
    given_to: str
    agent: str
    groups: tuple[Group, ...]
    lasts: str
    title: str = TITLE
    known: tuple[str, ...] = KNOWN
    copies: str = COPIES
    law: str = LAW


def sheet(*, given_by: str, given_to: str, agent: str, acts: Sequence[tuple[str, str]], days: int) -> Sheet:
    """The sheet of a mandate. ``acts``: domain and words of each, in their order."""
    domains = dict.fromkeys(domain for domain, _ in acts)
    groups = tuple(Group(domain, tuple(words for one, words in acts if one == domain)) for domain in domains)
    return Sheet(given_by, given_to, agent, groups, LASTS[days])
