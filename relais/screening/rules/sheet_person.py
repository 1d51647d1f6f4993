"""The sheet handed to the person: at most three rights, those she keeps, in words made to be read aloud. Pure.

One A4 folded in three. Outside, the date and «Pour vous», nothing else: no right, no organisation, no service. Inside, for each
right: one sentence that promises nothing, what to bring, where to go or whom to call, by when. Never a website or an e-mail alone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from relais.kernel.sentences import figure
from relais.law.answers.shape import Answer, Group
from relais.law.rights.card import Card
from relais.screening.rules.sheet_words import RightWords, SheetWords

MOST_RIGHTS = 3
#: a blank of the sheet is cut there: beyond, three rights no longer hold on one page.
LONGEST_PLACE, LONGEST_SERVICE = 80, 44
#: lines of 14 points inside, under the fold, and the characters of the widest font on one of them.
_LINES, _WIDE_LINE, _NARROW_LINE = 28, 56, 46
_MOST_NOTES, _NOTES_OF_TWO = 9, 3
#: so tight a page keeps no line to write on: its back is blank.
_FULL = -5
#: an amount is written only when it is known to the nearest ten euros, or to the tenth.
_NARROW_EUROS, _NARROW_SHARE = 20.0, 0.1

_SCREEN_ONLY = re.compile(
    r"https?:|www\.|@|\b[\w-]+\.(?:fr|com|org|net|eu)\b|\b(?:internet|en ligne|site|e-?mail|courriel|appli\w*)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A right that the person keeps. ``place``: counter or phone written by the worker, "" for the words of the card.

    ``before``: last day, None when nobody said one. ``amount``: euros a month to write, None for no amount (the usual case).
    """

    card: Card
    place: str = ""
    before: date | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class RightLines:
    """One right in one language, ready to print; ``amount`` may be empty."""

    words: SheetWords
    sentence: str
    amount: str
    bring: str
    where: str
    when: str


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """The whole sheet. ``languages``: French alone, or another language then French; ``rights``: for each, its lines by language.

    ``days``: the date of the sheet by language. ``note_lines``: how many lines are left to write on. French alone holds on one page;
    two languages take a second leaf when there are two rights or three.
    """

    languages: tuple[SheetWords, ...]
    days: tuple[tuple[SheetWords, str], ...]
    rights: tuple[tuple[RightLines, ...], ...]
    given_by: tuple[tuple[SheetWords, str], ...]
    note_lines: int

    @property
    def two_languages(self) -> bool:
        """A translation stands beside the French."""
        return len(self.languages) > 1


def person_sheet(*, kept: Sequence[Kept], on: date, french: SheetWords, beside: SheetWords | None = None, service: str = "") -> PersonSheet:
    """The sheet of the rights kept. ValueError when there is none, or more than three.

    ``beside``: the language shown with the French; a right that nobody translated stays in French alone.
    """
    if not 1 <= len(kept) <= MOST_RIGHTS:
        raise ValueError(f"a sheet holds one to {MOST_RIGHTS} rights")
    languages = (beside, french) if beside else (french,)
    rights = tuple(tuple(_lines(one, words) for words in languages if _speaks(words, one.card, french)) for one in kept)
    return PersonSheet(
        languages=languages,
        days=tuple((words, words.day(on)) for words in languages),
        rights=rights,
        given_by=tuple((words, words.text("given_by", service=service)) for words in languages) if service else (),
        note_lines=_NOTES_OF_TWO if beside else _notes(rights, service),
    )


def amount_to_write(answer: Answer, card: Card) -> int | None:
    """Euros a month that may be written on the paper, rounded down to tens; None nearly always.

    A paper that promises what the organisation then refuses is worse than no amount: only a right «à demander», paid by month, that
    no reserve carries, not received yet, whose scale is up to date and whose range is narrow.
    """
    unit = card.rule.unit if card.rule else card.amount.get("period")
    low, high = answer.monthly_min, answer.monthly_max
    sure = answer.group is Group.TO_CLAIM and not answer.reserves and not answer.stale and answer.received is None
    if not sure or unit != "month" or not (answer.show_amount and card.amount_shown) or low is None or high is None:
        return None
    rounded = int(low // 10 * 10)
    return rounded if rounded > 0 and high - low <= max(_NARROW_EUROS, _NARROW_SHARE * high) else None


def outside(sheet: PersonSheet) -> str:
    """All that can be read once the sheet is folded."""
    return "\n".join(f"{words.text('outside')}\n{day}" for words, day in sheet.days)


def spoken(sheet: PersonSheet, language: str) -> str:
    """The inside as one reads it aloud in a language, a full stop after each line: the text whose readability is measured."""
    words = next(words for words in sheet.languages if words.language == language)
    lines = [words.text("title"), words.text("nothing_sure")]
    for one in (lines_ for right in sheet.rights for lines_ in right if lines_.words.language == language):
        told = ((words.text(label), text) for label, text in (("bring", one.bring), ("where", one.where), ("when", one.when)))
        lines += [one.sentence, one.amount, *(f"{label} : {text}" for label, text in told)]
    lines += [words.text("refused"), words.text("notes")]
    return "\n".join(line if line.endswith((".", "?", "!")) else f"{line}." for line in lines if line)


def names_screen_only(text: str) -> bool:
    """Whether a place names a website or an e-mail: never enough for someone without a screen."""
    return _SCREEN_ONLY.search(text) is not None


def _speaks(words: SheetWords, card: Card, french: SheetWords) -> bool:
    return words is french or card.code in words.rights


def _lines(kept: Kept, words: SheetWords) -> RightLines:
    card = kept.card
    told = words.rights.get(card.code) or RightWords(card.person_sentence, card.bring, card.where)
    where = kept.place.strip() or told.where
    if names_screen_only(where):
        where = f"{_ended(where)} {words.text('someone')}"
    return RightLines(
        words=words,
        sentence=told.sentence,
        amount=words.text("amount", amount=figure(kept.amount)) if kept.amount else "",
        bring=_ended(_listed(told.bring)),
        where=_ended(where),
        when=words.text("before", day=words.day(kept.before)) if kept.before else words.when.get(card.code, words.text("soon")),
    )


def _listed(items: Iterable[str]) -> str:
    """«Votre bail, une quittance de loyer, votre RIB»."""
    written = ", ".join(items)
    return written[:1].upper() + written[1:]


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _notes(rights: Sequence[Sequence[RightLines]], service: str) -> int:
    """Lines left to write on, estimated by the widest font so that the page never overflows."""
    used = 7 + bool(service)
    for right in rights:
        one = right[-1]
        used += 1 + _rows(one.sentence, _WIDE_LINE) + bool(one.amount)
        used += sum(_rows(text, _NARROW_LINE) for text in (one.bring, one.where, one.when))
    left = _LINES - used
    return 0 if left < _FULL else max(1, min(_MOST_NOTES, left * 2 // 3 + 1))


def _rows(text: str, width: int) -> int:
    return -(-len(text) // width)
