"""What the professional's sheet prints, gathered from the same outcome as the screen. Built under French."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from relais import __version__
from relais.law.engine.inputs import ENGINE_INPUTS
from relais.law.situation.catalogue import SECTIONS
from relais.law.situation.facts import Fact
from relais.screening import queries
from relais.screening.rules.sheet_professional import Assumption, ProfessionalWords, assumptions, professional_words, unanswered
from relais.screening.web.answer_views import AnswerView, BoardView, ReserveView, SharedLimit
from relais.screening.web.page import Outcome
from relais.screening.web.summary import Line, summary_of


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A fact told: what was said, and where it can be read."""

    label: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class UnknownFacts:
    """The facts of one section that nobody told."""

    title: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """Answers under one title."""

    title: str
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True, slots=True)
class ProfessionalSheet:
    """The whole sheet. ``explained``: groups told right by right; ``listed``: groups told in one table each."""

    words: ProfessionalWords
    on: date
    counts: str
    told: tuple[ToldLine, ...]
    refused: tuple[str, ...]
    unknown: tuple[UnknownFacts, ...]
    reserves: tuple[ReserveView, ...]
    explained: tuple[AnswerGroup, ...]
    listed: tuple[AnswerGroup, ...]
    assumptions: tuple[Assumption, ...]
    limits: tuple[SharedLimit, ...]
    version: str
    engine: str


def professional_sheet(outcome: Outcome, board: BoardView) -> ProfessionalSheet:
    """The sheet of an outcome that has its answers."""
    words, facts, household = professional_words(), queries.facts(), outcome.reading.household
    used = frozenset(code for card in queries.cards().values() for code in card.facts)
    lines = summary_of(outcome)
    not_told = outcome.told.refused | outcome.told.skipped
    return ProfessionalSheet(
        words=words,
        on=outcome.today,
        counts=board.counts,
        told=tuple(ToldLine(one.label, _value(one, outcome), _source(one.key, words)) for one in lines if one.key not in not_told),
        refused=tuple(one.label for one in lines if one.key in outcome.told.refused),
        unknown=tuple(_by_section(unanswered(household=household, facts=facts, used=used))),
        reserves=board.reserves,
        explained=_groups(("À demander", board.to_claim), ("À vérifier", board.to_check)),
        listed=_groups(
            ("À vérifier, selon d’autres faits non dits", board.later.answers if board.later else ()),
            ("Selon un fait peu courant, non dit", tuple(one for fold in board.folds for one in fold.answers)),
            ("Sans doute non", board.unlikely),
            ("On ne sait pas", board.unknown),
        ),
        assumptions=assumptions(household=household, facts=facts, inputs=ENGINE_INPUTS),
        limits=board.limits,
        version=__version__,
        engine=queries.engine().version,
    )


def _by_section(unknown: Sequence[Fact]) -> Iterator[UnknownFacts]:
    for section, title in SECTIONS.items():
        labels = tuple(fact.label for fact in unknown if fact.section == section)
        if labels:
            yield UnknownFacts(title, labels)


def _groups(*titled: tuple[str, tuple[AnswerView, ...]]) -> tuple[AnswerGroup, ...]:
    return tuple(AnswerGroup(title, answers) for title, answers in titled if answers)


def _value(line: Line, outcome: Outcome) -> str:
    """What was understood; for a birth, the words typed too: the law counts from the day, not from the age."""
    typed = outcome.told.text(line.key)
    is_birth = line.key.rpartition(".")[2] == "naissance"
    return f"{typed} ({line.words})" if is_birth and typed != line.words else line.words


def _source(key: str, words: ProfessionalWords) -> str:
    """«Dit en entretien ; se lit sur : avis d’impôt»."""
    fact = queries.facts().get(key.rpartition(".")[2])
    return f"{words.spoken} ; se lit sur : {fact.paper}" if fact is not None and fact.paper else words.spoken
