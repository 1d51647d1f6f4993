"""Putting right what was done for the person without a written mandate: a mandate that came since, or her own word, dated (S66)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.mandates.models import MandateAct
from relais.people.services.beginnings import who_acts
from relais.procedures.models import Procedure, ProcedureAct, Sending
from relais.procedures.queries.settling import LETTER_TO_SETTLE, TO_SETTLE
from relais.procedures.services.procedures import UnableToKeepProcedure, mandate_act, procedure_to_change


@transaction.atomic
def settle_act(*, actor: Actor, procedure_id: UUID, act_id: UUID, mandate: UUID | None, on: date, now: datetime) -> ProcedureAct:
    """The person approves what was done for her, on a day, or a mandate signed since covers it. Its reason stays; twice is told."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    act = kept.acts.select_for_update(of=("self",)).filter(pk=act_id).first()
    if act is None:
        raise OutOfScope
    if not kept.acts.filter(TO_SETTLE, pk=act_id).exists():
        raise UnableToKeepProcedure(whole=gettext_noop("Cet acte n’est plus à régulariser."))
    let = _covering(actor, kept, mandate, done=act.on, on=on, now=now)
    act.mandate_act, act.settled_on, act.settled_by_id = let, on, who_acts(actor)
    act.save(update_fields=["mandate_act", "settled_on", "settled_by"])
    journal.record(actor=actor, action="procedure.settled", at=now, subject=kept)
    return act


@transaction.atomic
def settle_letter(*, actor: Actor, procedure_id: UUID, sending_id: UUID, mandate: UUID | None, on: date, now: datetime) -> Sending:
    """The same for a letter that moved nothing: it is its own act."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    letter = kept.sendings.select_for_update(of=("self",)).filter(pk=sending_id).first()
    if letter is None:
        raise OutOfScope
    if letter.sent_on is None or not kept.sendings.filter(LETTER_TO_SETTLE, pk=sending_id).exists():
        raise UnableToKeepProcedure(whole=gettext_noop("Cet envoi n’est plus à régulariser."))
    let = _covering(actor, kept, mandate, done=letter.sent_on, on=on, now=now)
    letter.mandate_act, letter.settled_on, letter.settled_by_id = let, on, who_acts(actor)
    letter.save(update_fields=["mandate_act", "settled_on", "settled_by"])
    journal.record(actor=actor, action="procedure.settled", at=now, subject=kept)
    return letter


def _covering(actor: Actor, kept: Procedure, mandate: UUID | None, *, done: date, on: date, now: datetime) -> MandateAct | None:
    """The act of a mandate that covers what was done on a day, None for her own word; refused when neither can."""
    if on > timezone.localdate(now) or on < done:
        raise UnableToKeepProcedure(on=gettext_noop("Écrivez un jour entre celui de l’acte et aujourd’hui."))
    let = mandate_act(actor, kept, mandate, now=now) if mandate is not None else None
    if let is not None and let.revoked_on is not None:
        raise UnableToKeepProcedure(mandate_act=gettext_noop("La personne a révoqué cet acte : il ne peut pas couvrir ce qui a été fait."))
    return let
