"""Whether somebody of this name already has a file, before another is opened: those one may see, and only that there is one elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from relais.foundation.access import Actor
from relais.kernel.names import told_apart
from relais.people import policies
from relais.people.models import Bar, File
from relais.people.queries.files import in_order
from relais.people.queries.finding import SLIPPED, bearing
from relais.people.queries.many_names import bearers_of_all

#: files shown beside the form: past that, the name says too little.
_SHOWN = 5
#: persons asked about in one question.
_AT_ONCE = 500
#: asked about too, so that the same questions are put to the database when nobody bears a name.
_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Alikes:
    """``seen``: files that the actor may list; ``elsewhere``: whether there is one that they may not, and nothing more of it."""

    seen: tuple[File, ...]
    elsewhere: bool

    def __bool__(self) -> bool:
        return bool(self.seen) or self.elsewhere


def alikes(actor: Actor, called: str, *, birth_year: int | None, now: datetime) -> Alikes:
    """Files of the organisation whose person bears or bore this name, by ear and with slips, and was not born another year.

    Always the same two queries. Elsewhere counts only for two words, or one and the same year: a first name alone says nothing of anybody.
    A person who keeps the actor out is nowhere, not even elsewhere (doctrine §3.6, «un dossier existe, demander à l’accueil»).
    """
    words = told_apart(called)[:_SHOWN]
    if not words:
        return Alikes((), elsewhere=False)
    born = Q() if birth_year is None else Q(person__birth_year=birth_year) | Q(person__birth_year=None)
    precise = born if len(words) > 1 else Q(person__birth_year=birth_year, person__birth_year__isnull=False)
    same = File.objects.within(actor).filter(bearing(actor, words, way=SLIPPED))
    mine = policies.browses(actor, now=now)
    seen = tuple(in_order(same.filter(born, mine))[:_SHOWN])
    hidden = same.filter(precise).exclude(mine).exclude(person__bars__in=policies.bars_met(actor))
    return Alikes(seen, elsewhere=hidden.exists())


@dataclass(frozen=True, slots=True)
class Namesakes:
    """For one name of many: ``seen``, the first file that the actor may list; ``elsewhere``, whether there is one that they may not."""

    seen: UUID | None
    elsewhere: bool


def alikes_of_all(actor: Actor, asked: Sequence[tuple[str, int | None]], *, now: datetime) -> list[Namesakes]:
    """``alikes`` for many names at once, each with a year of birth when it is known: the same rule, in a few questions for all."""
    words = [told_apart(called)[:_SHOWN] for called, _year in asked]
    bear = bearers_of_all(actor, set(words))
    seen, hidden = _files_of(actor, sorted({_NOBODY}.union(*bear.values())), now=now)
    return [_namesakes(one, year, bear.get(one, set()), seen, hidden) for one, (_called, year) in zip(words, asked, strict=True)]


def kept_out_of_all(actor: Actor, asked: Sequence[tuple[str, int | None, UUID]]) -> list[bool]:
    """For each name, with a year of birth when it is known, and a colleague: whether somebody who may bear it keeps the colleague out.

    Nothing of her may then be proposed to this colleague. One question, and those of ``alikes_of_all`` when somebody keeps one of them out.
    """
    bars = Bar.objects.filter(lifted_at=None, member_id__in={member for *_name, member in asked})
    out = set(
        bars.filter(person__organisation_id=actor.organisation_id or _NOBODY).values_list("member_id", "person_id", "person__birth_year")
    )
    if not out:
        return [False] * len(asked)
    words = [told_apart(called)[:_SHOWN] for called, *_rest in asked]
    bear = bearers_of_all(actor, set(words))
    return [
        any(held == member and person in bear.get(one, set()) and _not_another_year(year, born) for held, person, born in out)
        for one, (_called, year, member) in zip(words, asked, strict=True)
    ]


#: person → (her year of birth, one of her files), in the order of files.
_Files = dict[UUID, tuple[int | None, UUID]]


def _files_of(actor: Actor, persons: Sequence[UUID], *, now: datetime) -> tuple[_Files, _Files]:
    """The files of these persons: those that the actor may list, those that they may not nor are kept out of."""
    mine, out = policies.browses(actor, now=now), policies.bars_met(actor)
    seen: _Files = {}
    hidden: _Files = {}
    for start in range(0, len(persons), _AT_ONCE):
        those = File.objects.within(actor).filter(person_id__in=persons[start : start + _AT_ONCE])
        for found, files in ((seen, those.filter(mine)), (hidden, those.exclude(mine).exclude(person__bars__in=out))):
            for person_id, year, pk in in_order(files).values_list("person_id", "person__birth_year", "pk"):
                found.setdefault(person_id, (year, pk))
    return seen, hidden


def _namesakes(words: tuple[str, ...], year: int | None, bear: set[UUID], seen: _Files, hidden: _Files) -> Namesakes:
    near = [seen[person] for person in seen.keys() & bear]
    far = [hidden[person][0] for person in hidden.keys() & bear]
    elsewhere = any(_precise(words, year, born) for born in far)
    return Namesakes(min((pk for born, pk in near if _not_another_year(year, born)), default=None), elsewhere)


def _not_another_year(year: int | None, born: int | None) -> bool:
    return year is None or born is None or born == year


def _precise(words: tuple[str, ...], year: int | None, born: int | None) -> bool:
    return _not_another_year(year, born) if len(words) > 1 else year is not None and born == year
