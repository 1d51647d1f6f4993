"""One call to a body: begun, what its line did, once, and one act for each démarche that was spoken of."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.kernel.purposes import Purpose
from relais.law.blockers.catalogue import bodies
from relais.people.services.beginnings import who_acts
from relais.procedures.models import Call, ContactLine, ProcedureAct
from relais.procedures.queries import calls
from relais.procedures.rules.progress import Act
from relais.procedures.services.contacts import UnableToKeepLine, note_try, take_back_try
from relais.procedures.services.procedures import ToldAct, record_act
from relais.procedures.terms.contacts import Wait
from relais.procedures.terms.procedures import Way


@transaction.atomic
def begin_call(*, actor: Actor, body: str, line_id: UUID | None, now: datetime) -> Call:
    """A call begins, by a line of the book or by another one. Its page tells numbers of several files: each is read, and says so."""
    caller = who_acts(actor)
    if body not in bodies() or actor.organisation_id is None:
        raise OutOfScope
    line = ContactLine.objects.within(actor).filter(pk=line_id, removed_at=None).first() if line_id else None
    if line_id and line is None:
        raise OutOfScope
    files = {one.procedure.file_id: one.procedure.file for one in calls.questions(actor, body, on=timezone.localdate(now), now=now)}
    for file in files.values():
        journal.read(actor, file, purpose=Purpose.SUPPORT, at=now, part="called")
    return Call.objects.create(organisation_id=actor.organisation_id, caller_id=caller, body=body, line=line, began_at=now)


def _own(actor: Actor, call_id: UUID) -> Call:
    mine = Call.objects.within(actor).select_for_update(of=("self",))
    kept = mine.filter(pk=call_id, caller_id=who_acts(actor)).first()
    if kept is None:
        raise OutOfScope
    return kept


@transaction.atomic
def tell_line(*, actor: Actor, call_id: UUID, answered: bool, wait: Wait | str, now: datetime) -> Call:
    """What the line did, once for the whole call; told again, it changes nothing and says so."""
    kept = _own(actor, call_id)
    if kept.answered is not None:
        raise UnableToKeepLine(whole=gettext_noop("C’est déjà noté pour cet appel."))
    if wait and wait not in Wait.values:
        raise UnableToKeepLine(wait=gettext_noop("Choisissez une durée de la liste."))
    kept.answered, kept.wait = answered, str(wait)
    kept.save(update_fields=["answered", "wait"])
    if kept.line_id is not None:
        note_try(actor=actor, line_id=kept.line_id, worked=answered, wait=wait, now=now)
    return kept


@transaction.atomic
def take_line_back(*, actor: Actor, call_id: UUID, now: datetime) -> Call:
    """What the line did was noted by mistake, today: it is asked again, and the contact book forgets it. Twice is once."""
    kept = _own(actor, call_id)
    if kept.answered is None:
        return kept
    if timezone.localdate(kept.began_at) != timezone.localdate(now):
        raise UnableToKeepLine(whole=gettext_noop("Cet appel est d’un autre jour : commencez-en un autre."))
    if kept.line_id is not None:
        with suppress(UnableToKeepLine):  # already taken back in the contact book
            take_back_try(actor=actor, line_id=kept.line_id, worked=kept.answered, wait=kept.wait, now=now)
    kept.answered, kept.wait = None, ""
    kept.save(update_fields=["answered", "wait"])
    return kept


@transaction.atomic
def tell_answer(*, actor: Actor, call_id: UUID, procedure_id: UUID, told: ToldAct, seen: int, now: datetime) -> ProcedureAct:
    """What was obtained for one démarche: one act, by phone, today. ``seen``: as in ``record_act``."""
    kept = _own(actor, call_id)
    if kept.answered is False:
        raise UnableToKeepLine(whole=gettext_noop("La ligne n’a pas répondu : commencez un autre appel."))
    said = replace(told, act=Act.CALLED, on=timezone.localdate(now), way=Way.PHONE)
    return record_act(actor=actor, procedure_id=procedure_id, told=said, seen=seen, now=now)
