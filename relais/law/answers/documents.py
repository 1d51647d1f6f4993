"""The answers of a caseload as text: each state of a right is written once, with holes, and the figures of each household are put in.

The same text as ``serialise`` would give, some twenty times quicker: no object is made for an answer.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import isnan

import numpy as np

from relais.kernel.sentences import FIRM, Sentence, figure
from relais.law.answers import judging
from relais.law.answers.bench import Bench
from relais.law.answers.judging import GROUPS, Judged
from relais.law.answers.serialise import MOST_QUESTIONS, answer_json
from relais.law.answers.shape import ConditionRead, NextQuestion
from relais.law.answers.telling import Figures, State, told
from relais.law.situation.different import different
from relais.law.situation.household import FactKey

#: states written from which a writer is full: some 40 MB.
MOST_STATES = 20_000
#: figures of an answer before the sides of its conditions.
_EUROS = 3
_SIDES = 4
#: what stands for a figure and for a figure in a text while a state is written; no household has such euros, no text such marks.
_HOLE, _MARK = "1.{:05d}1e+300", "\x01{:08d}\x01"
_HOLES = re.compile(r"1\.(\d{5})1e\+300|\\u0001(\d{8})\\u0001")
#: more than the figures of an answer.
_MOST = 10_000
_GROUP_CODES = tuple(group.value for group in GROUPS)
#: one row of a table: right, group, least and most euros a month, received, facts that would settle it, date of the rules.
Line = tuple[str, str, float | None, float | None, float | None, str, str]

#: how a line is written, without the household and the month.
Form = Callable[[Line], str]


@dataclass(frozen=True, slots=True)
class Written:
    """A state of a right as JSON: a format of ``%`` in UTF-8, the ranks of the figures that it takes, then the lowest and highest ones said
    in its texts, by their ranks."""

    text: bytes
    figures: Sequence[int]
    said: Sequence[tuple[int, int]]


@dataclass
class Writer:
    """Writes the states of answers judged with one bench, and remembers them. Not for several threads."""

    bench: Bench
    _states: list[dict[bytes, Written]] = field(init=False)
    _count: int = 0

    def __post_init__(self) -> None:
        self._states = [{} for _ in self.bench.cards]

    def written(self, judged: Judged, right: int) -> list[Written]:
        """The state of a right for each household."""
        start, stop = judged.spans[right]
        states, bits = judged.states[:, right], judged.detail.conditions[:, start:stop]
        marks = np.concatenate([states.view(np.uint8).reshape(len(states), -1), bits], axis=1)
        width, flat, known = marks.shape[1], marks.tobytes(), self._states[right]
        found = []
        for place, at in enumerate(range(0, len(flat), width)):
            mark = flat[at : at + width]
            one = known.get(mark)
            if one is None:
                one = known[mark] = _write(State(right, states[place].tolist(), bits[place].tolist()), self.bench)
                self._count += 1
            found.append(one)
        return found

    @property
    def full(self) -> bool:
        """Whether it holds so much that another one should begin: a caseload of any size takes the same memory."""
        return self._count + len(self.bench.settled) > MOST_STATES


def _write(state: State, bench: Bench) -> Written:
    """The JSON of the answer of a state, figures left out."""
    empty = state.columns[judging.EMPTY]
    low, high, received = (None if empty >> rank & 1 else _hole(rank) for rank in range(_EUROS))
    sides = [_holes(rank, bits) for rank, bits in enumerate(state.bits)]
    answer = told(state, Figures(low, high, received, sides), bench, lambda condition: _said(condition, state.bits))
    text = json.dumps(answer_json(answer), ensure_ascii=False).replace("%", "%%")
    figures: list[int] = []
    said: list[tuple[int, int]] = []

    def put(found: re.Match[str]) -> str:
        if found[1] is None:
            said.append((int(found[2]) // _MOST, int(found[2]) % _MOST))
            return "%b"
        figures.append(int(found[1]))
        return "%a"

    return Written(_HOLES.sub(put, text).encode(), figures, said)


def _hole(rank: int) -> float:
    return float(_HOLE.format(rank))


def _holes(condition: int, bits: int) -> Sequence[float | None]:
    """The holes of the four sides of a condition."""
    first = _EUROS + _SIDES * condition
    nothing = (bool(bits & judging.NO_LEFT),) * 2 + (bool(bits & judging.NO_RIGHT),) * 2
    return [None if none else _hole(first + side) for side, none in enumerate(nothing)]


def _said(condition: ConditionRead, bits: Sequence[int]) -> Sentence:
    """``condition_sentence`` with marks in place of its figures."""
    label = Sentence.of(condition.label)
    if condition.value_min is None or condition.limit_min is None:
        return label
    low = int(_HOLE_RANK.findall(repr(condition.value_min))[0])
    far = bool(bits[(low - _EUROS) // _SIDES] & judging.FAR)
    unit = f"{FIRM}{condition.unit}" if condition.unit else ""
    value, limit = (f"{_mark(*ranks)}{unit}" for ranks in ((low, low if far else low + 1), (low + 2, low + 3)))
    if far:
        return Sentence("{label}\u00a0: au moins {value}, limite {limit}", label=label, value=value, limit=limit)
    return Sentence("{label}\u00a0: {value}, limite {limit}", label=label, value=value, limit=limit)


def _mark(least: int, most: int) -> str:
    return _MARK.format(_MOST * least + most)


_HOLE_RANK = re.compile(r"1\.(\d{5})1")


@lru_cache(maxsize=65_536)
def _whole(amount: int) -> bytes:
    """A figure in a text."""
    return figure(amount).encode()


def _between(low: float, high: float) -> bytes:
    """One figure, or a range, as ``Measure`` says it."""
    least, most = _whole(round(low)), _whole(round(high))
    return least if least == most else least + _TO + most


_TO = " à ".encode()


class Answers:
    """The answers of some households, by their place: as JSON, or as lines of a table."""

    def __init__(self, ids: Sequence[str], judged: Judged, writer: Writer) -> None:
        self._ids, self._judged, self._writer = ids, judged, writer
        self._bench = writer.bench
        self._formed: dict[Form, list[tuple[str, ...]]] = {}

    def document(self, place: int) -> bytes:
        """What ``screening_json`` gives, as JSON in UTF-8 without its last brace: a third of the memory of the same text."""
        results = b", ".join([right[place] for right in self._results])
        asked = ", ".join(map(_question, self._judged.detail.questions[place][:MOST_QUESTIONS]))
        name = _quoted(self._ids[place]).encode()
        return b'{"id": %b, "results": [%b], "next_questions": [%b]' % (name, results, asked.encode())

    def lines(self, place: int) -> list[Line]:
        """A line for each right."""
        return [lines[ranks[place]] for lines, ranks in self._lines]

    def each(self, form: Form, place: int) -> Sequence[str]:
        """What ``form`` makes of each line, once for those that are equal."""
        found = self._formed.get(form)
        if found is None:
            columns = [(list(map(form, lines)), ranks) for lines, ranks in self._lines]
            found = self._formed[form] = list(zip(*[map(texts.__getitem__, ranks) for texts, ranks in columns], strict=True))
        return found[place]

    def tally(self, places: Sequence[int]) -> dict[tuple[str, str], int]:
        """(right, group) → how many of the households at these places."""
        rights, groups = len(self._bench.cards), len(_GROUP_CODES)
        codes = self._judged.states[np.asarray(places, np.intp), :, judging.GROUP] + groups * np.arange(rights)
        counts = np.bincount(codes.ravel(), minlength=groups * rights).reshape(rights, groups)
        return {
            (self._bench.cards[right].code, _GROUP_CODES[group]): int(counts[right, group]) for right, group in np.argwhere(counts).tolist()
        }

    @cached_property
    def _results(self) -> list[list[bytes]]:
        """By right, the JSON of each household."""
        return [self._result(right) for right in range(len(self._bench.cards))]

    def _result(self, right: int) -> list[bytes]:
        judged = self._judged
        start, stop = judged.spans[right]
        sides = judged.detail.sides[:, start:stop].reshape(len(judged.figures), -1)
        figures = np.concatenate([judged.figures[:, right], sides], axis=1).tolist()
        return [
            one.text % (*[mine[rank] for rank in one.figures], *[_between(mine[least], mine[most]) for least, most in one.said])
            for one, mine in zip(self._writer.written(judged, right), figures, strict=True)
        ]

    @cached_property
    def _lines(self) -> list[tuple[list[Line], list[int]]]:
        """By right, its different lines, and the rank of that of each household."""
        return [self._of_right(right) for right in range(len(self._bench.cards))]

    def _of_right(self, right: int) -> tuple[list[Line], list[int]]:
        card, judged = self._bench.cards[right], self._judged
        day = (card.rules_date or self._bench.on).isoformat()
        said = np.ascontiguousarray(judged.states[:, right, [judging.GROUP, judging.SETTLED]])
        figures = np.ascontiguousarray(judged.figures[:, right])
        firsts, ranks = different(np.concatenate([said.view(np.uint64), figures.view(np.uint64)], axis=1))
        lines = [
            (card.code, _GROUP_CODES[group], *map(_given, three), _listed(self._bench.settled[settled]), day)
            for (group, settled), three in zip(said[firsts].tolist(), figures[firsts].tolist(), strict=True)
        ]
        return lines, ranks.tolist()


def _given(amount: float) -> float | None:
    """None for a figure that there is not."""
    return None if isnan(amount) else amount


@lru_cache(maxsize=4096)
def _listed(keys: Sequence[FactKey]) -> str:
    return " ".join(map(str, keys))


def _question(question: NextQuestion) -> str:
    """What ``question_json`` gives, as JSON."""
    return (
        f'{{"fact": {_quoted(str(question.key))}, "reserve": {_quoted(question.reserve)}, "answers_changed": {question.answers_changed}, '
        f'"euros_changed": {question.euros_changed!r}, "rights": {_rights(question.rights)}}}'
    )


@lru_cache(maxsize=4096)
def _rights(codes: Sequence[str]) -> str:
    return json.dumps(codes)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
