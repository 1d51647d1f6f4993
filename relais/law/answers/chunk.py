"""The function of a chunk of a caseload: documents in, results out. Free of Django, of the clock and of the disk: a pool of
processes or a cluster runs it as it is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from relais.kernel.months import Month
from relais.law.answers.screen import screen
from relais.law.answers.serialise import screening_json
from relais.law.engine.face import Engine
from relais.law.engine.freshness import overdue
from relais.law.engine.openfisca_engine import load_engine
from relais.law.rights.card import Card
from relais.law.rights.catalogue import catalogue
from relais.law.situation.document import read_household
from relais.law.situation.household import Household


def screen_chunk(
    documents: Sequence[Mapping[str, Any]],
    month: str,
    *,
    engine: Engine | None = None,
    cards: Iterable[Card] | None = None,
    on: date | None = None,
) -> list[dict[str, Any]]:
    """One result for each document, in order: ``screening_json``, or ``{"id", "problems": [{"fact", "code", "message"}]}``.

    ``month``: the month screened (``2026-11``) of the documents that name none; ValueError when it is not one. ``engine`` and
    ``cards``: the pinned legislation and the whole catalogue by default. ``on``: the day of the question, the first of the month
    by default. A document that cannot be read never stops the others.
    """
    screened = Month.parse(month)
    read = [_read(document, screened) for document in documents]
    households = [found for found in read if isinstance(found, Household)]
    answered = iter(
        screen(
            households,
            engine=engine or load_engine(),
            cards=catalogue().values() if cards is None else cards,
            on=on or screened.first_day(),
            overdue=frozenset(overdue(screened)),
        )
        if households
        else ()
    )
    return [screening_json(next(answered)) if isinstance(found, Household) else found for found in read]


def _read(document: Mapping[str, Any], month: Month) -> Household | dict[str, Any]:
    reading = read_household(document, month=month)
    if reading.household is not None:
        return reading.household
    errors = [problem for problem in reading.problems if not problem.warning]
    told = [{"fact": str(problem.key), "code": problem.code, "message": problem.message} for problem in errors]
    return {"id": str(document.get("id", "")) if isinstance(document, Mapping) else "", "problems": told}
