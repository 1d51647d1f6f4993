"""By which way a file was open to who read it, and whether a name agrees: what the weekly rules on the journal ask of this room.

Only codes leave, one for each reading, one for each account and file. Names are compared in memory for the time of one pass, and none is
kept, listed or told (CNIL, délibération 2021-122; doctrine §2.8).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from relais.accounts.models import Member, Role
from relais.foundation.among import Among
from relais.kernel.names import family_words, same_family, told_apart
from relais.people.models import Assignment, BreakGlass, File, MergedFile, Presence, Sharing
from relais.people.rules import NameShared, Standing
from relais.people.terms import Part

#: of two ways at one moment, the first here: what somebody else looks at already comes before what nobody does.
_ORDER = (Standing.KEPT, Standing.TEAM, Standing.SHARED, Standing.SERVICE, Standing.EXCEPTIONAL, Standing.PRESENT, Standing.PRESENT_ALONE)
#: who knows of every file of a service, whom to reach and how.
_BY_ROLE = frozenset({str(Role.RECEPTION), str(Role.HEAD)})
#: identifiers asked of the database at once.
_AT_ONCE = 500
_Way = tuple[UUID, Standing, datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways by which files were open to one account in a period: file → (which, from, until), half open."""

    of_file: Mapping[UUID, Collection[tuple[Standing, datetime, datetime | None]]]

    def standing(self, file_id: UUID, *, at: datetime, whole: bool, roles: Collection[str]) -> Standing:
        """By which way this file was open then. ``whole``: more than whom to reach was read; ``roles``: those of then."""
        held = {which for which, since, until in self.of_file.get(file_id, ()) if since <= at and (until is None or at < until)}
        if not whole and not _BY_ROLE.isdisjoint(roles):
            held.add(Standing.SERVICE)
        return next((which for which in _ORDER if which in held), Standing.NONE)


def ways_of(member_id: UUID, *, since: datetime, until: datetime) -> Ways:
    """What was open to this account in the period: parts, sharings, exceptional accesses, presences; four queries."""
    found: dict[UUID, list[tuple[Standing, datetime, datetime | None]]] = defaultdict(list)
    for file_id, which, starts_at, ends_at in _ways(member_id, since=since, until=until):
        found[file_id].append((which, starts_at, ends_at))
    return Ways(found)


def _ways(member_id: UUID, *, since: datetime, until: datetime) -> Iterator[_Way]:
    def during(rows: QuerySet[Any], *columns: str) -> QuerySet[Any, Any]:
        within = rows.filter(Q(ends_at=None) | Q(ends_at__gt=since), starts_at__lt=until)
        return within.order_by("pk").values_list("file_id", "starts_at", "ends_at", *columns)

    for file_id, starts_at, ends_at, part in during(Assignment.objects.filter(member_id=member_id), "part"):
        yield file_id, Standing.TEAM if part == Part.TEAM else Standing.KEPT, starts_at, ends_at
    for file_id, starts_at, ends_at, stopped in during(Sharing.objects.filter(to_member_id=member_id), "withdrawn_at"):
        yield file_id, Standing.SHARED, starts_at, min((end for end in (ends_at, stopped) if end is not None), default=None)
    for file_id, starts_at, ends_at in during(BreakGlass.objects.filter(member_id=member_id)):
        yield file_id, Standing.EXCEPTIONAL, starts_at, ends_at
    for file_id, starts_at, ends_at, by in during(Presence.objects.filter(member_id=member_id), "recorded_by_id"):
        yield file_id, Standing.PRESENT_ALONE if by == member_id else Standing.PRESENT, starts_at, ends_at


def kept_files(read: Collection[UUID]) -> dict[UUID, tuple[UUID, bool]]:
    """For each identifier that was read, the file that it is today, and whether it was made one with it since; those gone are left out."""
    found: dict[UUID, tuple[UUID, bool]] = {}
    for ids in _chunks(read):
        found |= {pk: (pk, False) for pk in File.objects.filter(pk__in=Among(ids)).values_list("pk", flat=True)}
        found |= {pk: (kept, True) for pk, kept in MergedFile.objects.filter(pk__in=Among(ids)).values_list("pk", "file_id")}
    return found


def _chunks(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    every = sorted(ids)
    return (every[at : at + _AT_ONCE] for at in range(0, len(every), _AT_ONCE))


class Names:
    """The names of a house's accounts, and of the persons whose files are asked, held for one pass and told to nobody."""

    def __init__(self, organisation_id: UUID) -> None:
        """``organisation_id``: the house; one query."""
        rows = list(Member.objects.filter(organisation_id=organisation_id).order_by("pk").values_list("pk", "display_name", "is_active"))
        self._family = {pk: family_words(name) for pk, name, _active in rows}
        #: last word of a name of two words at least → the names that end by it.
        self._colleagues: dict[str, list[frozenset[str]]] = defaultdict(list)
        for _pk, name, active in rows:
            if active and len(words := told_apart(name)) > 1:
                self._colleagues[words[-1]].append(frozenset(words))
        self._persons: dict[UUID, tuple[bool, list[tuple[str, ...]]]] = {}

    def accounts(self) -> Collection[UUID]:
        """The accounts of the house, closed ones included."""
        return self._family.keys()

    def shared(self, member_id: UUID, files: Collection[UUID]) -> dict[UUID, NameShared]:
        """Of these files, those whose person's name shares something with this account's, or with one of the house: what."""
        self._read([one for one in files if one not in self._persons])
        found = {}
        for file_id in files:
            whole, families = self._persons.get(file_id, (False, []))
            alike = any(same_family(self._family.get(member_id, ()), family) for family in families)
            if whole or alike:
                found[file_id] = NameShared.WHOLE if whole else NameShared.FAMILY
        return found

    def _read(self, files: Collection[UUID]) -> None:
        for ids in _chunks(files):
            rows = File.objects.filter(pk__in=Among(ids)).order_by("pk")
            told = rows.values_list("pk", "person__called", "person__given_names", "person__family_name", "person__birth_name")
            for pk, called, given, family, born in told:
                words = {word for name in (called, given, family, born) for word in told_apart(name)}
                whole = any(name <= words for word in words for name in self._colleagues.get(word, ()))
                families = [told_apart(name) for name in (family, born) if name] or [family_words(called)]
                self._persons[pk] = whole, families
