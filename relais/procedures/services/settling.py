"""Putting right what was done for the person without a written mandate: a mandate that came since, or her own word, dated (S66)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.people.services.beginnings import who_acts
from relais.procedures.models import ProcedureAct
from relais.procedures.queries.settling import TO_SETTLE
from relais.procedures.services.procedures import UnableToKeepProcedure, mandate_act, procedure_to_change


@transaction.atomic
def settle_act(*, actor: Actor, procedure_id: UUID, act_id: UUID, mandate: UUID | None, on: date, now: datetime) -> ProcedureAct:
    """The person approves what was done for her, on a day, or a mandate signed since covers it. Its reason stays; twice is told."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    act = kept.acts.select_for_update(of=("self",)).filter(pk=act_id).first()
    if act is None:
        raise OutOfScope
    if not kept.acts.filter(TO_SETTLE, pk=act_id).exists():
        raise UnableToKeepProcedure(whole="Cet acte n’est plus à régulariser.")
    if on > timezone.localdate(now) or on < act.on:
        raise UnableToKeepProcedure(on="Écrivez un jour entre celui de l’acte et aujourd’hui.")
    let = mandate_act(actor, kept, mandate, now=now) if mandate is not None else None
    if let is not None and let.revoked_on is not None:
        raise UnableToKeepProcedure(mandate_act="La personne a révoqué cet acte : il ne peut pas couvrir ce qui a été fait.")
    act.mandate_act, act.settled_on, act.settled_by_id = let, on, who_acts(actor)
    act.save(update_fields=["mandate_act", "settled_on", "settled_by"])
    journal.record(actor=actor, action="procedure.settled", at=now, subject=kept)
    return act
