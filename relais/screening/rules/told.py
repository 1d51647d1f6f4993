"""What one page holds of a household: the words as they were typed or chosen, and nothing else.

The words travel inside the page, sealed (``relais.screening.web.page_state``). They are kept as typed so that nothing is lost when
they cannot be understood; ``relais.screening.rules.reading`` makes a ``Household`` of them.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from relais.law.situation.catalogue import reserves

#: a word of a field is cut there: the longest honest one is a list of births.
LONGEST_TEXT = 400
#: fields one page may hold; a household of twenty persons asked everything stays far below.
MOST_FIELDS = 900

#: what is typed or chosen to say «I would rather not answer».
REFUSAL = "refus"
_REFUSALS = frozenset({REFUSAL, "ne souhaite pas répondre", "ne veut pas répondre", "nsp refus"})

#: how a reserve asked as a whole is named among the guided questions.
RESERVE = "reserve:"

#: ``loyer``, ``p1.salaire``, ``e12.scolarite``; composition fields are household fields.
FIELD_NAME = re.compile(r"(?:(?:p[12]|[ea][1-9]\d?)\.)?[a-z][a-z0-9_]{1,40}")


class StateRefused(ValueError):
    """The page state is not one that this version wrote."""


@dataclass(frozen=True, slots=True)
class Told:
    """The state of one page.

    ``texts``: field → words typed, never empty. ``refused``: fields the person would rather not answer. ``skipped``: fields
    answered «je ne sais pas» (not asked again by the guided entrance, still unknown). ``confirmed``/``denied``: codes of reserves.
    ``path``: guided questions answered, oldest first. ``shared``: the page is open on a shared post.
    ``file``, ``called``: the file that the page was opened from and how its person is called, both empty without a file.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    path: tuple[str, ...] = ()
    shared: bool = False
    file: str = ""
    called: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was said yet."""
        return not (self.texts or self.refused or self.skipped or self.confirmed or self.denied)

    def text(self, key: str) -> str:
        """The words of a field, empty when nothing was said."""
        return self.texts.get(key, "")

    def saying(self, key: str, text: str) -> Self:
        """The same page once a field holds these words: empty means unknown again, «refus» means refused."""
        words = " ".join(text.split())[:LONGEST_TEXT]
        texts = {name: told for name, told in self.texts.items() if name != key}
        refused = self.refused - {key}
        if words.casefold() in _REFUSALS:
            refused |= {key}
        elif words and len(texts) < MOST_FIELDS:  # a page that grows at each post would stop every other one
            texts[key] = words
        return replace(self, texts=texts, refused=refused, skipped=self.skipped - {key})

    def with_form(self, posted: Mapping[str, str], refusals: Iterable[str] = ()) -> Self:
        """The page after an expert form was posted: each field it showed speaks again, the others keep what was said."""
        page = self
        ticked = frozenset(key for key in refusals if FIELD_NAME.fullmatch(key))
        for key, text in list(posted.items())[:MOST_FIELDS]:
            if FIELD_NAME.fullmatch(key):
                page = page.saying(key, REFUSAL if key in ticked and not text.strip() else text)
        return page

    def refusing(self, key: str) -> Self:
        """The person would rather not answer this."""
        return self.saying(key, REFUSAL)

    def skipping(self, key: str) -> Self:
        """«Je ne sais pas»: unknown, and not asked again."""
        page = self.saying(key, "")
        return replace(page, skipped=page.skipped | {key})

    def confirming(self, reserve: str) -> Self:
        """A reserve is told true."""
        return replace(self, confirmed=self.confirmed | {reserve}, denied=self.denied - {reserve}) if reserve in reserves() else self

    def denying(self, reserve: str) -> Self:
        """A reserve is told false: its facts are no longer held at their usual value."""
        return replace(self, denied=self.denied | {reserve}, confirmed=self.confirmed - {reserve}) if reserve in reserves() else self

    def doubting(self, reserve: str) -> Self:
        """A reserve goes back to «held until asked»."""
        return replace(self, denied=self.denied - {reserve}, confirmed=self.confirmed - {reserve})

    def stepped(self, key: str) -> Self:
        """The guided question ``key`` has been answered."""
        return replace(self, path=(*[step for step in self.path if step != key], key))

    def back(self) -> tuple[Self, str]:
        """The page one guided question earlier, and that question («» at the start). Its words stay, to be corrected."""
        if not self.path:
            return self, ""
        last = self.path[-1]
        page = replace(self, path=self.path[:-1], skipped=self.skipped - {last}, refused=self.refused - {last})
        return page.doubting(last.removeprefix(RESERVE)), last


def encode(told: Told) -> bytes:
    """The page as compact JSON, the clear text that is sealed."""
    opened_from = {"f": told.file, "n": told.called} if told.file else {}
    return json.dumps(
        {
            **opened_from,
            "v": 1,
            "t": dict(told.texts),
            "r": sorted(told.refused),
            "s": sorted(told.skipped),
            "c": sorted(told.confirmed),
            "d": sorted(told.denied),
            "p": list(told.path),
            "l": told.shared,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def decode(data: bytes) -> Told:
    """Inverse of ``encode``; StateRefused on anything else (another version, a damaged state)."""
    try:
        held = json.loads(data)
        if held["v"] != 1:
            raise StateRefused("another version wrote this state")
        return Told(
            texts={str(key): str(text) for key, text in held["t"].items()},
            refused=frozenset(map(str, held["r"])),
            skipped=frozenset(map(str, held["s"])),
            confirmed=frozenset(map(str, held["c"])),
            denied=frozenset(map(str, held["d"])),
            path=tuple(map(str, held["p"])),
            shared=bool(held["l"]),
            file=str(held.get("f", "")),
            called=str(held.get("n", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StateRefused("this is not a page state") from error
