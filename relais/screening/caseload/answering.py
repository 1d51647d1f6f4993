"""The chunk function: documents in, answers out. Free of Django and of any state but its cached engine: a cluster may run it."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from relais.kernel.months import Month
from relais.law.answers.screen import screen
from relais.law.answers.serialise import screening_json
from relais.law.engine import load_engine
from relais.law.engine.face import Engine
from relais.law.rights.card import Card
from relais.law.rights.catalogue import catalogue
from relais.law.situation.document import read_document

Document = dict[str, Any]


@lru_cache(maxsize=1)
def loaded(cache: Path) -> tuple[Engine, tuple[Card, ...]]:
    """The engine and the cards of this process; call it before forking so that workers share the memory."""
    return load_engine(cache), tuple(catalogue().values())


def screen_chunk(documents: list[Document], month: str, *, cache: Path) -> list[Document]:
    """One answer a document, in order, for a month written ``2026-11``: the JSON of ``screening_json`` and its ``month``.

    Incomes told by month keep their months; the last one told goes on. ValueError when a document cannot be read.
    """
    engine, cards = loaded(cache)
    households = []
    for document in documents:
        reading = read_document({**document, "month": month})
        if reading.household is None:
            raise ValueError(" ".join(problem.message for problem in reading.problems))
        households.append(reading.household)
    answers = screen(households, engine=engine, cards=cards, on=Month.parse(month).first_day())
    return [{**screening_json(answer), "month": month} for answer in answers]
