"""Acts on sessions: opened, filled with sheets, decided sheet by sheet, signed and locked. People decide; the program keeps it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.aids import policies
from relais.aids.models import AidDecision, AidEnvelope, AidItem, AidPayment, AidPolicy, AidRequest, AidSession
from relais.aids.queries import house, sheets
from relais.aids.queries import requests as queries
from relais.aids.queries.seen import mark_of_minutes
from relais.aids.rules import money
from relais.aids.rules.sheet import sheet_text
from relais.aids.services.house import UnableToKeepAids, demand_head, demand_seen
from relais.aids.services.requests import demand_no_secret, demand_open, held
from relais.aids.terms import Outcome, Overspend, State
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import Decision, OutOfScope
from relais.kernel.money import Cents
from relais.people.services.beginnings import demand_unlimited, who_acts


@dataclass(frozen=True, slots=True)
class ToldDecision:
    """What was decided. ``seen``: the decision that the page showed, None for none. ``beyond``: more than the envelope holds, knowingly."""

    outcome: str
    amount: Cents = 0
    words: str = ""
    why: str = ""
    beyond: bool = False
    seen: UUID | None = None


@transaction.atomic
def open_session(*, actor: Actor, held_on: date, place: str, now: datetime) -> AidSession:
    """Fix the day of a session."""
    demand_no_secret(place=place)
    kept = AidSession(organisation_id=demand_head(actor), held_on=held_on, place=" ".join(place.split()), opened_by_id=who_acts(actor))
    kept.save(force_insert=True)
    journal.record(actor=actor, action="aids.session_opened", at=now, subject=kept)
    return kept


def _session(actor: Actor, session_id: UUID, *, locked: bool = False) -> AidSession:
    """The session, its row held; UnableToKeepAids when it is signed and the act needs it open."""
    kept = AidSession.objects.within(actor).select_for_update(of=("self",)).filter(pk=session_id).first()
    if kept is None:
        raise OutOfScope
    if kept.locked_at is not None and not locked:
        raise UnableToKeepAids(whole=_("Cette séance est signée : son procès-verbal ne change plus."))
    return kept


def _read(actor: Actor, session: AidSession) -> QuerySet[AidItem]:
    """The sheets of a session, those of persons who keep the actor out excepted."""
    return session.items.filter(policies.unbarred(actor, at="request__file"))


@transaction.atomic
def enrol(*, actor: Actor, aid_id: UUID, session_id: UUID, now: datetime) -> AidItem:
    """Put the anonymised sheet of a request at the end of an agenda, as it is today."""
    kept = held(actor, aid_id, now=now, states=(State.READY,))
    session = _session(actor, session_id)
    told = sheets.sheet(kept)
    if told is None or sheets.lacking(kept):
        raise UnableToKeepAids(whole=_("Cette demande n’est pas complète."))
    if session.items.filter(request=kept).exists():
        raise UnableToKeepAids(whole=_("Cette séance s’est déjà prononcée sur cette demande : inscrivez-la à une autre."))
    rank = (session.items.aggregate(last=Max("rank"))["last"] or 0) + 1
    item = AidItem(organisation_id=kept.organisation_id, session=session, request=kept, rank=rank)
    item.sheet = sheet_text(told)
    item.save(force_insert=True)
    kept.state = State.ENROLLED
    kept.save(update_fields=["state"])
    journal.record(actor=actor, action="aid.enrolled", at=now, subject=kept)
    return item


@transaction.atomic
def send_urgent(*, actor: Actor, aid_id: UUID, now: datetime) -> AidRequest:
    """Ask the head to decide alone, where the rules of the house let it."""
    kept = held(actor, aid_id, now=now, states=(State.READY,))
    if not (decision := money.may_decide_alone(amount=kept.asked, up_to=kept.kind.head_up_to)) and kept.kind.head_up_to < 1:
        raise UnableToKeepAids(whole=_(decision.reason))
    kept.state = State.URGENT
    kept.save(update_fields=["state"])
    journal.record(actor=actor, action="aid.sent_urgent", at=now, subject=kept)
    return kept


@transaction.atomic
def take_back(*, actor: Actor, aid_id: UUID, now: datetime) -> AidRequest:
    """Take a request out of an agenda, or back from the head, before anything is decided."""
    kept = held(actor, aid_id, now=now, states=(State.ENROLLED, State.URGENT))
    kept.items.filter(session__locked_at=None, decisions=None).delete()
    kept.state = State.READY
    kept.save(update_fields=["state"])
    journal.record(actor=actor, action="aid.withdrawn", at=now, subject=kept)
    return kept


@transaction.atomic
def move_up(*, actor: Actor, session_id: UUID, item_id: UUID, now: datetime) -> None:
    """Present a sheet just before the one that precedes it, of those that the actor reads."""
    demand_head(actor)
    session = _session(actor, session_id)
    ranks = list(session.items.order_by("rank", "pk"))
    read = set(_read(actor, session).values_list("pk", flat=True))
    moved = next((one for one in ranks if one.pk == item_id and one.pk in read), None)
    if moved is None:
        raise OutOfScope
    before = [at for at, one in enumerate(ranks[: ranks.index(moved)]) if one.pk in read]
    if before:
        ranks.remove(moved)
        ranks.insert(before[-1], moved)
    for rank, one in enumerate(ranks, 1):
        if one.rank != rank:
            AidItem.objects.filter(pk=one.pk).update(rank=rank)
    journal.record(actor=actor, action="aids.agenda_ordered", at=now, subject=session)


@transaction.atomic
def note_presence(*, actor: Actor, session_id: UUID, present: str, remarks: str, seen: str = "", now: datetime) -> AidSession:
    """Who sits, and what the minutes add; nobody accompanied is named there. ``seen``: the mark of what the page showed, "" for none."""
    demand_head(actor)
    demand_no_secret(present=present, remarks=remarks)
    kept = _session(actor, session_id)
    demand_seen(seen, mark_of_minutes(kept))
    kept.present = "\n".join(filter(None, (" ".join(line.split()) for line in present.splitlines())))
    kept.remarks = remarks.strip()
    kept.save(update_fields=["present", "remarks"])
    journal.record(actor=actor, action="aids.presence_noted", at=now, subject=kept)
    return kept


def _presented(actor: Actor, request_id: UUID) -> AidRequest:
    """The request that is decided, its row held: of nobody who keeps the actor out, in no file closed or limited."""
    known = AidRequest.objects.within(actor).filter(policies.unbarred(actor))
    found = known.select_for_update(of=("self",)).select_related("kind", "file__person").filter(pk=request_id).first()
    if found is None:
        raise OutOfScope
    demand_unlimited(found.file)
    demand_open(found.file)
    return found


@transaction.atomic
def decide(*, actor: Actor, session_id: UUID, item_id: UUID, told: ToldDecision, now: datetime) -> AidDecision:
    """Keep what the commission decided of a sheet; decided already, another act takes its place, and once signed says why."""
    demand_head(actor)
    session = _session(actor, session_id, locked=True)
    item = session.items.filter(pk=item_id).first()
    if item is None:
        raise OutOfScope
    if session.held_on > timezone.localdate(now):
        raise UnableToKeepAids(whole=_("La séance n’a pas encore eu lieu : rien ne s’y décide d’avance."))
    request = _presented(actor, item.request_id)
    if session.locked_at is not None and not told.why.strip():
        raise UnableToKeepAids(why=_("La séance est signée : dites pourquoi cette décision est corrigée."))
    return _decide(actor, request, told, item=item, on=session.held_on, now=now)


@transaction.atomic
def decide_urgent(*, actor: Actor, aid_id: UUID, told: ToldDecision, now: datetime) -> AidDecision:
    """Keep what the head decided alone, up to what the rules of the house say, on the anonymised sheet."""
    demand_head(actor)
    known = AidRequest.objects.within(actor).filter(policies.of_services_headed(actor), pk=aid_id)
    if not known.exists():
        raise OutOfScope
    request = _presented(actor, aid_id)
    if request.state != State.URGENT:
        raise UnableToKeepAids(whole=_("Cette demande n’attend plus de décision en urgence : la page a changé entre-temps."))
    if told.amount:
        _allow("amount", money.may_decide_alone(amount=told.amount, up_to=request.kind.head_up_to))
    return _decide(actor, request, told, item=None, on=timezone.localdate(now), now=now)


def _allow(field: str, decision: Decision) -> None:
    if not decision:
        raise UnableToKeepAids(**{field: _(decision.reason)})


def _decide(actor: Actor, request: AidRequest, told: ToldDecision, *, item: AidItem | None, on: date, now: datetime) -> AidDecision:
    if request.state == State.GIVEN_UP:
        raise UnableToKeepAids(whole=_("Cette demande a été abandonnée : rien ne s’y décide plus."))
    former = queries.decision_standing(request)
    if former is not None and item is not None and former.item_id != item.pk and former.outcome != Outcome.POSTPONED:
        raise UnableToKeepAids(whole=_("Cette demande a déjà été décidée ailleurs."))
    corrected = former if former is not None and item is not None and former.item_id == item.pk else None
    if (corrected.pk if corrected else None) != told.seen:
        raise UnableToKeepAids(whole=_("Une décision a été enregistrée entre-temps : relisez-la."))
    _check(actor, request, told, on=on, corrected=corrected)
    kept = AidDecision(
        organisation_id=request.organisation_id,
        request=request,
        item=item,
        outcome=told.outcome,
        amount=told.amount,
        decided_on=on,
        recorded_by_id=who_acts(actor),
        recorded_at=now,
        corrects=corrected,
        engaged=corrected.engaged if corrected else 0,
    )
    kept.words, kept.why = told.words.strip(), told.why.strip()
    kept.save(force_insert=True)
    if corrected is not None:
        AidPayment.objects.filter(decision=corrected).update(decision=kept)
        AidDecision.objects.filter(pk=corrected.pk).update(engaged=0)
    # decided here: it waits in no other agenda
    request.items.filter(session__locked_at=None, decisions=None).delete()
    postponed = told.outcome == Outcome.POSTPONED
    request.state = State.POSTPONED if postponed else State.DECIDED
    if postponed:
        request.missing = told.words.strip()
    request.save()
    journal.record(actor=actor, action="aid.corrected" if corrected else "aid.decided", at=now, subject=request)
    return kept


def _check(actor: Actor, request: AidRequest, told: ToldDecision, *, on: date, corrected: AidDecision | None) -> None:
    """Every rule on what is decided; UnableToKeepAids beside the field at fault."""
    if told.outcome not in Outcome.values:
        raise UnableToKeepAids(outcome=_("Choisissez ce qui a été décidé."))
    if on < timezone.localdate(request.opened_at):
        raise UnableToKeepAids(whole=_("Cette demande est venue après ce jour : elle n’a pas pu y être décidée."))
    if told.outcome in {Outcome.REFUSED, Outcome.POSTPONED} and not told.words.strip():
        raise UnableToKeepAids(words=_("Écrivez le motif du refus, ou ce qui manque : la personne le lira."))
    demand_no_secret(words=told.words, why=told.why)
    _allow("amount", money.may_grant(outcome=told.outcome, amount=told.amount, asked=request.asked, ceiling=request.kind.ceiling))
    if corrected is not None and (told.amount < corrected.engaged or (request.instalments.exists() and told.amount != corrected.amount)):
        raise UnableToKeepAids(amount=_("Un paiement ou un échéancier tient à ce montant : il ne peut plus baisser ainsi."))
    policy = AidPolicy.objects.within(actor).first() or AidPolicy()
    strict = policy.overspend == Overspend.REFUSE
    if told.amount and (strict or not told.beyond):
        # the envelope first, its row held: two decisions at once never spend the same centime
        held_out = AidEnvelope.objects.within(actor).select_for_update().filter(kind=request.kind_id, year=on.year).first()
        spent = house.consumed(actor, request.kind_id, year=on.year, but=corrected.pk if corrected else None)
        whole = None if held_out is None else held_out.amount
        _allow("amount", money.fits(amount=told.amount, envelope=whole, consumed=spent, strict=strict))


@transaction.atomic
def lock_session(*, actor: Actor, session_id: UUID, signed_by: str, now: datetime) -> AidSession:
    """Sign the minutes: every sheet has its decision, those present are named; from then on a decision is corrected by another act.

    A sheet without a decision that the actor may not read leaves the agenda, ready for another session: to be refused because of it would
    tell them that somebody keeps them out.
    """
    demand_head(actor)
    kept = _session(actor, session_id)
    if kept.held_on > timezone.localdate(now):
        raise UnableToKeepAids(whole=_("La séance n’a pas encore eu lieu."))
    if _read(actor, kept).filter(decisions=None).exists():
        raise UnableToKeepAids(whole=_("Une fiche n’a pas encore de décision : décidez-la, ou ajournez-la."))
    if not kept.present:
        raise UnableToKeepAids(whole=_("Écrivez d’abord qui était présent."))
    if not signed_by.strip():
        raise UnableToKeepAids(signed_by=_("Écrivez le nom de qui signe le procès-verbal."))
    demand_no_secret(signed_by=signed_by)
    for left in kept.items.filter(decisions=None).select_related("request"):
        AidRequest.objects.within(actor).filter(pk=left.request_id, state=State.ENROLLED).update(state=State.READY)
        journal.record(actor=actor, action="aid.withdrawn", at=now, subject=left.request)
        left.delete()
    kept.signed_by, kept.locked_at, kept.locked_by_id = " ".join(signed_by.split()), now, who_acts(actor)
    kept.save(update_fields=["signed_by", "locked_at", "locked_by"])
    journal.record(actor=actor, action="aids.session_locked", at=now, subject=kept)
    return kept
