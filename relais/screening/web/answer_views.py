"""The answers as their templates print them: amounts in words, conditions with icon and word, questions with who they speak of."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relais.law.answers.shape import Answer, ConditionRead, Group, NextQuestion, Truth
from relais.law.rights.card import Channel, Reference
from relais.law.situation.facts import Kind, Reserve
from relais.law.situation.household import FactKey
from relais.screening import queries, wording
from relais.screening.rules.board import Board, Fold, Shown, reserves_of
from relais.screening.rules.layout import Member
from relais.screening.rules.marking import gettext_noop
from relais.screening.rules.told import Told
from relais.screening.web.card_words import card_words
from relais.screening.web.field_views import field_id, field_named, names_words
from relais.ui.sentences import said

#: state of a condition → icon, word.
_STATES: Mapping[Truth, tuple[str, Promise]] = {
    Truth.MET: ("check", gettext_lazy("Remplie")),
    Truth.NOT_MET: ("cross", gettext_lazy("Non remplie")),
    Truth.UNKNOWN: ("question", gettext_lazy("Inconnue")),
}
#: next questions offered at once: more would be a form again.
MOST_QUESTIONS = 4


@dataclass(frozen=True, slots=True)
class ConditionView:
    """One condition: icon, word, label, figures, article."""

    state: str
    icon: str
    word: str
    label: str
    figures: str
    article: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that may be put: a field of the page, or a reserve (``reserve`` not empty)."""

    key: str
    id: str
    label: str
    rights: str
    is_flag: bool
    reserve: str = ""


@dataclass(frozen=True, slots=True)
class ReserveView:
    """A usual fact held true, and whether somebody confirmed or denied it. ``detail``: empty when ``short`` already says it all."""

    code: str
    short: str
    sentence: str
    detail: str
    confirmed: bool
    denied: bool


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer in words. ``limits``: of its card; ``simplified``: some of the page's ``SharedLimit`` speak of it too."""

    code: str
    label: str
    organisme: str
    amount: str
    received: str
    stale: bool
    why_unknown: str
    settled_by: tuple[Ask, ...]
    reserves: str
    held: tuple[ReserveView, ...]
    sentence: str
    conditions: tuple[ConditionView, ...]
    decided_by: str
    simplified: bool
    channels: tuple[Channel, ...]
    proofs: tuple[str, ...]
    limits: tuple[str, ...]
    references: tuple[Reference, ...]
    rules_date: date

    @property
    def plain(self) -> bool:
        """Words alone, which many households read alike: no figure of theirs, no child named by an age."""
        figures = self.amount or self.received or any(one.figures for one in self.conditions)
        return not (figures or any(map(str.isdigit, self.decided_by)) or any(ask.key.startswith("e") for ask in self.settled_by))


@dataclass(frozen=True, slots=True)
class FoldView:
    """Answers of one uncommon theme in one line."""

    theme: str
    title: str
    names: str
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True, slots=True)
class SharedLimit:
    """What the calculation simplifies of a fact told, and the rights that read it: said once a page."""

    text: str
    rights: str


@dataclass(frozen=True, slots=True)
class BoardView:
    """The four groups in words."""

    to_claim: tuple[AnswerView, ...]
    to_check: tuple[AnswerView, ...]
    later: FoldView | None
    folds: tuple[FoldView, ...]
    unlikely: tuple[AnswerView, ...]
    unknown: tuple[AnswerView, ...]
    reserves: tuple[ReserveView, ...]
    limits: tuple[SharedLimit, ...]
    questions: tuple[Ask, ...]
    counts: str


@dataclass(frozen=True, slots=True)
class _Around:
    """What is the same for all the answers of a page: how its children are called, the reserves in words, the limits said once."""

    names: Mapping[str, str]
    reserves: Mapping[str, ReserveView]
    shared: frozenset[str]


def board_view(board: Board, *, told: Told, children: Iterable[Member]) -> BoardView:
    """The board in words. A reserve whose buttons stand under the answers is not asked twice."""
    names = {member.id: member.name for member in children}
    known = queries.reserves()
    around = _Around(names, {code: reserve_view(one) for code, one in known.items()}, _shared())
    shown = {one.code for one in reserves_of((*board.to_claim, *board.to_check), known)}
    spoken = shown | told.confirmed | told.denied
    reserves = tuple(
        reserve_view(one, confirmed=code in told.confirmed, denied=code in told.denied) for code, one in known.items() if code in spoken
    )
    return BoardView(
        to_claim=_views(board.to_claim, around),
        to_check=_views(board.to_check, around),
        later=_later(board, around),
        folds=tuple(_fold(fold, around) for fold in board.folds),
        unlikely=_views(board.unlikely, around),
        unknown=_views(board.unknown, around),
        reserves=reserves,
        limits=tuple(_shared_limits(board)),
        questions=tuple(ask_of(one, names) for one in _asked(board, spoken)),
        counts=wording.count_words(to_claim=len(board.to_claim), to_check=board.checks),
    )


def _asked(board: Board, spoken: AbstractSet[str]) -> Sequence[NextQuestion]:
    """The questions put: the first ones whose reserve has no buttons already."""
    return [one for one in board.questions if one.reserve not in spoken][:MOST_QUESTIONS]


def _shared() -> frozenset[str]:
    """The limits of the facts, which the page says once for all its rights."""
    return frozenset(fact.limit for fact in queries.facts().values() if fact.limit)


def _shared_limits(board: Board) -> Iterable[SharedLimit]:
    """The limits of the facts told, each with the rights of the page that it touches, in the order of the papers."""
    answers = tuple(board.every_answer())
    for fact in queries.facts().values():
        rights = [card_words(one.card).short for one in answers if fact.limit in one.answer.limits] if fact.limit else []
        if rights:
            yield SharedLimit(said(fact.limit), names_words(rights))


def reserve_view(reserve: Reserve, *, confirmed: bool = False, denied: bool = False) -> ReserveView:
    """A reserve in words: the short form for a row, the whole sentence beside it once."""
    short, sentence = said(reserve.short), said(reserve.sentence)
    says_all = sentence.rstrip(".").casefold() == short.casefold()
    return ReserveView(reserve.code, short, sentence, "" if says_all else sentence, confirmed, denied)


def _later(board: Board, around: _Around) -> FoldView | None:
    """The rights to check that are further away, in one line."""
    if not board.to_check_later:
        return None
    return _fold(Fold("plus-loin", gettext_noop("Et aussi"), board.to_check_later), around)


def _fold(fold: Fold, around: _Around) -> FoldView:
    labels = ", ".join(card_words(one.card).short for one in fold.answers)
    return FoldView(fold.theme, _(fold.title), labels, _views(fold.answers, around))


def _views(shown: Iterable[Shown], around: _Around) -> tuple[AnswerView, ...]:
    return tuple(_answer_view(one, around) for one in shown)


def _answer_view(shown: Shown, around: _Around) -> AnswerView:
    """One answer with its card."""
    answer, words = shown.answer, card_words(shown.card)
    carried = shown.reserves
    held = tuple(one for code, one in around.reserves.items() if code in carried) if carried else ()
    return AnswerView(
        code=shown.card.code,
        label=words.label,
        organisme=words.organisme,
        amount=wording.amount_words(shown),
        received=wording.received_words(answer),
        stale=answer.stale,
        why_unknown=said(answer.why_unknown),
        settled_by=_missing(shown, around.names),
        reserves=", ".join(one.short for one in held),
        held=held,
        sentence=words.sentence,
        conditions=tuple(_condition(one) for one in answer.conditions),
        decided_by=_decided(answer),
        simplified=not around.shared.isdisjoint(answer.limits),
        channels=words.channels,
        proofs=words.proofs,
        limits=tuple(said(limit) for limit in answer.limits if limit not in around.shared),
        references=words.references,
        rules_date=answer.rules_date,
    )


def _missing(shown: Shown, names: Mapping[str, str]) -> tuple[Ask, ...]:
    """What would settle it. When only a breach of a reserve opens the right, «un autre revenu» is asked, not one nature among ten, unless
    the card names that nature in each of its openers (the ASI waits for an invalidity pension)."""
    reserves, facts = queries.reserves(), queries.facts()
    openers = [frozenset(opener) for opener in shown.card.openers]
    named = frozenset.intersection(*openers) if openers else frozenset()

    def vague(key: FactKey) -> bool:
        fact = facts.get(key.fact)
        return shown.answer.theme in reserves and fact is not None and fact.kind is Kind.MONTHLY and fact.code not in named

    asks = [_ask(key, names) for key in shown.missing if not vague(key)]
    if all(key.fact not in named for key in shown.missing):
        asks += [_ask_reserve(reserves[code]) for code in dict.fromkeys(facts[key.fact].reserve for key in shown.missing if vague(key))]
    return tuple(asks)


def _decided(answer: Answer) -> str:
    """What decided, when it says more than the conditions listed: those of a right to claim already hold the figures that opened it."""
    return "" if answer.group is Group.TO_CLAIM and answer.conditions else said(answer.decided_by)


def _condition(condition: ConditionRead) -> ConditionView:
    icon, word = _STATES[condition.state]
    figures = wording.condition_figures(condition)
    return ConditionView(condition.state.value, icon, str(word), said(condition.label), figures, said(condition.article))


def ask_of(question: NextQuestion, names: Mapping[str, str]) -> Ask:
    """A next question, with the rights that it may change."""
    cards = queries.cards()
    rights = ", ".join(card_words(cards[code]).short for code in question.rights[:5] if code in cards)
    reserve = queries.reserves().get(question.reserve)
    return _ask(question.key, names, rights) if reserve is None else _ask_reserve(reserve, field_id(str(question.key)), rights)


def _ask_reserve(reserve: Reserve, identifier: str = "", rights: str = "") -> Ask:
    """A reserve asked as a whole: «oui» denies it, «non» confirms it."""
    return Ask(f"reserve:{reserve.code}", identifier, said(reserve.question), rights, is_flag=False, reserve=reserve.code)


def _ask(key: FactKey, names: Mapping[str, str], rights: str = "") -> Ask:
    """The question of one fact, saying of whom it speaks when it is not the person herself."""
    fact = queries.facts().get(key.fact)
    return Ask(
        key=str(key),
        id=field_id(_field_key(key)),
        label=question_label(key, names),
        rights=rights,
        is_flag=fact is not None and fact.kind is Kind.FLAG,
    )


def _field_key(key: FactKey) -> str:
    """Where a fact is told: the birth of a child in the common field."""
    if key.fact == "naissance" and key.person[:1] in ("e", "a"):
        return "enfants" if key.person[0] == "e" else "autres"
    return str(key)


def question_label(key: FactKey, names: Mapping[str, str]) -> str:
    """«Salaire net (conjoint ou conjointe)», «Scolarité (enfant 2, 6 ans)»."""
    field = field_named(str(key))
    label = _(field.label) if field else str(key)
    who = _("conjoint ou conjointe") if key.person == "p2" else names.get(key.person, "")
    return spoken_of(label, who) if who else label


def spoken_of(label: str, who: str) -> str:
    """«Scolarité» of «Enfant 2 (6 ans)» → «Scolarité (enfant 2, 6 ans)»."""
    aside = (who[:1].lower() + who[1:]).replace(" (", ", ").removesuffix(")")
    return _("%(label)s (%(who)s)") % {"label": label, "who": aside}
