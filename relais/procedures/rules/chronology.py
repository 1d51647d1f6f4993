"""What silence came to mean along the story of a démarche, read act by act against its clocks. Pure.

Today's turn says what a silence means today (``rules.turns``); a chronology also tells the silence that an appeal or a late answer has
closed since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from relais.law.clocks.engine import Answer, Dated
from relais.procedures.rules.progress import Step, progress
from relais.procedures.rules.turns import Law, clock


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a chronology. ``kind``: acte, lettre, blocage, silence, note; ``lines``: what more is told; ``who``: par, avec, pour;
    ``exhibits``: their numbers; ``source``: the law that says it, "" when none does."""

    on: date
    kind: str
    title: str
    lines: tuple[str, ...] = ()
    who: str = ""
    exhibits: tuple[int, ...] = ()
    source: str = ""


def silences(steps: Sequence[Step], law: Law, *, on: date) -> list[Dated]:
    """The days on which silence came to mean a grant or a refusal, before what answered it; each once, by day."""
    ordered = sorted(steps, key=lambda one: one.on)
    found: dict[tuple[str, date], Dated] = {}
    for rank in range(1, len(ordered) + 1):
        until = ordered[rank].on if rank < len(ordered) else on
        answer = clock(progress(ordered[:rank]), law, on=until)
        for dated in answer.dates if answer is not None else ():
            silent = dated.code.startswith("silence") and dated.meaning in ("acceptation", "refus")
            if silent and ordered[rank - 1].on <= dated.legal < until:
                found.setdefault((dated.meaning, dated.legal), dated)
    return [found[key] for key in sorted(found, key=lambda key: (key[1], key[0]))]


def ahead(answer: Answer | None, *, on: date) -> list[Dated]:
    """The dates of law still to come, by day."""
    dates = answer.dates if answer is not None else ()
    return sorted((one for one in dates if one.legal >= on), key=lambda one: (one.legal, one.code))
