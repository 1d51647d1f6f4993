"""Acts on the rights open to a person: written with their last day, corrected, no longer followed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.accounts.models import Role
from relais.casework.models import OpenRight
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope, Unable
from relais.kernel.guards.reading import cell_findings
from relais.kernel.sentences import Sentence
from relais.people import policies
from relais.people.models import File
from relais.people.reading import known
from relais.people.rules import Level
from relais.people.services.beginnings import demand_unlimited

#: a right that ends later than this many years is a typing mistake.
YEARS_AHEAD = 30


class UnableToKeepRight(Unable):
    """What was asked of an open right breaks a rule."""


@dataclass(frozen=True, slots=True)
class ToldRight:
    """A right as it is told; ``ends_on``: its last day, None when it is not known."""

    name: str
    ends_on: date | None = None
    body: str = ""
    number: str = ""


def _file(actor: Actor, file_id: UUID, *, now: datetime, held: File | None = None) -> File:
    """The file, locked, for whoever keeps its administrative part, or for the head who opens it in this very act."""
    told = None if held is None or held.pk != file_id else known(held.reading, actor, now=now)
    if held is not None and told is not None and Level.ADMINISTRATIVE in told.read:
        return held
    scope = policies.reaches(actor, Level.ADMINISTRATIVE, now=now)
    files = File.objects.within(actor).select_for_update(of=("self",))
    if (found := files.filter(scope, pk=file_id).first()) is not None:
        demand_unlimited(found)
        return found
    just_opened = files.filter(pk=file_id, opened_at=now).first()
    if just_opened is None or not actor.has_role_in(just_opened.service_id, Role.HEAD):
        raise OutOfScope
    return just_opened


def _checked(told: ToldRight, *, on: date) -> ToldRight:
    """The same, trimmed; UnableToKeepRight beside the field at fault."""
    name, body, number = " ".join(told.name.split()), " ".join(told.body.split()), " ".join(told.number.split())
    if not name:
        raise UnableToKeepRight(name=gettext_noop("Dites quel droit est ouvert."))
    for field, text, longest in (("name", name, 80), ("body", body, 80), ("number", number, 40)):
        if len(text) > longest:
            raise UnableToKeepRight(**{field: Sentence("Écrivez-le plus court : {longest} signes au plus.", longest=longest)})
        if any(one.blocks for one in cell_findings(text, header="")):
            raise UnableToKeepRight(**{field: gettext_noop("Ceci ressemble à un mot de passe ou à un code : il ne se garde pas ici.")})
    if told.ends_on is not None and not on.year - YEARS_AHEAD <= told.ends_on.year <= on.year + YEARS_AHEAD:
        raise UnableToKeepRight(ends_on=gettext_noop("Vérifiez l’année de cette date."))
    return ToldRight(name, told.ends_on, body, number)


@transaction.atomic
def keep_right(*, actor: Actor, file_id: UUID, told: ToldRight, now: datetime, held: File | None = None) -> OpenRight:
    """Write that a right is open; the same name in the same file is corrected, never written twice.

    ``held``: the same file, that the transaction under way has just opened.
    """
    found = _file(actor, file_id, now=now, held=held)
    checked = _checked(told, on=timezone.localdate(now))
    if actor.user_id is None:
        raise OutOfScope
    kept = OpenRight.objects.filter(file=found, name__iexact=checked.name, closed_on=None).first()
    if kept is None:
        kept = OpenRight(file=found, name=checked.name, recorded_by_id=actor.user_id, recorded_at=now)
    kept.ends_on = checked.ends_on
    kept.body, kept.number = checked.body or kept.body, checked.number or kept.number
    kept.save()
    journal.record(actor=actor, action="right.kept", at=now, subject=kept)
    return kept


@transaction.atomic
def close_right(*, actor: Actor, file_id: UUID, right_id: UUID, now: datetime) -> OpenRight:
    """This right is no longer followed: it ended, or was renewed under another name. Its line stays in the file."""
    found = _file(actor, file_id, now=now)
    right = OpenRight.objects.select_for_update().filter(file=found, pk=right_id, closed_on=None).first()
    if right is None:
        raise OutOfScope
    right.closed_on = timezone.localdate(now)
    right.save(update_fields=["closed_on"])
    journal.record(actor=actor, action="right.closed", at=now, subject=right)
    return right
