"""The commune that a person means: one, or a short list to choose from."""

import re
from dataclasses import dataclass
from functools import lru_cache

from relais.kernel.sentences import Sentence
from relais.law.places.place import Place, place
from relais.law.places.plain import plain
from relais.law.places.search import by_postal, search
from relais.law.situation.typed import AmbiguousPlaceError, UnreadableError

#: as many as a person reads at once.
SHORT_LIST = 8
#: a beginning of name is taken for the largest commune when it has so many times the inhabitants of the next («roub»: Roubaix).
FAR_LARGER = 20


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """``candidates``: best first, at least one. ``certain``: the first is what was written, without guessing.
    ``likely``: the first outweighs the others so much that a screen may take it, and must show it.
    """

    candidates: tuple[Place, ...]
    certain: bool
    likely: bool


@lru_cache(maxsize=8192)
def find_place(text: str) -> Whereabouts:
    """Communes for an INSEE code, a postal code, a name or its beginning, with or without a département («saint-denis 93»).

    UnreadableError when there is none. Answers are kept: a caseload names the same communes again and again.
    """
    found = tuple(search(text, SHORT_LIST))
    if not found:
        raise UnreadableError(Sentence("Cette commune est inconnue. Écrivez son nom ou son code postal."))
    first, others = found[0], found[1:]
    certain = not others or _is_only_one_named(text, found)
    if certain:
        return Whereabouts(found, certain=True, likely=True)
    if _by_name(text):
        return Whereabouts(found, certain=False, likely=first.population >= FAR_LARGER * others[0].population)
    # A postal code may also be the INSEE code of a commune far away: on a screen it is the postal code.
    return Whereabouts(found, certain=False, likely=plain(text) in first.postal and len(by_postal(plain(text))) == 1)


def read_place(text: str, *, guess: bool) -> str:
    """INSEE code of the commune. AmbiguousPlaceError when several answer; ``guess`` accepts one that is far larger than the next."""
    told = find_place(text)
    if told.certain or (guess and told.likely):
        return told.candidates[0].code
    names = ", ".join(place.label for place in told.candidates[:4])
    raise AmbiguousPlaceError(
        Sentence("Plusieurs communes répondent\u00a0: {names}. Précisez le nom et le code postal.", names=names), told.candidates
    )


def _by_name(text: str) -> bool:
    """Letters, not a code."""
    return re.fullmatch(r"[0-9 ]*|2[ab][0-9]*", plain(text)) is None


def _is_only_one_named(text: str, found: tuple[Place, ...]) -> bool:
    """The name was written whole, alone or with its département or postal code, and only one commune bears it."""
    words = plain(text)
    if not _by_name(text):
        return False
    same = [place for place in found if words in _ways_to_name(place)]
    return len(same) == 1 and same[0] == found[0]


def _ways_to_name(place: Place) -> set[str]:
    name = plain(place.name)
    short = name.removesuffix(" arrondissement")
    plainest = re.sub(r" ([0-9]+)(?:er|e)$", r" \1", short)
    return {
        name,
        short,
        plainest,
        f"{name} {place.departement.lower()}",
        *(f"{name} {postal}" for postal in place.postal),
        f"{name} {place.code.lower()}",
    }


@lru_cache(maxsize=8192)
def read_postal(postal: str, name: str) -> str:
    """INSEE code of the commune with this postal code, of this name when one is given. AmbiguousPlaceError or UnreadableError."""
    found = tuple(here for code in by_postal(postal) if (here := place(code))) if re.fullmatch(r"[0-9]{5}", postal) else ()
    if not found:
        raise UnreadableError(Sentence("Le code postal {postal} est inconnu.", postal=postal[:20]))
    words = plain(name)
    same = [here for here in found if words in _ways_to_name(here)] or [here for here in found if plain(here.name).startswith(words)]
    if not same:
        raise UnreadableError(Sentence("La commune «\u00a0{name}\u00a0» n’a pas le code postal {postal}.", name=name[:40], postal=postal))
    if len(same) > 1:
        names = ", ".join(here.name for here in same[:6])
        raise AmbiguousPlaceError(
            Sentence("Plusieurs communes ont le code postal {postal}\u00a0: {names}. Précisez le nom.", postal=postal, names=names),
            tuple(same),
        )
    return same[0].code
