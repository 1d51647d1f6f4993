"""What a person typed, once read: a value, «je ne sais pas», or «je ne souhaite pas répondre»."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from relais.kernel.sentences import Sentence
from relais.law.places.place import Place
from relais.law.situation.facts import Value

#: nobody types a longer answer; beyond, it is a pasted page.
LONGEST = 200


class UnreadableError(ValueError):
    """What was typed cannot be read; the sentence is French, says why, and fits next to the field."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class AmbiguousPlaceError(UnreadableError):
    """Several communes answer to what was typed; ``candidates`` are the ones to choose among, best first."""

    def __init__(self, sentence: Sentence, candidates: tuple[Place, ...]) -> None:
        super().__init__(sentence)
        self.candidates = candidates


class Told(StrEnum):
    """State of a fact after a person was asked."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Typed:
    """A fact as read. ``value`` is None unless known; ``approximate``: a day drawn from an age, a year or a month."""

    state: Told
    value: Value | None = None
    approximate: bool = False


UNKNOWN = Typed(Told.UNKNOWN)
REFUSED = Typed(Told.REFUSED)


def known(value: Value, *, approximate: bool = False) -> Typed:
    """A value that was read."""
    return Typed(Told.KNOWN, value, approximate)


def tidy(text: str) -> str:
    """Plain spaces, plain digits, no space around. UnreadableError when too long to be an answer."""
    clean = " ".join(unicodedata.normalize("NFKC", text).split())
    if len(clean) > LONGEST:
        raise UnreadableError(Sentence("Cette réponse est trop longue pour être lue."))
    return clean
