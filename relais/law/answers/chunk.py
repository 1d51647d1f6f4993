"""The function of a chunk of a caseload: households in, answers out. Free of Django, of the clock and of the disk: a pool of processes
or a cluster runs it as it is."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from relais.kernel.months import Month
from relais.law.answers.bench import Bench
from relais.law.answers.documents import Answers, Form, Writer
from relais.law.answers.patterns import Patterns
from relais.law.answers.screen import judged_together, needs_of
from relais.law.engine.face import Engine
from relais.law.engine.freshness import overdue
from relais.law.rights.card import Card
from relais.law.situation.cohort import Cohort
from relais.law.situation.household import Household

#: desks kept by a process: one for each month of a run.
DESKS = 12


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers of one household, written when asked."""

    id: str
    month: str
    place: int
    answers: Answers

    def document(self) -> bytes:
        """JSON in UTF-8: what ``screening_json`` gives, and the ``month``."""
        return b'%b, "month": "%b"}' % (self.answers.document(self.place), self.month.encode())

    def each(self, form: Form) -> Sequence[str]:
        """For a table, what ``form`` makes of the line of each right."""
        return self.answers.each(form, self.place)


def screen_chunk(
    households: Sequence[Household], month: Month, *, engine: Engine, cards: Iterable[Card], on: date | None = None
) -> list[Answered]:
    """The answers of each household, in order; all are screened for ``month``.

    ``on``: the day of the question, the first of the month by default.
    """
    if not households:
        return []
    desk = _desk(tuple(cards), month, on or month.first_day(), engine)
    judged = judged_together(households, engine, desk.writer.bench, desk.patterns)
    ids = households.ids if isinstance(households, Cohort) else [household.id for household in households]
    answers, written = Answers(ids, judged, desk.writer), str(month)
    return [Answered(name, written, place, answers) for place, name in enumerate(ids)]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a process keeps from one chunk to the next: how households told alike are completed, how each state is written."""

    engine: Engine
    writer: Writer
    patterns: Patterns


#: by the cards and the engine themselves, which the desk holds, the month and the day. A process answers its chunks one after the other.
_desks: OrderedDict[tuple[tuple[int, ...], Month, date], _Desk] = OrderedDict()


def _desk(cards: tuple[Card, ...], month: Month, on: date, engine: Engine) -> _Desk:
    mark = (id(engine), *map(id, cards)), month, on
    found = _desks.get(mark)
    if found is None or found.writer.full:
        late = frozenset(overdue(month, engine.known_dates(month)))
        found = _desks[mark] = _Desk(engine, Writer(Bench(cards, on, late)), Patterns(needs_of(cards)))
    _desks.move_to_end(mark)
    if len(_desks) > DESKS:
        _desks.popitem(last=False)
    return found
