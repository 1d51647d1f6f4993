"""What the page of a day shows of the démarches and of the rights that end, for whoever holds files: read together."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from relais.foundation.access import Actor
from relais.foundation.among import Among
from relais.people.queries import Hand
from relais.procedures.models import Procedure
from relais.procedures.queries import blockers, renewals
from relais.procedures.queries.procedures import Line, line, waits
from relais.procedures.rules.turns import Whose


@dataclass(frozen=True, slots=True)
class Today:
    """``turns``: the démarches that wait for the actor, the first limit first, as many as asked; ``endings``: the rights to renew."""

    turns: tuple[Line, ...]
    endings: tuple[renewals.Line, ...]


def today(actor: Actor, held: Hand, *, on: date, now: datetime, most: int) -> Today:
    """The same as ``procedures.my_turn`` and ``renewals.mine`` for the files in hand. Two queries; none without a file."""
    files = Among(held.files)
    if held.actor != actor or not held.files:
        return Today((), ())
    rights = renewals.ending_in(files, on=on)
    mine = waits(actor, on=on, now=now, held=held).values("pk")[:most]
    asked = Q(pk__in=mine) | Q(renews_id__in=Among([one.pk for one in rights])) if rights else Q(pk__in=mine)
    told = Procedure.objects.within(actor).filter(asked, ~Q(whose=Whose.NOBODY.value), file_id__in=files)
    found = list(told.annotate(blocked_on=blockers.since(actor)).order_by("opened_at", "pk"))
    renewing: dict[UUID, list[Procedure]] = defaultdict(list)
    for one in found:
        if one.renews_id is not None:
            renewing[one.renews_id].append(one)
    for right in rights:
        right.renewing = renewing[right.pk]  # type: ignore[attr-defined]  # what the board prefetches
    turned = [one for one in found if one.whose == Whose.MINE.value or (one.turns_on is not None and one.turns_on <= on)]
    turned.sort(key=lambda one: (one.before or date.max, one.turns_on or date.max, one.title, one.pk))
    turns = (replace(line(one, on=on), named=held.called[one.file_id]) for one in turned[:most])
    return Today(tuple(turns), tuple(replace(one, named=held.called[one.right.file_id]) for one in renewals.lines(rights, on=on)))
