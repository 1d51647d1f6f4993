"""What falls due: in files about to change hands, in a member's hands (counts), and in nobody's. Drawn from ``people.due``."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from relais.accounts.models import Member, RoleGrant
from relais.accounts.rules import CONTENT_ROLES
from relais.foundation import houses
from relais.foundation.access import Actor
from relais.foundation.among import Among
from relais.people import leading, policies
from relais.people.due import Kind, kinds
from relais.people.models import Assignment, File
from relais.people.queries.files import in_order
from relais.people.rules import Level
from relais.people.terms import Part


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that falls due. ``words``: "" for whoever does not read the administrative part of its file.

    ``file``: None for what hangs from none, and for a hidden hour. ``can_change_hands``: whether a member may be given it.
    """

    kind: Kind
    row: Any
    due_on: date | None
    words: str
    file: File | None
    holder: Member | None

    @property
    def key(self) -> str:
        """What names it in a form."""
        return f"{self.kind.code}:{self.row.pk}"

    @property
    def can_change_hands(self) -> bool:
        """True when it has a holder of its own, whom another may follow; otherwise it goes where the file goes."""
        return bool(self.kind.holder) and self.kind.give is not None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of one kind a member holds, and the first day: no name, no word."""

    kind: Kind
    number: int
    first: date | None


def _at(row: object, path: str) -> Any:  # noqa: ANN401  # the end of a path of any model
    for name in path.split("__") if path else ():
        row = getattr(row, name, None)
    return row if path else None


def _day(moment: object) -> date | None:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment if isinstance(moment, date) else None


def _line(kind: Kind, row: object, *, read: Collection[UUID]) -> Line:
    file: File | None = _at(row, kind.file)
    hidden = kind.hides(row)
    words = kind.words(row) if file is not None and file.pk in read and not hidden else ""
    return Line(kind, row, _day(_at(row, kind.due)), words, None if hidden else file, _at(row, kind.holder))


def _sorted(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.due_on is None, line.due_on or date.max, line.kind.code, str(line.row.pk)))


def _related(kind: Kind) -> list[str]:
    return [*([f"{kind.file}__person"] if kind.file else []), *([kind.holder] if kind.holder else [])]


def in_files(actor: Actor, files: Collection[File], *, member: Member, now: datetime, hidden: bool = False) -> dict[UUID, list[Line]]:
    """For each file, what this member holds in it and what follows it; the caller has the files in scope. ``hidden``: with hidden hours."""
    ids = [file.pk for file in files]
    read = set(
        File.objects.within(actor).filter(policies.reaches(actor, Level.ADMINISTRATIVE, now=now), pk__in=ids).values_list("pk", flat=True)
    )
    found: dict[UUID, list[Line]] = {pk: [] for pk in ids}
    for kind in kinds():
        if not kind.file:
            continue
        held = Q(**{kind.holder: member}) if kind.holder else Q()
        rows = kind.rows(now).filter(held, **{f"{kind.file}__in": ids}).select_related(*_related(kind))
        for row in rows:
            if not kind.hides(row) or hidden:
                found[_at(row, f"{kind.file}_id")].append(_line(kind, row, read=read))
    return {pk: _sorted(lines) for pk, lines in found.items()}


def held(member: Member, *, now: datetime) -> list[Counted]:
    """What a member holds, kind by kind, and what follows the files that they lead: counts, for whoever may read no name."""
    led = Assignment.objects.filter(policies.current(now), member=member, part=Part.LEAD, file__closed_at=None).values("file_id")
    found = []
    for kind in kinds():
        mine = Q(**{kind.holder: member}) if kind.holder else Q(**{f"{kind.file}__in": led})
        rows = kind.rows(now).filter(mine)
        if number := rows.count():
            found.append(Counted(kind, number, _day(rows.order_by(kind.due).values_list(kind.due, flat=True).first())))
    return found


def _gone(actor: Actor, *, now: datetime) -> Among:
    """The members of the house who can see to nothing any more: account closed, or no role that reads contents."""
    in_force = RoleGrant.objects.in_force(timezone.localdate(now)).filter(role__in=CONTENT_ROLES, member__is_active=True)
    return Among(Member.objects.within(actor).exclude(pk__in=in_force.values("member_id")).values_list("pk", flat=True))


def _nobody(kind: Kind, rows: QuerySet[Any], *, away: Among, now: datetime) -> QuerySet[Any]:
    """Of these rows, those whose holder can no longer see to them: ``away``, or out of the file since. Few are: a short list of rows
    first, by holders gone and by files that lost somebody, then what each row asks.
    """
    gone = Q(**{f"{kind.holder}__in": away}) | Q(**{f"{kind.holder}__isnull": True})
    every = rows.model._default_manager.order_by()  # noqa: SLF001  # documented by Django
    short = [every.filter(**{f"{kind.holder}__in": away}).values("pk")]
    if rows.model._meta.get_field(kind.holder).null:  # noqa: SLF001  # documented by Django
        short.append(every.filter(**{f"{kind.holder}__isnull": True}).values("pk"))
    if not kind.file:
        return rows.filter(gone)
    lost = Assignment.objects.filter(ends_at__lte=now)
    short.append(every.filter(**{f"{kind.file}__in": lost.values("file_id")}).values("pk"))
    took_part = Assignment.objects.filter(file_id=OuterRef(f"{kind.file}_id"), member_id=OuterRef(f"{kind.holder}_id"))
    out = Q(Exists(took_part.filter(ends_at__lte=now))) & ~Q(Exists(took_part.filter(policies.current(now))))
    return rows.filter(gone | out, pk__in=short[0].union(*short[1:], all=True))


def _left(actor: Actor, kind: Kind, rows: QuerySet[Any], *, away: Among, now: datetime) -> QuerySet[Any]:
    here = policies.headed_through(actor, kind.file) if kind.file else Q()
    of_none = Q(**{f"{kind.file}__isnull": True}) if kind.file else Q()
    if not kind.file or kind.service != f"{kind.file}__service":
        services = policies.services_headed(actor)
        mine = Q(**{f"{kind.service}__organisation_id": actor.organisation_id})
        in_services = of_none & (mine if services is None else Q(**{f"{kind.service}__in": services}))
        here = here | in_services if kind.file else in_services
    return _nobody(kind, rows.filter(here), away=away, now=now)


def left(actor: Actor, *, now: datetime) -> list[Line]:
    """What falls due in the services that the actor heads and is in nobody's hands, the first day first."""
    if not policies.heads_somewhere(actor):
        return []
    away, lines = _gone(actor, now=now), []
    for kind in kinds():
        if kind.holder:
            lines += [
                _line(kind, row, read=()) for row in _left(actor, kind, kind.rows(now), away=away, now=now).select_related(*_related(kind))
            ]
    return _sorted(lines)


def number_left(actor: Actor, *, now: datetime) -> int:
    """How many of them there are; three queries."""
    asked = rows_left(actor, now=now)
    if not asked:
        return 0
    counts = [rows.order_by().values_list(Value(code)).annotate(number=Count("pk")) for code, rows in asked]
    return sum(number for _, number in counts[0].union(*counts[1:], all=True))


def rows_left(actor: Actor, *, now: datetime) -> list[tuple[str, QuerySet[Any]]]:
    """What falls due in these services and is in nobody's hands, kind by kind; nothing for whoever heads none. Two queries."""
    if not policies.heads_somewhere(actor):
        return []
    every = [(kind, kind.rows(now)) for kind in kinds() if kind.holder]
    empty = houses.without(actor.organisation_id, (rows.model for _kind, rows in every if _is_of_a_house(rows.model)))
    away = _gone(actor, now=now)
    return [(kind.code, _left(actor, kind, rows, away=away, now=now)) for kind, rows in every if rows.model not in empty]


def _is_of_a_house(table: type[Model]) -> bool:
    return any(field.name == "organisation" for field in table._meta.fields)  # noqa: SLF001  # documented by Django


def without_lead(actor: Actor, *, now: datetime) -> QuerySet[File]:
    """The open files of the services that the actor heads, that nobody at work leads."""
    return in_order(policies.headed_files(actor).filter(leading.led_by_nobody(now), closed_at=None))


def whose_lead_is(file_ids: Collection[UUID], *, now: datetime) -> dict[UUID, Member]:
    """For each of these files, its référent at work."""
    at_work = Assignment.objects.filter(policies.current(now), part=Part.LEAD, file_id__in=file_ids, member__in=leading.working(now))
    return {one.file_id: one.member for one in at_work.select_related("member")}
