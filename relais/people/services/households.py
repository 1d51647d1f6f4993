"""Acts on who lives with whom: an arrival, a birth, a departure, alternating custody; and the household that nobody else's file shares.

Each act is written in the journal of the file through which it was done, and of no other: one life is not read in another's.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.kernel.sentences import LongDay, Sentence
from relais.people import queries, rules
from relais.people.events import HouseholdChanged
from relais.people.models import File, Household, HouseholdMember, KeptSituation, Person
from relais.people.rules import Level, Stay
from relais.people.services.beginnings import UnableToKeepFiles, file_in_scope, whole_record
from relais.people.terms import CHILDREN, Link


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who comes to live here. ``link``: who she is for the reference person. ``file_id``: her own file, when the actor keeps it.

    ``on``: the day, None when nobody knows since when. A birth is an arrival on the day of birth.
    """

    link: Link
    called: str = ""
    on: date | None = None
    birth_year: int | None = None
    alternating: bool = False
    file_id: UUID | None = None


@transaction.atomic
def arrive(*, actor: Actor, file_id: UUID, arrival: Arrival, now: datetime, home_id: UUID | None = None) -> HouseholdMember:
    """Somebody lives with the person from a day; the household begins with this when nobody had said anything."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    _not_to_come(arrival.on, now)
    if arrival.link == Link.SELF:
        raise UnableToKeepFiles(link=gettext_noop("Choisissez qui est cette personne pour celle du dossier."))
    if arrival.alternating and arrival.link not in CHILDREN:
        raise UnableToKeepFiles(alternating=gettext_noop("La garde alternée est celle d’un enfant."))
    household = _household(found, home_id, now)
    person = None if arrival.file_id is None else _moved_in(actor, found, arrival.file_id, arrival, now)
    member = HouseholdMember(
        household=household,
        person=person,
        called=person.called if person else arrival.called.strip(),
        birth_year=person.birth_year if person else arrival.birth_year,
        link=arrival.link,
        alternating=arrival.alternating,
        starts_on=arrival.on,
        told_at=now,
    )
    whole_record(member).save(force_insert=True)
    _written(actor, found, now)
    return member


@transaction.atomic
def depart(*, actor: Actor, file_id: UUID, members: Collection[int], on: date, now: datetime) -> None:
    """Some leave the home on a day. When the person of the file is among them, the others who leave go with her to a home of their own."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    _not_to_come(on, now)
    leaving = list(_lived_with(found).filter(pk__in=members, ends_on=None))
    if not leaving or len(leaving) != len(set(members)):
        raise UnableToKeepFiles(members=gettext_noop("Choisissez qui part, parmi celles et ceux qui vivent ici."))
    if len({member.household_id for member in leaving}) > 1:
        raise UnableToKeepFiles(members=gettext_noop("Un départ se dit pour un foyer à la fois."))
    own = next((member for member in leaving if member.person_id == found.person_id), None)
    for member in leaving:
        _ended(member, on, now)
    if own is not None and not own.alternating:
        _settled_elsewhere(found, own, leaving, on)
    _written(actor, found, now)


@transaction.atomic
def change_custody(*, actor: Actor, file_id: UUID, member_id: int, alternating: bool, on: date, now: datetime) -> HouseholdMember:
    """From a day, a child lives here half the time, or all the time again."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    _not_to_come(on, now)
    member = _lived_with(found).filter(pk=member_id, ends_on=None).first()
    if member is None:
        raise OutOfScope
    if member.link not in CHILDREN or member.alternating == alternating:
        raise UnableToKeepFiles(member=gettext_noop("Choisissez un enfant dont la garde change."))
    _ended(member, on, now)
    changed = HouseholdMember(
        household_id=member.household_id,
        person_id=member.person_id,
        called=member.called,
        birth_year=member.birth_year,
        link=member.link,
        alternating=alternating,
        starts_on=on,
        told_at=now,
    )
    whole_record(changed).save(force_insert=True)
    _written(actor, found, now)
    return changed


@transaction.atomic
def remove_cohabitant(*, actor: Actor, file_id: UUID, member_id: int, now: datetime) -> None:
    """Erase somebody written by mistake, who never lived here; the person of the file stays."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    removed, _ = _lived_with(found).filter(pk=member_id).exclude(person_id=found.person_id).delete()
    if not removed:
        raise OutOfScope
    _written(actor, found, now)


def keep_apart(person: Person) -> None:
    """Give somebody whose address is protected a household of her own, that no other file shares.

    The others keep, as plain names, the home that they knew that day: nothing that happens to her afterwards is written there, and nothing
    in it leads to her. Called in the transaction of the act that protects the address.
    """
    shared = Household.objects.filter(members__person=person, kept_apart=False).distinct()
    for household in list(shared):
        rows = list(household.members.order_by("pk"))
        if not any(row.person_id not in (None, person.pk) for row in rows):
            Household.objects.filter(pk=household.pk).update(kept_apart=True)
            continue
        HouseholdMember.objects.filter(household=household, person=person).update(person=None)
        own = Household.objects.create(organisation_id=person.organisation_id, kept_apart=True)
        HouseholdMember.objects.bulk_create(_as_she_knows_it(rows, person, own))
        KeptSituation.objects.filter(household=household, file__person=person).update(household=own)


def forget_empty_homes() -> int:
    """Erase the homes where nobody who has, or had, a file is left; how many rows went. A daily act of the instance."""
    lived_in = HouseholdMember.objects.filter(person__isnull=False).values("household_id")
    erased, _ = Household.objects.exclude(pk__in=lived_in).delete()
    return erased


def _as_she_knows_it(rows: Iterable[HouseholdMember], person: Person, own: Household) -> list[HouseholdMember]:
    """The same home as she lived in it: her stays are hers, the others are names, each bounded by the time lived together."""
    rows = list(rows)
    mine = [Stay(row.starts_on, row.ends_on, row.told_at, row.end_told_at) for row in rows if row.person_id == person.pk]
    copies = []
    for row in rows:
        stay, hers = Stay(row.starts_on, row.ends_on, row.told_at), row.person_id == person.pk
        parts = (stay,) if hers else rules.lived_together(stay, mine)
        copies += [_copy(row, own, person_id=person.pk if hers else None, stay=part) for part in parts]
    return copies


def _copy(row: HouseholdMember, household: Household, *, person_id: UUID | None, stay: Stay, link: str = "") -> HouseholdMember:
    link = link or row.link
    return HouseholdMember(
        household=household,
        person_id=person_id,
        called=row.called,
        birth_year=row.birth_year,
        link=link,
        alternating=row.alternating and link in CHILDREN,
        starts_on=stay.starts_on,
        ends_on=stay.ends_on,
        told_at=row.told_at,
        end_told_at=row.end_told_at if stay.ends_on else None,
    )


def _household(found: File, home_id: UUID | None, now: datetime) -> Household:
    """Where the person lives today (the one named, when she has two); a new one where nobody had said anything."""
    here = Household.objects.filter(members__person_id=found.person_id, members__ends_on=None)
    household = (here if home_id is None else here.filter(pk=home_id)).order_by("pk").first()
    if household is not None:
        return household
    if home_id is not None:
        raise OutOfScope
    household = Household.objects.create(organisation_id=found.organisation_id, kept_apart=found.person.address_protected)
    HouseholdMember.objects.create(
        household=household,
        person=found.person,
        called=found.person.called,
        birth_year=found.person.birth_year,
        link=Link.SELF,
        told_at=now,
    )
    return household


def _moved_in(actor: Actor, found: File, file_id: UUID, arrival: Arrival, now: datetime) -> Person:
    """The person of the file named, who leaves the home where she lived all the time."""
    theirs = queries.may_live_with(actor, found, now=now).filter(pk=file_id).first()
    if theirs is None:
        raise UnableToKeepFiles(file=gettext_noop("Écrivez seulement son nom : ce dossier ne peut pas être rattaché à ce foyer."))
    for member in HouseholdMember.objects.filter(person_id=theirs.person_id, ends_on=None, alternating=False):
        if arrival.alternating:
            raise UnableToKeepFiles(
                alternating=gettext_noop("Cet enfant vit ailleurs à plein temps : dites d’abord la garde alternée dans son dossier.")
            )
        _ended(member, arrival.on or timezone.localdate(now), now)
    return theirs.person


def _settled_elsewhere(found: File, own: HouseholdMember, leaving: Iterable[HouseholdMember], on: date) -> None:
    """A home for the person who left, and for those who left with her."""
    elsewhere = Household.objects.create(organisation_id=found.organisation_id, kept_apart=found.person.address_protected)
    stay = Stay(on, None)
    HouseholdMember.objects.bulk_create(
        [
            _copy(own, elsewhere, person_id=own.person_id, stay=stay, link=Link.SELF),
            *(
                _copy(member, elsewhere, person_id=member.person_id, stay=stay, link=rules.link_seen(own=own.link, other=member.link))
                for member in leaving
                if member.pk != own.pk
            ),
        ]
    )


def _ended(member: HouseholdMember, on: date, now: datetime) -> None:
    """A stay ends on a day; one that would end before it began is refused."""
    if member.starts_on is not None and member.starts_on >= on:
        told = Sentence("{name} vit ici depuis le {day} : la date doit venir après.", name=member.called, day=LongDay(member.starts_on))
        raise UnableToKeepFiles(on=told)
    member.ends_on, member.end_told_at = on, now
    member.save(update_fields=["ends_on", "end_told_at"])


def _not_to_come(on: date | None, now: datetime) -> None:
    if on is not None and on > timezone.localdate(now):
        raise UnableToKeepFiles(on=gettext_noop("Cette date n’est pas encore venue : vous pourrez l’inscrire ce jour-là."))


def _lived_with(found: File) -> QuerySet[HouseholdMember]:
    """Those of the homes where the person lives now: what happens in a home that she left is no longer hers to write."""
    here = Household.objects.filter(members__person_id=found.person_id, members__ends_on=None)
    return HouseholdMember.objects.filter(household__in=here)


def _written(actor: Actor, found: File, now: datetime) -> None:
    journal.record(actor=actor, action="file.household_changed", at=now, subject=found)
    bus.publish(HouseholdChanged(found.organisation_id, found.pk, now))
