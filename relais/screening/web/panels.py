"""What the screening lays on the page of a file: its probable rights, as its last situation kept was answered. No engine is loaded here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.utils import timezone

from relais.casework.asking import decides_at
from relais.casework.offered import Offered
from relais.casework.queries import interviews as casework
from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people import queries as people
from relais.people.rules import Level
from relais.screening import queries
from relais.screening.web.card_words import card_words
from relais.screening.web.probable import kept_answers, offer_of

if TYPE_CHECKING:
    from relais.casework.models import RightDecision
    from relais.people.models import File
    from relais.screening.rules.board import Shown


@dataclass(frozen=True, slots=True)
class Line:
    """A right, what the person last said of it (None when nobody spoke of it), and the address where she decides ("" without)."""

    offer: Offered
    said: "RightDecision | None"
    decides_at: str


def situation(request: ActorRequest, found: "File") -> Panel | None:
    """The probable rights, each with the person's last word, for whoever reads the administrative part; two queries."""
    if Level.ADMINISTRATIVE not in found.levels_read:  # type: ignore[attr-defined]  # written by of_file
        return None
    now = timezone.now()
    kept = people.last_situation(request.actor, found, now=now)
    said = {one.right: one for one in casework.decisions_of(request.actor, found, now=now)}
    probable = None if kept is None else kept_answers(kept, on=timezone.localdate(now))
    works = found.reading is not None and Level.ADMINISTRATIVE in found.reading.works
    at = partial(decides_at, found) if works else _nowhere
    to_claim = [] if probable is None else _lines(probable.board.to_claim, said, at)
    to_check = [] if probable is None else _lines(probable.board.to_check, said, at)
    shown = {line.offer.right for line in (*to_claim, *to_check)}
    others = [
        (card_words(card).label, said[code], at(code)) for code, card in queries.cards().items() if code in said and code not in shown
    ]
    context = {"file": found, "kept": kept, "probable": probable, "to_claim": to_claim, "to_check": to_check, "others": others}
    return Panel("screening/file_panel.html", {**context, "works": works})


def _nowhere(_right: str) -> str:
    """For whoever reads without writing."""
    return ""


def _lines(answers: "tuple[Shown, ...]", said: "dict[str, RightDecision]", at: Callable[[str], str]) -> list[Line]:
    return [Line(offer, said.get(offer.right), at(offer.right)) for offer in map(offer_of, answers)]
