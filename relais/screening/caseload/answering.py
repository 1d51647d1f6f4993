"""The chunk function with the engine and the rights of this process. Free of Django; a cluster may run it."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from relais.law.answers import chunk
from relais.law.engine.face import Engine
from relais.law.engine.openfisca_engine import load_engine
from relais.law.rights.offer import offer

Document = dict[str, Any]


@lru_cache(maxsize=1)
def loaded(cache: Path) -> Engine:
    """The engine of this process; call it before forking so that workers share the memory."""
    return load_engine(cache)


def screen_chunk(documents: list[Document], month: str, *, cache: Path, local_rights: Path) -> list[Document]:
    """One answer a document, in order, for a month written ``2026-11``: the JSON of ``screening_json`` and its ``month``.

    Incomes told by month keep their months; the last one told goes on. ValueError when a document cannot be read that month.
    """
    asked = [{**document, "month": month} for document in documents]
    answers = chunk.screen_chunk(asked, month, engine=loaded(cache), cards=offer(local_rights).values())
    for answer in answers:
        if "problems" in answer:
            raise ValueError(" ".join(problem["message"] for problem in answer["problems"]))
        answer["month"] = month
    return answers
