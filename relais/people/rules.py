"""Rules of files as plain values: levels of content, what a part opens, how long an exceptional access lasts, who lived with whom."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from relais.kernel.decisions import ALLOWED, Decision, refused


class Level(enum.StrEnum):
    """What is read in a file (doctrine §3.3). ``EXISTENCE``: only that there is one. N3 belongs to each note, never to a file."""

    EXISTENCE = "existence"
    RECEPTION = "n0"
    ADMINISTRATIVE = "n1"
    EVALUATION = "n2"


class Standing(enum.StrEnum):
    """By which way a file was open to who read it, at that moment. ``KEPT``: as référent, co-référent or substitute.

    ``PRESENT_ALONE``: a presence at the duty desk that the reader wrote down. ``MERGED``: nothing tells it, in a file made one with another
    since. ``NONE``: nothing tells it.
    """

    KEPT = "suit"
    TEAM = "equipe"
    SHARED = "partage"
    SERVICE = "service"
    EXCEPTIONAL = "exceptionnel"
    PRESENT = "permanence"
    PRESENT_ALONE = "permanence_seule"
    MERGED = "reuni"
    NONE = "rien"


class NameShared(enum.StrEnum):
    """What the name of a person shares with those of the house: the family name of who reads, the whole name of one of its members."""

    NOTHING = ""
    FAMILY = "famille"
    WHOLE = "entier"


#: what each part in a file opens; the evaluation (N2) also asks that the reader be bound by secrecy.
OPENED_BY_PART: dict[str, frozenset[Level]] = {
    "referent": frozenset(Level),
    "co_referent": frozenset(Level),
    "suppleant": frozenset(Level),
    "equipe": frozenset({Level.EXISTENCE, Level.RECEPTION, Level.EVALUATION}),
}

#: an exceptional access ends by itself (doctrine §3.5).
EXCEPTIONAL_ACCESS = timedelta(hours=24)
#: the head of service reviews it within seven days.
REVIEW_WITHIN = timedelta(days=7)
#: characters of the sentence that an exceptional access is told in, at least.
SHORTEST_REASON = 15


def parts_that_open(level: Level) -> frozenset[str]:
    """The parts whose holder reads this level."""
    return frozenset(part for part, levels in OPENED_BY_PART.items() if level in levels)


def end_of_day(now: datetime, *, zone: tzinfo) -> datetime:
    """The midnight that ends the day of ``now`` in this zone: when a presence at the duty desk ends."""
    local = now.astimezone(zone)
    return datetime.combine(local.date() + timedelta(days=1), time.min, tzinfo=zone)


def words_are_enough(words: str) -> Decision:
    """An exceptional access is told in a sentence that the head of service will read."""
    if len(words.strip()) < SHORTEST_REASON:
        return refused("Dites pourquoi en une phrase : qui vous l’a demandé, ou ce qui presse.")
    return ALLOWED


#: an agreement of the person to a sharing ends by itself (doctrine §3.4).
CONSENT_LASTS = timedelta(days=365)
#: beyond, a year was typed wrong: nothing is shared for ever.
SHARED_AT_MOST = timedelta(days=5 * 365)
#: what the law commands: an opposition does not stop it; codes of ``terms.Basis``.
_DUTIES = frozenset({"obligation_legale", "info_preoccupante", "requisition"})
_TEAM = "meme_equipe"
_CHILD_PROTECTION = "protection_enfance"


def may_share(*, basis: str, opposed: bool, evaluation: bool, giver_bound: bool, receiver_bound: bool, outside: bool = False) -> Decision:
    """Whether something may be shared on this basis; ``opposed``: the person said no to sharing; ``evaluation``: N2 is among it (§3.4).

    ``outside``: to a partner or a professional of elsewhere, who is of no team here (CSP L.1110-4: her agreement, or a duty).
    """
    if outside and basis == _TEAM:
        return refused("Hors de l’équipe, « même équipe » ne vaut pas : il faut son accord, ou un autre fondement de la liste.")
    if opposed and basis not in _DUTIES:
        return refused("La personne s’oppose au partage : seule une obligation de la loi permet encore de partager.")
    if evaluation and not receiver_bound:
        return refused("L’évaluation ne se partage qu’avec une personne tenue au secret professionnel. La personne seule peut la lui dire.")
    if basis == _CHILD_PROTECTION and not (giver_bound and receiver_bound):
        return refused("En protection de l’enfance, celle ou celui qui partage et qui reçoit sont tenus au secret professionnel.")
    return ALLOWED


@dataclass(frozen=True, slots=True)
class Stay:
    """A time in a home, half open; None: since nobody knows when, or with no end. ``told_at``, ``end_told_at``: when both were written."""

    starts_on: date | None
    ends_on: date | None
    told_at: datetime | None = None
    end_told_at: datetime | None = None


def lived_together(stay: Stay, own: Sequence[Stay]) -> tuple[Stay, ...]:
    """The parts of somebody's stay in a home that fall in one's own there: nobody sees the other's life before, nor after.

    A stay whose beginning nobody knows is not seen by whoever's departure was written before it.
    """
    shared = []
    for mine in own:
        unknown_since = None if stay.starts_on else stay.told_at
        if unknown_since is not None and mine.end_told_at is not None and mine.end_told_at < unknown_since:
            continue
        starts = max((day for day in (stay.starts_on, mine.starts_on) if day is not None), default=None)
        ends = min((day for day in (stay.ends_on, mine.ends_on) if day is not None), default=None)
        if starts is None or ends is None or starts < ends:
            shared.append(Stay(starts, ends))
    return tuple(shared)


_CHILD = frozenset({"enfant_mineur", "enfant_majeur"})
_REFERENCE = "personne"
#: whom the reference person and her spouse are for somebody with this link.
_ADULTS = {
    "conjoint": "conjoint",
    "enfant_mineur": "parent",
    "enfant_majeur": "parent",
    "fratrie": "fratrie",
    "parent": "enfant_majeur",
    "grand_parent": "autre_famille",
    "autre_famille": "autre_famille",
}


def link_seen(*, own: str, other: str) -> str:
    """Who ``other`` is for somebody whose own link to the reference person is ``own``: codes of ``terms.Link``."""
    if own == _REFERENCE:
        return other
    if other == _REFERENCE:
        return _ADULTS.get(own, "tiers")
    if own == "conjoint" and other in _CHILD:
        return other
    if own in _CHILD:
        seen = {"conjoint": "parent", "parent": "grand_parent", "tiers": "tiers"}
        return seen.get(other, "fratrie" if other in _CHILD else "autre_famille")
    if own == "fratrie" and other in {"parent", "fratrie"}:
        return other
    return "tiers" if "tiers" in {own, other} else "autre_famille"


#: two persons made one may be made two again for this long.
UNDO_MERGE_WITHIN = timedelta(days=30)
#: what is known of a person, and is chosen when two files say otherwise; what goes together is chosen together.
IDENTITY: dict[str, tuple[str, ...]] = {
    "called": ("called",),
    "given_names": ("given_names",),
    "family_name": ("family_name",),
    "birth_name": ("birth_name",),
    "birth": ("birth_on", "birth_year"),
    "language": ("language",),
    "nationality": ("nationality",),
    "protection": ("protection", "protection_contact"),
    "address": ("address",),
    "correspondence_address": ("correspondence_address",),
}
#: what is true as soon as one of the files says it: the careful answer.
CAREFUL = ("interpreter", "do_not_contact", "address_protected")
#: names that stay names to find her by when another is chosen.
FOUND_BY = ("called", "family_name", "birth_name")


def tells_more(one: Sequence[object], other: Sequence[object]) -> bool | None:
    """Of two answers, whether the first is kept: True, False, or None when both say something and it is not the same.

    A date of birth tells more than its year alone.
    """
    if tuple(one) == tuple(other) or not any(other):
        return True
    if not any(one):
        return False
    if all(not a or a == b for a, b in zip(one, other, strict=True)):
        return False
    if all(not b or a == b for a, b in zip(one, other, strict=True)):
        return True
    return None
