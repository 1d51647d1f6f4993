"""How the answers are laid out: four groups in order, what is one fact away first, uncommon themes folded, in words.

Answers keep the order of the catalogue of rights; nothing ranks households, and nothing sorts rights by amount.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from relais.law.answers.shape import Answer, Group, NextQuestion, Screening
from relais.law.rights.card import Card
from relais.law.situation.facts import Reserve
from relais.law.situation.household import FactKey
from relais.screening.rules.marking import gettext_noop
from relais.screening.rules.told import RESERVE

#: uncommon themes, then reserves on whose breach alone a right hangs: what the line that folds them says.
THEMES: Mapping[str, str] = {
    "difficultes": gettext_noop("En cas d’impayés, ou de logement menacé ou manquant"),
    "handicap": gettext_noop("Si un handicap est reconnu"),
    "perte_autonomie": gettext_noop("En cas de perte d’autonomie"),
    "etudes": gettext_noop("En cas d’études supérieures"),
    "asile": gettext_noop("En cas de demande d’asile"),
    "deces": gettext_noop("Après un décès"),
    "autres_revenus": gettext_noop("Avec un autre revenu ou une autre activité"),
    "sejour": gettext_noop("Selon le séjour en France"),
    "epargne": gettext_noop("Selon l’épargne"),
    "stabilite": gettext_noop("Si les revenus ont changé depuis un an"),
    "naissance": gettext_noop("Si une naissance est attendue"),
    "logement_ordinaire": gettext_noop("Selon le logement"),
    "enfants_ordinaires": gettext_noop("Selon la situation des enfants"),
}

#: rights to check shown at once, those that one fact settles first; the others fold into one line.
MOST_CHECKED = 5


#: first letters of the persons of a page, in the order of the papers: adults, children, others.
_PERSONS = "pea"


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer with the card of its right."""

    answer: Answer
    card: Card

    @property
    def one_fact_away(self) -> bool:
        """A single unanswered fact would settle it."""
        return len(self.answer.settled_by) == 1

    @property
    def hardly_opens(self) -> bool:
        """To check, yet nothing that was tried gives a euro, and no fact would settle it."""
        return not self.answer.settled_by and self.answer.monthly_max is not None and self.answer.monthly_max <= 0

    @property
    def reserves(self) -> tuple[str, ...]:
        """The reserves that carry what is shown: a right to claim, or an amount. A right to check is no more sure under them."""
        return self.answer.reserves if self.answer.group is Group.TO_CLAIM or self.has_amount else ()

    @property
    def missing(self) -> tuple[FactKey, ...]:
        """The facts that would settle it, those of the same name together, by person."""
        keys = self.answer.settled_by
        names = list(dict.fromkeys(key.fact for key in keys))
        return tuple(sorted(keys, key=lambda key: (names.index(key.fact), _PERSONS.find(key.person[:1]), key.person)))

    @property
    def has_amount(self) -> bool:
        """An amount may be shown: modelled, narrow enough to help, and not nothing at all."""
        highest = self.answer.monthly_max
        return self.answer.show_amount and self.card.amount_shown and highest is not None and highest > 0


@dataclass(frozen=True, slots=True)
class Fold:
    """Answers folded into one line, all hanging on one uncommon theme."""

    theme: str
    title: str
    answers: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The four groups, ready to print. ``nothing_changes``: no unanswered fact would change an answer any more."""

    to_claim: tuple[Shown, ...]
    to_check: tuple[Shown, ...]
    to_check_later: tuple[Shown, ...]
    folds: tuple[Fold, ...]
    unlikely: tuple[Shown, ...]
    unknown: tuple[Shown, ...]
    questions: tuple[NextQuestion, ...]

    @property
    def checks(self) -> int:
        """How many rights are to check, those of uncommon themes excepted: they wait for a fact that nobody spoke of."""
        return len(self.to_check) + len(self.to_check_later)

    @property
    def nothing_changes(self) -> bool:
        """No unanswered fact would change an answer."""
        return not self.questions

    def every_answer(self) -> Iterable[Shown]:
        """All the answers, in the order of the page."""
        yield from self.to_claim
        yield from self.to_check
        yield from self.to_check_later
        for fold in self.folds:
            yield from fold.answers
        yield from self.unlikely
        yield from self.unknown


def lay_out(*, screening: Screening, cards: Mapping[str, Card], skipped: frozenset[str] = frozenset()) -> Board:
    """The board of a screening. ``skipped``: questions answered «je ne sais pas», not offered again.

    An answer whose right has no card any more is left out: its words would be nobody's.
    """
    order = {code: rank for rank, code in enumerate(cards)}
    known = [Shown(answer, cards[answer.right]) for answer in screening.answers if answer.right in cards]
    shown = sorted(known, key=lambda one: order[one.answer.right])
    to_check = [one for one in shown if one.answer.group is Group.TO_CHECK]
    plain = [one for one in to_check if not one.answer.theme]
    nearest = sorted(plain, key=_nearest)
    close = [one for one in nearest if not one.hardly_opens][:MOST_CHECKED]
    return Board(
        to_claim=_of(shown, Group.TO_CLAIM),
        to_check=tuple(close),
        to_check_later=tuple(one for one in nearest if one not in close),
        folds=tuple(
            Fold(theme, title, themed)
            for theme, title in THEMES.items()
            if (themed := tuple(one for one in to_check if one.answer.theme == theme))
        ),
        unlikely=_of(shown, Group.UNLIKELY),
        unknown=_of(shown, Group.UNKNOWN),
        questions=tuple(one for one in screening.next_questions if key_of(one) not in skipped),
    )


def key_of(question: NextQuestion) -> str:
    """The key under which a next question is answered: its field, or the reserve asked as a whole."""
    return f"{RESERVE}{question.reserve}" if question.reserve else str(question.key)


def _of(shown: Sequence[Shown], group: Group) -> tuple[Shown, ...]:
    return tuple(one for one in shown if one.answer.group is group)


def _nearest(one: Shown) -> int:
    """What only the organisme can tell first (nothing is left to ask), then one fact away, then two, then what hardly opens."""
    return 9 if one.hardly_opens else len(one.answer.settled_by)


def reserves_of(shown: Iterable[Shown], reserves: Mapping[str, Reserve]) -> tuple[Reserve, ...]:
    """The reserves that carry at least one of these answers, in the order of the data file."""
    carried = {code for one in shown for code in one.reserves}
    return tuple(reserve for code, reserve in reserves.items() if code in carried)
