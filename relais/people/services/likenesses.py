"""Acts on persons who may be one: compared when their names change, set apart for good, proposed again."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.people import queries
from relais.people.models import Likeness, Person, ToCompare
from relais.people.rules import Level
from relais.people.services.beginnings import file_in_scope, who_acts
from relais.people.services.resemblance import resembling

#: persons compared in one go of the recurring act.
_AT_ONCE = 200


@transaction.atomic
def compare_waiting(*, now: datetime, limit: int = _AT_ONCE) -> int:
    """Look for who resembles those whose names or birth changed; how many persons were compared. A recurring act of the instance."""
    waiting = list(ToCompare.objects.order_by("pk").values_list("pk", flat=True)[:limit])
    ToCompare.objects.filter(pk__in=waiting).delete()
    for person in Person.objects.filter(pk__in=waiting).prefetch_related("former_names"):
        _compare(person, now=now)
    return len(waiting)


def _compare(person: Person, *, now: datetime) -> None:
    """Write the pairs of this person; those that nothing brings together any more are erased, those set apart stay."""
    found = resembling(person)
    known: dict[UUID, Likeness] = {}
    for pair in Likeness.objects.filter(Q(first=person) | Q(second=person)).select_related("first", "second"):
        other = pair.second if pair.first_id == person.pk else pair.first
        known[other.pk] = pair
        if pair.apart_at is None and other.pk not in found and person.pk not in resembling(other):
            pair.delete()
    Likeness.objects.bulk_create([_pair(person, other, now=now) for other in sorted(found - known.keys())], ignore_conflicts=True)


def _pair(person: Person, other_id: UUID, *, now: datetime) -> Likeness:
    first, second = sorted((person.pk, other_id))
    return Likeness(organisation_id=person.organisation_id, first_id=first, second_id=second, found_at=now)


@transaction.atomic
def set_apart(*, actor: Actor, pair_id: int, now: datetime) -> Likeness:
    """«Ce n’est pas la même personne»: this pair is never proposed again, until somebody says otherwise."""
    pair = _in_scope(actor, pair_id, apart=False, now=now)
    pair.apart_at, pair.apart_by_id = now, who_acts(actor)
    pair.save(update_fields=["apart_at", "apart_by"])
    journal.record(actor=actor, action="person.set_apart", at=now, subject=pair)
    return pair


@transaction.atomic
def propose_again(*, actor: Actor, pair_id: int, now: datetime) -> Likeness:
    """It was said too quickly: the pair is proposed again."""
    pair = _in_scope(actor, pair_id, apart=True, now=now)
    pair.apart_at = pair.apart_by = None
    pair.save(update_fields=["apart_at", "apart_by"])
    journal.record(actor=actor, action="person.proposed_again", at=now, subject=pair)
    return pair


def _in_scope(actor: Actor, pair_id: int, *, apart: bool, now: datetime) -> Likeness:
    pair = queries.doubles(actor, now=now, apart=apart).select_for_update(of=("self",)).filter(pk=pair_id).first()
    if pair is None:
        raise OutOfScope
    return pair


@transaction.atomic
def remember_apart(*, actor: Actor, file_id: UUID, others: Collection[UUID], now: datetime) -> int:
    """A file was opened beside others of that name, on purpose: these persons are not the same; how many pairs."""
    found = file_in_scope(actor, file_id, Level.EXISTENCE, now=now)
    persons = queries.files(actor, now=now).filter(pk__in=others).values_list("person_id", flat=True)
    done = 0
    for other in sorted(set(persons) - {found.person_id}):
        pair = _pair(found.person, other, now=now)
        pair.apart_at, pair.apart_by_id = now, who_acts(actor)
        pair.save(force_insert=True)
        journal.record(actor=actor, action="person.set_apart", at=now, subject=pair)
        done += 1
    return done
