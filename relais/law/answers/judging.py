"""From everything tried for households to their answers, in columns: group, range, conditions, reserves, what would settle each.

An answer is a *state* (small whole numbers: its group, its words by rank, the state of each condition) and *figures*. Many households
share a state: its words are made once (``telling``), only the figures are filled in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from relais.kernel.sentences import Sentence, quoted
from relais.law.answers.bench import Bench, territory_of
from relais.law.answers.questions import next_questions
from relais.law.answers.settling import reserves_needed, settling_facts
from relais.law.answers.shape import Group, NextQuestion
from relais.law.answers.themes import themes_of
from relais.law.answers.told import Told
from relais.law.answers.trial import Trial
from relais.law.situation.block import Column
from relais.law.situation.catalogue import facts, in_domain
from relais.law.situation.household import Household

#: a range helps when it is narrower than this many euros, or than this share of its top.
NARROW_EUROS = 60.0
NARROW_SHARE = 0.3
#: what the top of a range «à vérifier» is multiplied by: a second person may add as much as the first.
CAUTION = 2.0
#: the groups, by rank in a state.
GROUPS = tuple(Group)
TO_CLAIM, TO_CHECK, UNLIKELY, UNKNOWN = map(GROUPS.index, (Group.TO_CLAIM, Group.TO_CHECK, Group.UNLIKELY, Group.UNKNOWN))
#: the columns of a state. ``WHY``, ``RESERVES``, ``SETTLED`` and ``THEME`` are ranks in the bench; ``LIMITS`` one bit for each of the
#: ``limited_facts``; ``SHOWN`` and ``OPENS`` 0 or 1; ``EMPTY`` one bit for each figure that there is not.
GROUP, WHY, SHOWN, OPENS, RESERVES, SETTLED, THEME, LIMITS, EMPTY = range(9)
WIDTH = 9
#: the columns of the figures.
LOW, HIGH, RECEIVED = range(3)
#: bits of a condition: met on every row, on some row (that respects the reserves), on some row of all; compared with nothing but nil; no
#: left side, no right side; so wide, and so far above what it is compared with, that only its lowest value is said (``wording.is_far``).
MET, MAY_BE_MET, EVER_MET, NIL_LIMIT, NO_LEFT, NO_RIGHT, FAR = (1 << bit for bit in range(7))


@dataclass(frozen=True, slots=True)
class Detail:
    """What a table does not show. ``conditions``: (N, C) uint8, bits of the conditions of all the cards; ``sides``: (N, C, 4) float64,
    lowest and highest left side, lowest and highest right side, NaN for none. ``questions``: by household, best first."""

    conditions: Column
    sides: Column
    questions: tuple[tuple[NextQuestion, ...], ...]


@dataclass(frozen=True, eq=False)
class Judged:
    """The answers of N households. ``states``: (N, R, WIDTH) int32. ``figures``: (N, R, 3) float64, euros to the cent, NaN for none.

    ``spans``: where the conditions of each card are among all. ``work_out``: the rest, a third of the work, done when asked for.
    """

    states: Column
    figures: Column
    spans: tuple[tuple[int, int], ...]
    work_out: Callable[[], Detail]

    @cached_property
    def detail(self) -> Detail:
        """Conditions and questions."""
        return self.work_out()

    def worked_out(self) -> "Judged":
        """The same, which holds nothing of what was tried any more."""
        detail = self.detail
        return replace(self, work_out=lambda: detail)


def judge(trial: Trial, bench: Bench) -> Judged:
    """The answers of the households of a trial, in their order."""
    why = _whys(trial, bench)
    group = np.where(why > 0, UNKNOWN, _groups(trial, bench))
    needed = reserves_needed(trial) & (group <= TO_CHECK)[:, :, None]
    settled = settling_facts(trial, group == TO_CHECK, bench)
    reserves = _ranks_of_reserves(needed, trial, bench)
    themes = np.where(group == TO_CHECK, themes_of(trial, bench, settled, reserves), 0)
    low, high = _ranges(trial, group, needed)
    figures = np.stack([low, high, _received(trial.told, bench)], axis=-1)
    states = np.empty((*group.shape, WIDTH), dtype=np.int32)
    states[:, :, GROUP], states[:, :, WHY], states[:, :, OPENS], states[:, :, THEME] = group, why, trial.opens, themes
    states[:, :, SHOWN] = (group <= TO_CHECK) & bench.shown & _narrow(low, high)
    states[:, :, RESERVES], states[:, :, SETTLED] = reserves, settled.by_rank(bench)
    states[:, :, LIMITS] = trial.told.limited.astype(np.int32) @ bench.limited
    states[:, :, EMPTY] = np.isnan(figures) @ (1 << np.arange(3))

    def detail() -> Detail:
        return Detail(*_conditions(trial), next_questions(trial, bench, settled, living=group != UNKNOWN, themes=themes))

    return Judged(states, figures, trial.reading.spans, detail)


def gathered(parts: Sequence[tuple[Judged, Column]]) -> Judged:
    """Answers judged apart, each with the places of its households, in the order of these places."""
    places = np.concatenate([places for _, places in parts])
    order = np.argsort(places)

    def detail() -> Detail:
        found = [judged.detail for judged, _ in parts]
        questions = [asked for one in found for asked in one.questions]
        conditions, sides = (np.concatenate([getattr(one, name) for one in found])[order] for name in ("conditions", "sides"))
        return Detail(conditions, sides, tuple(map(questions.__getitem__, order.tolist())))

    states, figures = (np.concatenate([getattr(judged, name) for judged, _ in parts])[order] for name in ("states", "figures"))
    return Judged(states, figures, parts[0][0].spans, detail)


def _groups(trial: Trial, bench: Bench) -> Column:
    """(N, R) ranks of the groups, as if a rule in force spoke. A closure that each time another condition explains proves nothing:
    a no needs one condition of the card that is met on no row."""
    explained = (~trial.bounds.ever_met).astype(np.float32) @ bench.belongs > 0
    closed = np.where(explained, UNLIKELY, TO_CHECK)
    return np.where(trial.opens, np.where(trial.firm & ~bench.ceilings, TO_CLAIM, TO_CHECK), closed)


def _whys(trial: Trial, bench: Bench) -> Column:
    """(N, R) ranks of the sentences that say why no rule in force speaks here, 0 when one does."""
    found = np.tile(bench.expired, (len(trial.households), 1))
    communes, inverse = np.unique(trial.told.communes, return_inverse=True)
    where = [bench.uncovered[territory_of(commune.decode())] if commune else np.zeros_like(bench.expired) for commune in communes.tolist()]
    found = np.where(found, found, np.array(where)[inverse])
    for place in np.nonzero(trial.told.outside)[0].tolist():
        _say_outside(found[place], trial.households[place], bench)
    return found


def _say_outside(why: Column, household: Household, bench: Bench) -> None:
    """Under each card with nothing else to say, the first fact told out of its domain that it reads."""
    told = [*household.facts.items(), *(item for person in household.persons for item in person.facts.items())]
    outside = dict.fromkeys(code for code, value in told if code in facts() and not in_domain(facts()[code], value))
    for rank, card in enumerate(bench.cards):
        code = next((code for code in outside if code in card.facts), None)
        if code is not None and not why[rank]:
            said = Sentence("La valeur donnée pour {fact} sort de ce que le calcul connaît.", fact=quoted(facts()[code].label))
            why[rank] = bench.whys.rank(said)


def _ranks_of_reserves(needed: Column, trial: Trial, bench: Bench) -> Column:
    """(N, R) rank of the list of the reserves of each answer."""
    codes = needed @ (1 << np.arange(needed.shape[2]))
    found, inverse = np.unique(codes, return_inverse=True)
    lists = [tuple(code for bit, code in enumerate(trial.reserves) if mask >> bit & 1) for mask in found.tolist()]
    return np.array([bench.reserves.rank(codes) for codes in lists], dtype=np.int32)[inverse].reshape(codes.shape)


def _ranges(trial: Trial, group: Column, needed: Column) -> tuple[Column, Column]:
    """(N, R) lowest and highest euros over the rows that respect the reserves (see ``Answer``): «à demander», those shown, whatever
    becomes of the others, and what single facts add up to; «à vérifier», all of them, and up to a cautious top over all the rows."""
    low, high, top = trial.bounds.low.copy(), trial.bounds.high.copy(), trial.bounds.top
    claimed = np.nonzero((group == TO_CLAIM) & ~np.isnan(low))
    if len(claimed[0]):
        amounts = trial.euros[claimed[0], :, claimed[1]]
        broken = needed[claimed].astype(np.float32) @ trial.layout.violated.T.astype(np.float32) > 0
        lowest, highest = trial.swings
        low[claimed] = np.minimum(np.where(broken, np.inf, amounts).min(axis=1), lowest[claimed])
        high[claimed] = np.maximum(np.where(broken, -np.inf, amounts).max(axis=1), highest[claimed])
    high = np.where((group == TO_CHECK) & (low < top), np.ceil(top * CAUTION / 10.0) * 10.0, high)
    nothing = (group == UNKNOWN) | np.isnan(low) | np.isnan(high)
    return tuple(np.where(nothing, np.nan, np.round(side, 2)) for side in (low, high))  # type: ignore[return-value]  # two of them


def _narrow(low: Column, high: Column) -> Column:
    """Whether a range helps; never when there is none."""
    return np.asarray((high > 0) & (high - low <= np.maximum(NARROW_EUROS, NARROW_SHARE * high)))


def _received(told: Told, bench: Bench) -> Column:
    """(N, R) euros a month already received, 0 when received without an amount, NaN when not received as far as known."""
    found = np.full((len(told.communes), len(bench.cards)), np.nan)
    for code, ranks in bench.received.items():
        found[:, ranks] = told.received[code][:, None]
    return found


def _conditions(trial: Trial) -> tuple[Column, Column]:
    """(N, C) bits of the conditions, and (N, C, 4) their sides to the cent."""
    bounds = trial.bounds
    sides = np.round(trial.sides, 2)
    low, high, _, most = np.moveaxis(sides, -1, 0)
    far = (high - low > np.abs(most)) & (low > most)
    flags = (bounds.met, bounds.may_be_met, bounds.ever_met, most <= 0, np.isnan(low), np.isnan(most), far)
    return np.packbits(np.stack(flags, axis=-1), axis=-1, bitorder="little")[:, :, 0], sides
