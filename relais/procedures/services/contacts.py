"""Acts on the contact book: a line added, corrected, removed, put back, tried. Any worker of the house; each change keeps what it was."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope, Refused
from relais.law.blockers.catalogue import bodies
from relais.people.services.beginnings import UnableToKeepFiles, whole_record
from relais.procedures import policies
from relais.procedures.models import ContactLine, ContactVersion, LineTry
from relais.procedures.services.procedures import UnableToKeepProcedure, clean_lines
from relais.procedures.terms.contacts import LineChange, LineKind, Wait


class UnableToKeepLine(UnableToKeepProcedure):
    """What was asked of the contact book breaks a rule."""


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line as it is told; ``scope`` and ``hours`` may be ""."""

    body: str
    name: str
    kind: LineKind | str
    value: str
    source: str
    scope: str = ""
    hours: str = ""


def _demand(actor: Actor) -> UUID:
    """The actor's house, when they may keep its book; OutOfScope or Refused otherwise."""
    if actor.organisation_id is None:
        raise OutOfScope
    if not (decision := policies.can_keep_contacts(actor)):
        raise Refused(decision)
    return actor.organisation_id


def _locked(actor: Actor, line_id: UUID) -> ContactLine:
    _demand(actor)
    kept = ContactLine.objects.within(actor).select_for_update(of=("self",)).filter(pk=line_id).first()
    if kept is None:
        raise OutOfScope
    return kept


def _version(actor: Actor, kept: ContactLine, act: LineChange, *, now: datetime) -> None:
    content = {name: getattr(kept, name) for name in ToldLine.__slots__}
    ContactVersion.objects.create(
        organisation_id=kept.organisation_id, line=kept, act=act, content=content, author_id=actor.user_id, at=now
    )
    journal.record(actor=actor, action=f"contact.{act.name.lower()}", at=now, subject=kept)


def _write(kept: ContactLine, told: ToldLine, *, now: datetime) -> None:
    """Put what was told in a line; UnableToKeepLine by field."""
    words = clean_lines(**{name: str(words) for name, words in asdict(told).items()})
    if words["body"] not in bodies():
        raise UnableToKeepLine(body=gettext_noop("Cet organisme n’est pas dans notre liste."))
    for name, value in words.items():
        setattr(kept, name, value)
    kept.checked_on = timezone.localdate(now)
    try:
        with transaction.atomic():
            whole_record(kept).save()
    except (IntegrityError, UnableToKeepFiles) as problem:
        if isinstance(problem, UnableToKeepFiles) and "whole" not in problem.problems:
            raise UnableToKeepLine(**problem.problems) from problem
        raise UnableToKeepLine(value=gettext_noop("Cette ligne est déjà dans le carnet.")) from problem


@transaction.atomic
def add_line(*, actor: Actor, told: ToldLine, now: datetime) -> ContactLine:
    """One more line in the book of the house."""
    kept = ContactLine(organisation_id=_demand(actor))
    _write(kept, told, now=now)
    _version(actor, kept, LineChange.ADDED, now=now)
    return kept


@transaction.atomic
def correct_line(*, actor: Actor, line_id: UUID, told: ToldLine, seen: int, now: datetime) -> ContactLine:
    """A line says something else; what it said is kept. ``seen``: how many versions stood when the page was opened."""
    kept = _locked(actor, line_id)
    if kept.versions.count() != seen:
        raise UnableToKeepLine(
            whole=gettext_noop("Cette ligne a changé depuis. Regardez en bas de page ce qu’elle est, puis enregistrez : cela remplacera.")
        )
    _write(kept, told, now=now)
    _version(actor, kept, LineChange.CORRECTED, now=now)
    return kept


@transaction.atomic
def remove_line(*, actor: Actor, line_id: UUID, now: datetime) -> ContactLine:
    """A line is no longer offered, and may be put back. Twice is once."""
    kept = _locked(actor, line_id)
    if kept.removed_at is None:
        kept.removed_at = now
        kept.save(update_fields=["removed_at"])
        _version(actor, kept, LineChange.REMOVED, now=now)
    return kept


@transaction.atomic
def put_line_back(*, actor: Actor, line_id: UUID, now: datetime) -> ContactLine:
    """A line removed is offered again, unless the same one stands. Twice is once."""
    kept = _locked(actor, line_id)
    if kept.removed_at is None:
        return kept
    kept.removed_at = None
    twin = ContactLine.objects.within(actor).filter(removed_at=None, body=kept.body, kind=kept.kind, value=kept.value)
    if twin.exists():
        raise UnableToKeepLine(value=gettext_noop("Cette ligne est déjà dans le carnet."))
    kept.save(update_fields=["removed_at"])
    _version(actor, kept, LineChange.RESTORED, now=now)
    return kept


@transaction.atomic
def note_try(*, actor: Actor, line_id: UUID, worked: bool, wait: Wait | str = "", now: datetime) -> None:
    """A line answered today, or not. Who tried it is not kept: not here, and not in the journal, which tells what people do to files."""
    kept = _locked(actor, line_id)
    if wait and wait not in Wait.values:
        raise UnableToKeepLine(wait=gettext_noop("Choisissez une durée de la liste."))
    LineTry.objects.create(organisation_id=kept.organisation_id, line=kept, on=timezone.localdate(now), worked=worked, wait=wait)


@transaction.atomic
def take_back_try(*, actor: Actor, line_id: UUID, worked: bool, wait: Wait | str = "", now: datetime) -> None:
    """One such try of today was noted by mistake: it goes. Those of a day are all alike: whose it was, nobody knows."""
    kept = _locked(actor, line_id)
    today = LineTry.objects.within(actor).filter(line=kept, on=timezone.localdate(now), worked=worked, wait=wait)
    last = today.order_by("-pk").first()
    if last is None:
        raise UnableToKeepLine(whole=gettext_noop("Rien de tel n’est noté aujourd’hui : c’est déjà retiré."))
    last.delete()
