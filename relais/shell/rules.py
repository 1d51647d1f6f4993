"""Pure rules of the shell: what accessibility may be claimed, and what a feedback may hold."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from relais.kernel.decisions import ALLOWED, Decision, refused


class Conformity(StrEnum):
    """The three words of décret 2019-768."""

    TOTAL = "totalement conforme"
    PARTIAL = "partiellement conforme"
    NONE = "non conforme"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many criteria stand in each state; ``rate``: conformes over conformes and non conformes, in percent, None before any test."""

    conforme: int
    non_conforme: int
    non_applicable: int
    non_teste: int

    @property
    def total(self) -> int:
        """All criteria."""
        return self.conforme + self.non_conforme + self.non_applicable + self.non_teste

    @property
    def tested(self) -> int:
        """Applicable criteria that were tried."""
        return self.conforme + self.non_conforme

    @property
    def rate(self) -> int | None:
        """Share of the applicable criteria tested that hold."""
        return round(100 * self.conforme / self.tested) if self.tested else None


def tally(states: Iterable[str]) -> Tally:
    """Count the states; an unknown word is a TypeError."""
    return Tally(**dict.fromkeys(("conforme", "non_conforme", "non_applicable", "non_teste"), 0) | Counter(states))


def conformity(*, counts: Tally, audited_on: date | None) -> Conformity:
    """What may be written on every page: décret 2019-768, article 3 and RGAA 4.1.2, «obligations».

    Without an audit in force, or with criteria left untested, only «non conforme» may be claimed, whatever holds already.
    """
    if audited_on is None or counts.non_teste or counts.rate is None:
        return Conformity.NONE
    if not counts.non_conforme:
        return Conformity.TOTAL
    return Conformity.PARTIAL if counts.rate >= 50 else Conformity.NONE


#: what must not be in a feedback, because it is shown to all and belongs to nobody's file.
_PERSONAL: Final = (
    (
        re.compile(r"[^\s@]+@[^\s@]+\.\w{2,}"),
        refused("Enlevez l’adresse électronique\u00a0: un signalement ne parle de personne."),
    ),
    (
        re.compile(r"\b[1-478]\s?\d{2}\s?(?:[0-5]\d|[6-9]\d)\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?\b", re.IGNORECASE),
        refused("Enlevez le numéro de sécurité sociale\u00a0: un signalement ne parle de personne."),
    ),
    (
        re.compile(r"(?<!\d)(?:\+33|0033|0)\s?[1-9](?:[\s.\-]?\d{2}){4}(?!\d)"),
        refused("Enlevez le numéro de téléphone\u00a0: un signalement ne parle de personne."),
    ),
    (
        re.compile(r"\bFR\d{2}(?:\s?[0-9A-Z]{4}){5}\s?[0-9A-Z]{3}\b", re.IGNORECASE),
        refused("Enlevez le numéro de compte\u00a0: un signalement ne parle de personne."),
    ),
    (
        re.compile(r"(?<!\d)\d{7}\s?[A-Z]?(?!\w)"),
        refused("Enlevez le numéro d’allocataire\u00a0: un signalement ne parle de personne."),
    ),
    (
        re.compile(r"(?<!\d)\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)\d{2}(?!\d)"),
        refused("Enlevez la date complète\u00a0: une date de naissance désigne quelqu’un. Le mois et l’année suffisent."),
    ),
)
FEEDBACK_SHORTEST: Final = 10
FEEDBACK_LONGEST: Final = 1000


def path_of(page: str) -> str:
    """The path of a page, without its query; "" when it is not a path."""
    path = re.split(r"[?#]", page, maxsplit=1)[0]
    return path if path.startswith("/") and not path.startswith("//") else ""


def can_report(*, text: str) -> Decision:
    """Refuse a feedback that seems to hold personal data, or says nothing, or too much; the reason says what to take out."""
    words = text.strip()
    if len(words) < FEEDBACK_SHORTEST:
        return refused("Dites en quelques mots ce qui ne va pas.")
    if len(words) > FEEDBACK_LONGEST:
        return refused("C’est trop long\u00a0: mille signes au plus.")
    return next((refusal for pattern, refusal in _PERSONAL if pattern.search(words)), ALLOWED)


def can_answer(*, state: str, answer: str) -> Decision:
    """A report that is refused or corrected says why or how, to all."""
    if state in {"corrige", "non_retenu"} and not answer.strip():
        return refused("Écrivez une réponse\u00a0: elle est montrée à toutes et à tous.")
    return ALLOWED
