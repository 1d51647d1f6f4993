"""Persons recorded twice, perhaps: shown only to whoever may know of both files."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import File, Likeness, Person
from relais.people.queries.files import in_order, leads
from relais.people.rules import Level


@dataclass(frozen=True, slots=True)
class Double:
    """A pair, with the files of each that the actor may know of. ``compares``: both files, when the actor works in them."""

    pair: Likeness
    sides: tuple[tuple[Person, tuple[File, ...]], ...]
    compares: tuple[File, File] | None


def doubles(actor: Actor, *, now: datetime, apart: bool = False) -> QuerySet[Likeness]:
    """The pairs of which the actor may know both persons, the last found first; ``apart``: those that somebody set apart."""
    scope = File.objects.within(actor).filter(policies.can_set_apart(actor, now=now)).values("person_id")
    pairs = Likeness.objects.within(actor).filter(first__in=scope, second__in=scope, apart_at__isnull=not apart)
    return pairs.select_related("first", "second", "apart_by").order_by("-found_at", "-pk")


def told(actor: Actor, pairs: Sequence[Likeness], *, now: datetime) -> list[Double]:
    """These pairs with their files, their référents, and whether the actor may compare; three queries for all."""
    persons = {pk for pair in pairs for pk in (pair.first_id, pair.second_id)}
    scope = File.objects.within(actor).filter(policies.can_set_apart(actor, now=now), person_id__in=persons)
    works = set(scope.filter(policies.works_in(actor, Level.ADMINISTRATIVE, now=now)).values_list("pk", flat=True))
    files: dict[UUID, list[File]] = defaultdict(list)
    for file in leads(in_order(scope)):
        files[file.person_id].append(file)
    return [_double(pair, files, works) for pair in pairs]


def _double(pair: Likeness, files: dict[UUID, list[File]], works: Iterable[UUID]) -> Double:
    sides = tuple((person, tuple(files[person.pk])) for person in (pair.first, pair.second))
    mine = [next((file for file in found if file.pk in works), None) for _person, found in sides]
    return Double(pair, sides, (mine[0], mine[1]) if mine[0] is not None and mine[1] is not None else None)


def doubled_elsewhere(actor: Actor, *, now: datetime) -> list[File]:
    """The files that the actor keeps, of somebody who may also have one that they may not see: nothing is told of it.

    Nothing for a person who keeps the actor out (doctrine §3.6, «un dossier existe, demander à l’accueil»).
    """
    mine = File.objects.within(actor).filter(policies.keeps(actor, now=now))
    known = File.objects.within(actor).filter(policies.reaches(actor, Level.EXISTENCE, now=now)).values("person_id")
    out = policies.bars_met(actor).values("person_id")
    pairs = Likeness.objects.within(actor).filter(apart_at=None)
    hers = mine.values("person_id")
    hidden = {"first": "second", "second": "first"}
    found: set[UUID] = set()
    for side, other in hidden.items():
        rows = pairs.filter(**{f"{side}__in": hers}).exclude(**{f"{other}__in": known}).exclude(**{f"{other}__in": out})
        found.update(rows.values_list(f"{side}_id", flat=True))
    return list(in_order(mine.filter(person_id__in=found)))
