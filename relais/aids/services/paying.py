"""Acts on money: engaged, paid, paid back month by month or remitted. What was granted is never passed."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.aids import policies
from relais.aids.models import AidDecision, AidInstalment, AidPayment, AidRequest
from relais.aids.queries import requests as queries
from relais.aids.queries import sheets
from relais.aids.rules import money
from relais.aids.services.house import UnableToKeepAids
from relais.aids.services.requests import demand_no_secret, held
from relais.aids.terms import Channel, PayeeKind, State
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope, Refused
from relais.kernel.money import Cents
from relais.kernel.purposes import Purpose
from relais.people.services.beginnings import demand_unlimited, who_acts


def _payee(request: AidRequest) -> tuple[str, str]:
    if request.payee_kind == PayeeKind.THIRD:
        return sheets.opened(request.payee), sheets.opened(request.invoice)
    person = request.file.person
    return " ".join(filter(None, (person.given_names, person.family_name or person.birth_name))) or person.called, ""


@transaction.atomic
def engage(*, actor: Actor, decision_id: UUID, amount: Cents, channel: str, on: date, now: datetime) -> AidPayment:
    """Engage a payment of what was granted: whom to pay is copied, so that whoever pays opens no file."""
    if not (allowed := policies.can_pay(actor)):
        raise Refused(allowed)
    # the request is held, as when it is decided: a correction waits for the payment, or the payment for the correction
    held_now = AidRequest.objects.within(actor).select_for_update(of=("self",)).select_related("file__person", "kind")
    request = held_now.filter(policies.unbarred(actor), decisions=decision_id).first()
    decision = AidDecision.objects.within(actor).filter(pk=decision_id, corrected_by=None).first()
    if request is None or decision is None:
        raise OutOfScope
    demand_unlimited(request.file)
    if channel not in Channel.values:
        raise UnableToKeepAids(channel=_("Choisissez comment l’aide est payée."))
    if not decision.decided_on <= on <= timezone.localdate(now):
        raise UnableToKeepAids(on=_("Écrivez un jour entre la décision et aujourd’hui."))
    if not (rule := money.may_engage(amount=amount, granted=decision.amount, engaged=decision.engaged)):
        raise UnableToKeepAids(amount=_(rule.reason))
    kept = AidPayment(
        organisation_id=decision.organisation_id,
        decision=decision,
        amount=amount,
        channel=channel,
        engaged_on=on,
        engaged_by_id=who_acts(actor),
    )
    kept.payee, kept.invoice = _payee(request)
    kept.save(force_insert=True)
    decision.engaged += amount
    decision.save(update_fields=["engaged"])
    journal.record(actor=actor, action="aid.engaged", at=now, subject=request)
    return kept


def _payment(actor: Actor, payment_id: UUID) -> AidPayment:
    if not (allowed := policies.can_pay(actor)):
        raise Refused(allowed)
    found = AidPayment.objects.within(actor).filter(policies.unbarred(actor, at="decision__request__file"), pk=payment_id)
    kept = found.select_for_update(of=("self", "decision__request")).select_related("decision__request__file").first()
    if kept is None:
        raise OutOfScope
    return kept


@transaction.atomic
def pay(*, actor: Actor, payment_id: UUID, on: date, reference: str, now: datetime) -> AidPayment:
    """Note that a payment was made: the day, its reference."""
    kept = _payment(actor, payment_id)
    demand_unlimited(kept.decision.request.file)
    if kept.paid_on is not None:
        raise UnableToKeepAids(whole=_("Ce paiement est déjà noté."))
    if not kept.engaged_on <= on <= timezone.localdate(now):
        raise UnableToKeepAids(on=_("Écrivez un jour entre l’engagement et aujourd’hui."))
    demand_no_secret(reference=reference)
    kept.paid_on, kept.paid_by_id, kept.reference = on, who_acts(actor), " ".join(reference.split())[:60]
    kept.save(update_fields=["paid_on", "paid_by", "reference"])
    journal.record(actor=actor, action="aid.paid", at=now, subject=kept.decision.request)
    return kept


@transaction.atomic
def unpay(*, actor: Actor, payment_id: UUID, now: datetime) -> AidPayment:
    """Take back a payment noted by mistake: it stays engaged, to be paid. What left for the accounts since is theirs to put right."""
    kept = _payment(actor, payment_id)
    demand_unlimited(kept.decision.request.file)
    if kept.paid_on is None:
        raise UnableToKeepAids(whole=_("Ce paiement n’est pas noté comme fait."))
    kept.paid_on, kept.paid_by, kept.reference = None, None, ""
    kept.save(update_fields=["paid_on", "paid_by", "reference"])
    journal.record(actor=actor, action="aid.unpaid", at=now, subject=kept.decision.request)
    return kept


@transaction.atomic
def disengage(*, actor: Actor, payment_id: UUID, now: datetime) -> None:
    """Take back a payment that was engaged and not made: a wrong amount, a wrong way. What was granted may be engaged again."""
    kept = _payment(actor, payment_id)
    demand_unlimited(kept.decision.request.file)
    if kept.paid_on is not None:
        raise UnableToKeepAids(whole=_("Ce paiement est noté comme fait : dites d’abord qu’il ne l’est pas."))
    AidDecision.objects.filter(pk=kept.decision_id).update(engaged=F("engaged") - kept.amount)
    journal.record(actor=actor, action="aid.disengaged", at=now, subject=kept.decision.request)
    kept.delete()


def note_payee(*, actor: Actor, payment: AidPayment, now: datetime) -> None:
    """Write that whom to pay is read, in the file, before it is shown; the caller has the payment in scope."""
    journal.read(actor, payment.decision.request, purpose=Purpose.ACCOUNTS, at=now, part="payment")


@transaction.atomic
def plan(*, actor: Actor, aid_id: UUID, count: int, first: date, now: datetime) -> list[AidInstalment]:
    """Fix the months of an advance: they sum to what was granted, to the centime. Fixed again while nothing is settled."""
    kept = held(actor, aid_id, now=now, states=(State.DECIDED,))
    decision = queries.decision_standing(kept)
    if not kept.kind.repayable or decision is None or not decision.amount:
        raise UnableToKeepAids(whole=_("Seule une avance accordée se rembourse."))
    if not 1 <= count <= money.LONGEST or count > decision.amount:
        raise UnableToKeepAids(count=_("Écrivez un nombre de mois entre 1 et %(most)d.") % {"most": money.LONGEST})
    if first < decision.decided_on:
        raise UnableToKeepAids(first=_("La première échéance vient après la décision."))
    if kept.instalments.exclude(paid_on=None, remitted_on=None).exists():
        raise UnableToKeepAids(whole=_("Une échéance est déjà réglée : l’échéancier ne change plus."))
    kept.instalments.all().delete()
    rows = [
        AidInstalment(organisation_id=kept.organisation_id, request=kept, rank=one.rank, due_on=one.on, amount=one.amount)
        for one in money.schedule(amount=decision.amount, count=count, first=first)
    ]
    for row in rows:
        row.save(force_insert=True)
    journal.record(actor=actor, action="aid.scheduled", at=now, subject=kept)
    return rows


def _instalment(actor: Actor, kept: AidRequest, rank: int) -> AidInstalment:
    row = AidInstalment.objects.within(actor).select_for_update().filter(request=kept, rank=rank).first()
    if row is None:
        raise OutOfScope
    return row


@transaction.atomic
def settle_instalment(*, actor: Actor, aid_id: UUID, rank: int, on: date, remitted: bool, reason: str, now: datetime) -> AidInstalment:
    """Note that a month was paid back, or remitted by the house with its reason."""
    kept = held(actor, aid_id, now=now)
    row = _instalment(actor, kept, rank)
    if row.paid_on is not None or row.remitted_on is not None:
        raise UnableToKeepAids(whole=_("Cette échéance est déjà réglée."))
    if on > timezone.localdate(now) or on < timezone.localdate(kept.opened_at):
        raise UnableToKeepAids(on=_("Écrivez un jour passé, ou aujourd’hui."))
    if remitted and not reason.strip():
        raise UnableToKeepAids(reason=_("Dites qui a décidé cette remise, et pourquoi."))
    demand_no_secret(reason=reason)
    row.paid_on, row.remitted_on = (None, on) if remitted else (on, None)
    row.reason, row.settled_by_id = reason.strip() if remitted else "", who_acts(actor)
    row.save()
    journal.record(actor=actor, action="aid.instalment_settled", at=now, subject=kept)
    return row


@transaction.atomic
def unsettle_instalment(*, actor: Actor, aid_id: UUID, rank: int, now: datetime) -> AidInstalment:
    """Take back a month noted by mistake, paid or remitted: it is due again."""
    kept = held(actor, aid_id, now=now)
    row = _instalment(actor, kept, rank)
    if row.paid_on is None and row.remitted_on is None:
        raise UnableToKeepAids(whole=_("Cette échéance n’est pas réglée."))
    row.paid_on, row.remitted_on, row.reason, row.settled_by = None, None, "", None
    row.save()
    journal.record(actor=actor, action="aid.instalment_unsettled", at=now, subject=kept)
    return row
