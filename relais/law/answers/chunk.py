"""The function of a chunk of a caseload: households in, results out. Free of Django, of the clock and of the disk: a pool of
processes or a cluster runs it as it is."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from relais.kernel.months import Month
from relais.law.answers.screen import screen
from relais.law.answers.serialise import screening_json
from relais.law.engine.face import Engine
from relais.law.engine.freshness import overdue
from relais.law.rights.card import Card
from relais.law.situation.household import Household


def screen_chunk(
    households: Sequence[Household], month: Month, *, engine: Engine, cards: Iterable[Card], on: date | None = None
) -> list[dict[str, Any]]:
    """One ``screening_json`` for each household, in order; all are screened for ``month``.

    ``on``: the day of the question, the first of the month by default.
    """
    if not households:
        return []
    late = frozenset(overdue(month, engine.known_dates(month)))
    answered = screen(households, engine=engine, cards=cards, on=on or month.first_day(), overdue=late)
    return [screening_json(each) for each in answered]
