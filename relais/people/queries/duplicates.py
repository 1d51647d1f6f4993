"""Whether somebody of this name already has a file, before another is opened: those one may see, and only that there is one elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from relais.foundation.access import Actor
from relais.kernel.names import told_apart
from relais.people import policies
from relais.people.models import File
from relais.people.queries.files import in_order
from relais.people.queries.finding import SLIPPED, bearing

#: files shown beside the form: past that, the name says too little.
_SHOWN = 5


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
