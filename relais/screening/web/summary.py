"""What was told, line by line, in words: to be read again, corrected, and printed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from relais.law.situation.household import FactKey
from relais.screening import queries
from relais.screening.rules.layout import CHILDREN, OTHERS
from relais.screening.rules.told import RESERVE, Told
from relais.screening.web.answer_views import question_label
from relais.screening.web.field_views import Sheet, children_of, echo_of, field_named
from relais.screening.web.page import Outcome
from relais.ui.sentences import said


@dataclass(frozen=True, slots=True)
class Line:
    """One thing told. ``key``: its question."""

    key: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why an answer cannot be taken, and the communes to choose among."""

    text: str
    candidates: tuple[str, ...]


def fact_key(key: str) -> FactKey:
    """«p1.salaire» → its fact and its person."""
    person, _dot, fact = key.rpartition(".")
    return FactKey(fact, person)


def names_of(outcome: Outcome) -> Mapping[str, str]:
    """How the children are called on this page."""
    return {member.id: member.name for member in children_of(outcome.reading, outcome.today)}


def unreadable(outcome: Outcome, key: str) -> Unreadable | None:
    """None when the answer to ``key`` was understood."""
    person, _dot, fact = key.partition(".")
    where = {"e": CHILDREN, "a": OTHERS}.get(person[:1], key) if fact == "naissance" else key
    problem = outcome.reading.problems.get(where)
    return Unreadable(said(problem), outcome.reading.candidates.get(where, ())) if problem else None


def summary_of(outcome: Outcome) -> tuple[Line, ...]:
    """What was told, in the order of the papers, then the reserves spoken of."""
    told = outcome.told
    order = _order()
    keys = sorted({*told.texts, *told.refused, *told.skipped}, key=lambda key: (order.get(key.rpartition(".")[2], 999), key))
    names = names_of(outcome)
    lines = [Line(key, question_label(fact_key(key), names), _words(key, outcome)) for key in keys if field_named(key) is not None]
    return (*lines, *_reserve_lines(told))


def _order() -> Mapping[str, int]:
    first = ("naissance", "couple", "enfants", "autres")
    return {code: rank for rank, code in enumerate(dict.fromkeys((*first, *queries.facts())))}


def _words(key: str, outcome: Outcome) -> str:
    """What was understood, else what was typed, else why nothing is known."""
    told = outcome.told
    if key in told.refused:
        return _("ne souhaite pas répondre")
    if key in told.skipped:
        return _("ne sait pas")
    field = field_named(key)
    if field is None:
        return told.text(key)
    chosen = dict(field.choices).get(told.text(key))
    return _(chosen) if chosen else echo_of(field, Sheet(told, outcome.reading, outcome.today)) or told.text(key)


def _reserve_lines(told: Told) -> tuple[Line, ...]:
    lines = []
    for code, reserve in queries.reserves().items():
        if code in told.confirmed | told.denied:
            words = _("confirmé") if code in told.confirmed else _("ce n’est pas le cas")
            lines.append(Line(f"{RESERVE}{code}", said(reserve.sentence), words))
    return tuple(lines)
