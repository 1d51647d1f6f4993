"""Why a column or a row is left aside: sentences, kept as they were made so that each reader hears them in the language of their page."""

import json
from collections.abc import Iterable
from typing import Any

from relais.kernel.sentences import Sentence, again

#: between two reasons, in any language.
SEPARATOR = " · "


def in_column(header: str, why: Sentence) -> Sentence:
    """What is wrong, after the column where it is, called as its author called it."""
    return Sentence("colonne « {header} » : {why}", header=header, why=why)


def kept(reasons: Iterable[str]) -> str:
    """These sentences as one text to store; "" for none. A value is a word, a number or a sentence."""
    written = [_written(Sentence.of(one)) for one in reasons if one]
    return json.dumps(written, ensure_ascii=False) if written else ""


def reread(stored: str) -> list[Sentence]:
    """The sentences of such a text; what was stored before as plain French is one sentence, without its English."""
    if not stored.startswith("["):
        return [Sentence("{text}", text=stored)] if stored else []
    return [_sentence(one) for one in json.loads(stored)]


def _written(sentence: Sentence) -> list[Any]:
    return [sentence.template, {name: _stored(value) for name, value in sentence.values.items()}]


def _sentence(written: list[Any]) -> Sentence:
    template, values = written
    return again(template, {name: _value(value) for name, value in values.items()})


def _stored(value: Any) -> Any:  # noqa: ANN401  # what json holds
    # a sentence within a sentence is a pair; a tuple of words becomes a list of texts
    return {"said": _written(value)} if isinstance(value, Sentence) else value


def _value(stored: Any) -> Any:  # noqa: ANN401  # what json holds
    if isinstance(stored, dict):
        return _sentence(stored["said"])
    return tuple(stored) if isinstance(stored, list) else stored
