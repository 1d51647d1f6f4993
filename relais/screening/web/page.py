"""What every page of the screening is made of: what was told, what was understood, the answers, and the state that goes back sealed."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.kernel.months import Month
from relais.law.answers.shape import Screening
from relais.screening import queries
from relais.screening.rules.board import Board, lay_out
from relais.screening.rules.marking import gettext_noop
from relais.screening.rules.reading import Reading, read
from relais.screening.rules.told import Told
from relais.screening.web.answer_views import BoardView, board_view
from relais.screening.web.field_views import SectionView, Sheet, children_of, field_id, field_named, sections_of
from relais.screening.web.page_state import LIFETIME, StateProblem, sealed
from relais.ui.sentences import said

logger = logging.getLogger(__name__)

#: pages that share the state: URL name, label.
_ENTRANCES = (
    ("screening:start", gettext_noop("Tout sur une page")),
    ("screening:guided", gettext_noop("Une question à la fois")),
    ("screening:what_if", gettext_noop("Et si…\u202f?")),
)
#: what may be taken away; a sheet shows as soon as its address exists.
_EXITS = (
    ("screening:sheet_person", gettext_noop("Feuille pour la personne")),
    ("screening:sheet_professional", gettext_noop("Feuille du professionnel")),
    ("screening:copy", gettext_noop("Copier pour mon logiciel")),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A button that carries the state to another page."""

    url: str
    label: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A field that cannot be read, for the summary on top."""

    id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page told led to. ``board`` and ``screening`` are None when nothing was told, or when the computation
    failed (``unavailable`` says so)."""

    told: Told
    reading: Reading
    today: date
    board: Board | None
    unavailable: str = ""
    screening: Screening | None = None

    @property
    def problems(self) -> tuple[ProblemView, ...]:
        """The fields that cannot be read, in the order they were told."""
        return tuple(
            ProblemView(field_id(key), _(one.label) if (one := field_named(key)) else key, said(text))
            for key, text in self.reading.problems.items()
        )

    def board_view(self) -> BoardView | None:
        """The answers in words."""
        children = children_of(self.reading, self.today)
        return None if self.board is None else board_view(self.board, told=self.told, children=children)


def read_only(told: Told) -> Outcome:
    """Read what was told, without computing any answer."""
    today = timezone.localdate()
    reading = read(told=told, facts=queries.facts(), reserves=queries.reserves(), month=Month.of(today))
    return Outcome(told, reading, today, None)


def outcome_of(told: Told) -> Outcome:
    """Read what was told and, when there is something, answer. A failing engine never loses what was typed."""
    outcome = read_only(told)
    if told.is_blank:
        return outcome
    try:
        screening = queries.answers(outcome.reading.household, on=outcome.today)
    except Exception as problem:  # noqa: BLE001 - whatever the engine meets, the page keeps what was typed and says so
        # only the kind of failure is logged: its message could hold a fact
        logger.warning("screening failed: %s", type(problem).__name__)
        sentence = _("Ce que vous avez écrit est gardé. Réessayez, ou signalez-le à votre service informatique.")
        return replace(outcome, unavailable=sentence)
    board = lay_out(screening=screening, cards=queries.cards(), skipped=told.skipped)
    return replace(outcome, board=board, screening=screening)


@dataclass(frozen=True, slots=True)
class Page:
    """What the templates read. ``name``: the entrance; ``state_problem``: why the former state was not taken.

    ``read_before``: identifiers of what already stands beside a box in the page on screen, that must be said again or erased.
    """

    name: str
    action: str
    told: Told
    sealed: str
    entrances: tuple[Link, ...]
    exits: tuple[Link, ...]
    state_problem: StateProblem | None
    problems: tuple[ProblemView, ...]
    blank: bool
    unavailable: str
    board: BoardView | None
    sections: tuple[SectionView, ...] = ()
    children_changed: bool = False
    children_shown: int = 0
    read_before: frozenset[str] = frozenset()
    lifetime: int = field(default=int(LIFETIME.total_seconds()))


def page_of(
    outcome: Outcome,
    *,
    name: str,
    state_problem: StateProblem | None = None,
    sections: Sequence[SectionView] = (),
    children_changed: bool = False,
) -> Page:
    """The page of one entrance."""
    return Page(
        name=name,
        action=reverse(name),
        told=outcome.told,
        sealed=sealed(outcome.told),
        entrances=tuple(Link(reverse(url), _(label), url == name) for url, label in _ENTRANCES),
        exits=exits(),
        state_problem=state_problem,
        problems=outcome.problems,
        blank=outcome.told.is_blank,
        unavailable=outcome.unavailable,
        board=outcome.board_view(),
        sections=tuple(sections),
        children_changed=children_changed,
        children_shown=len(outcome.reading.births.get("enfants", ())),
    )


def exits() -> tuple[Link, ...]:
    """What may be taken away, among the pages that exist."""
    found = []
    for name, label in _EXITS:
        try:
            found.append(Link(reverse(name), _(label)))
        except NoReverseMatch:
            continue
    return tuple(found)


def expert_sections(outcome: Outcome, *, typing: str = "", rewritten: frozenset[str] = frozenset()) -> tuple[SectionView, ...]:
    """The fields of the expert page."""
    return sections_of(Sheet(outcome.told, outcome.reading, outcome.today, typing, rewritten))
