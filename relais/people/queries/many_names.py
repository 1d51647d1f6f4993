"""Who bears each of many names, by the rule of ``finding`` at its widest, in a few questions for all of them.

The words asked are put beside the distinct keys of the organisation: read once, each compared with the few words that are one letter away.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import Q

from relais.foundation.access import Actor
from relais.kernel.names import LETTERS, LONGEST, SHORTEST_SLIP, SOUNDS, cuts, heard, slips
from relais.people.models import How, NameKey

#: keys asked about in one question.
_AT_ONCE = 1000
#: nobody's key, asked about too: the same questions are put to the database when no name is near.
_NO_KEY = ""
#: a key of the index: as written or as heard, and the word.
_Key = tuple[str, str]


def bearers_of_all(actor: Actor, asked: Collection[tuple[str, ...]]) -> dict[tuple[str, ...], set[UUID]]:
    """Names as their words → the persons who bear every word of it, or all of them written as one: ``finding.bearers`` for each."""
    wholes = {words: "".join(words)[:LONGEST] for words in asked if len(words) > 1}
    index = NameKey.objects.within(actor)
    keys = index.order_by("how", "key").values_list("how", "key").distinct().iterator(chunk_size=2000)
    near = _near({word for words in asked for word in words} | set(wholes.values()), keys)
    persons = _persons(actor, {key for found in near.values() for key in found})

    def bear(word: str) -> set[UUID]:
        return set().union(*(persons.get(key, ()) for key in near.get(word, ())))

    known = {word: bear(word) for word in near}
    none: set[UUID] = set()
    return {
        words: set.intersection(*(known.get(word, none) for word in words)) | known.get(wholes.get(words, ""), none)
        for words in asked
        if words
    }


def _near(words: Collection[str], keys: Iterable[_Key]) -> Mapping[str, set[_Key]]:
    """Word → the keys that it may be: begun so, heard so, or with one slip of the letter or of the sound."""
    written, sounds = _Slipped(LETTERS), _Slipped(SOUNDS)
    for word in words:
        written.add(word, word)
        if sound := heard(word):
            sounds.add(sound, word)
    found: dict[str, set[_Key]] = defaultdict(set)
    for how, key in keys:
        if how == How.WRITTEN:
            near = {key[:end] for end in range(1, len(key) + 1)} & written.words.keys() | written.slipped_to(key)
        else:
            near = sounds.words.get(key, set()) | sounds.slipped_to(key)
        for word in near:
            found[word].add((how, key))
    return found


class _Slipped:
    """Words under what they are written or heard as; finds those that one slip takes to a key without making every slip of each."""

    def __init__(self, letters: str) -> None:
        self.letters = letters
        self.words: dict[str, set[str]] = defaultdict(set)
        self._cut: dict[str, set[str]] = defaultdict(set)
        self._slips: dict[str, frozenset[str]] = {}

    def add(self, form: str, word: str) -> None:
        """This word has this form."""
        if len(form) >= SHORTEST_SLIP and form not in self.words:
            for piece in cuts(form):
                self._cut[piece].add(form)
        self.words[form].add(word)

    def slipped_to(self, key: str) -> set[str]:
        """The words of which one slip makes the key. One letter apart, both become the same when one letter of each is left out."""
        near: set[str] = set().union(*(self._cut.get(piece, ()) for piece in cuts(key)))
        return set().union(*(self.words[form] for form in near if key in self._all(form)))

    def _all(self, form: str) -> frozenset[str]:
        if form not in self._slips:
            self._slips[form] = slips(form, self.letters)
        return self._slips[form]


def _persons(actor: Actor, keys: Collection[_Key]) -> dict[_Key, set[UUID]]:
    """Key → who is found under it."""
    found: dict[_Key, set[UUID]] = defaultdict(set)
    for how in (How.WRITTEN, How.HEARD):
        those = sorted({_NO_KEY, *(key for kind, key in keys if kind == how)})
        for start in range(0, len(those), _AT_ONCE):
            rows = NameKey.objects.within(actor).filter(Q(how=how, key__among=those[start : start + _AT_ONCE]))
            for key, person_id in rows.values_list("key", "person_id").iterator(chunk_size=2000):
                found[(how, key)].add(person_id)
    return found
