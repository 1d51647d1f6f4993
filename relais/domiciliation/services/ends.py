"""How a domiciliation ends: she is written to first for an end that she did not ask; the year that is over lapses by itself."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.domiciliation import policies
from relais.domiciliation.events import DomiciliationEnded
from relais.domiciliation.models import Domiciliation, Election
from relais.domiciliation.rules.clocks import DAY, TO_ANSWER
from relais.domiciliation.rules.ends import AGAINST_HER, may_end, may_notice
from relais.domiciliation.services.beginnings import UnableToDomicile, active, demand, forget_notice, held, wind
from relais.domiciliation.terms import EndReason, Outcome, State
from relais.foundation import bus, journal
from relais.foundation.access import Actor, operator
from relais.kernel.decisions import Refused
from relais.people.services.beginnings import who_acts

_ACTOR = operator("domiciliations échues")


def _to_end(actor: Actor, file_id: UUID, *, now: datetime) -> Domiciliation:
    """The domiciliation, for whoever keeps the file or heads the service; Refused at the counter, which knows nothing of why."""
    found = active(actor, file_id, now=now)
    if not (allowed := policies.can_end(actor, found, now=now)):
        raise Refused(allowed)
    return found


@transaction.atomic
def notice(*, actor: Actor, file_id: UUID, reason: str, now: datetime) -> Domiciliation:
    """Write to her before an end that she did not ask: the letter is ready to print, and her time to answer begins."""
    found = _to_end(actor, file_id, now=now)
    if reason not in EndReason.values:
        raise UnableToDomicile(reason=_("Dites pourquoi."))
    on = timezone.localdate(now)
    demand(may_notice(reason=reason, silent_on=found.silent_on, on=on), "reason")
    if found.noticed:
        raise UnableToDomicile(whole=_("La personne est déjà prévenue : attendez sa réponse, ou retirez l’avertissement."))
    found.noticed, found.noticed_on, found.answer_by = EndReason(reason), on, on + TO_ANSWER
    found.save()
    journal.record(actor=actor, action="domiciliation.noticed", at=now, subject=found)
    return found


@transaction.atomic
def lift_notice(*, actor: Actor, file_id: UUID, now: datetime) -> Domiciliation:
    """She answered, and her answer settles it: nothing ends."""
    found = _to_end(actor, file_id, now=now)
    if found.noticed:
        forget_notice(actor, found, now=now)
        found.save()
    return found


@transaction.atomic
def end(*, actor: Actor, file_id: UUID, reason: str, moved_to: str = "", now: datetime) -> Domiciliation:
    """End a domiciliation: against her wish, by the head of the service and after her time to answer."""
    found = _to_end(actor, file_id, now=now)
    if reason not in EndReason.values:
        raise UnableToDomicile(reason=_("Dites pourquoi."))
    if reason in AGAINST_HER and not (allowed := policies.can_decide(actor, service_id=found.service_id)):
        raise Refused(allowed)
    on = timezone.localdate(now)
    rule = may_end(reason=reason, noticed=found.noticed, answer_by=found.answer_by, silent_on=found.silent_on, on=on)
    demand(rule, "reason")
    other = " ".join(moved_to.split())
    if reason == EndReason.MOVED and not other:
        raise UnableToDomicile(moved_to=_("Écrivez quelle structure prend la suite : son adresse sert dès maintenant."))
    _close(found, EndReason(reason), on=on, by=who_acts(actor), moved_to=other if reason == EndReason.MOVED else "")
    journal.record(actor=actor, action="domiciliation.ended", at=now, subject=found)
    bus.publish(DomiciliationEnded(found.organisation_id, found.file_id, reason, now))
    return found


@transaction.atomic
def take_end_back(*, actor: Actor, file_id: UUID, now: datetime) -> Domiciliation:
    """An end noted today by mistake: it runs again as before, mail is received. Twice is once.

    A request that waited and a letter that was sent stay dropped: they are written again, knowingly.
    """
    found = held(actor, file_id, now=now)
    if not (allowed := policies.can_end(actor, found, now=now)):
        raise Refused(allowed)
    if found.state == State.ACTIVE:
        return found
    on = timezone.localdate(now)
    stopped = list(Election.objects.filter(domiciliation=found, outcome=Outcome.GRANTED, ended_on=on).order_by("pk"))
    told = [one for one in stopped if one.end_reason]
    if found.state != State.ENDED or not told or any(one.ended_by_id is None for one in told):
        raise UnableToDomicile(whole=_("Cette fin ne se retire plus : enregistrez une nouvelle demande."))
    for one in stopped:
        one.ended_on, one.end_reason, one.ended_by, one.moved_to = None, "", None, ""
        one.save()
    found.state = State.ACTIVE
    wind(actor, found, now=now)
    found.save()
    journal.record(actor=actor, action="domiciliation.end_taken_back", at=now, subject=found)
    return found


def _close(found: Domiciliation, reason: EndReason, *, on: date, by: UUID | None, moved_to: str = "") -> None:
    """Stop every year that was granted and not over; the reason stands on the one that was running, or the last that ran."""
    granted = list(Election.objects.filter(domiciliation=found, outcome=Outcome.GRANTED).order_by("starts_on", "pk"))
    running = [one for one in granted if one.starts_on is not None and one.starts_on <= on]
    last = (running or granted)[-1]
    for one in granted:
        if one is not last and (one.ends_on is None or one.ends_on < on or one.ended_on is not None):
            continue
        one.ended_on = on
        if one is last:
            one.end_reason, one.ended_by_id, one.moved_to = reason, by, moved_to
        one.save()
    waiting = Election.objects.filter(domiciliation=found, outcome="")
    waiting.update(outcome=Outcome.DROPPED, decided_on=on, decided_by_id=by)
    found.state, found.silent_on = State.ENDED, None
    found.noticed, found.noticed_on, found.answer_by = "", None, None
    found.save()


@transaction.atomic
def lapse(*, now: datetime) -> int:
    """The day after its last day, a domiciliation of which no renewal waits is over; how many. Run each day, in every organisation."""
    today = timezone.localdate(now)
    waits = Exists(Election.objects.filter(domiciliation=OuterRef("pk"), outcome=""))
    over = Domiciliation.objects.filter(~waits, state=State.ACTIVE, ends_on__lt=today).select_for_update(of=("self",)).order_by("pk")
    done = 0
    for found in over:
        _close(found, EndReason.NOT_RENEWED, on=(found.ends_on or today) + DAY, by=None)
        journal.record(actor=_ACTOR, action="domiciliation.lapsed", at=now, subject=found, organisation_id=found.organisation_id)
        bus.publish(DomiciliationEnded(found.organisation_id, found.file_id, EndReason.NOT_RENEWED, now))
        done += 1
    return done
