"""Requests: recorded with their receipt, completed by the interview, withdrawn, decided by the head of the service. Policy to event."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.accounts.models import Service
from relais.domiciliation import policies
from relais.domiciliation.events import DomiciliationDecided
from relais.domiciliation.models import Desk, Domiciliation, Election, Holder
from relais.domiciliation.queries.files import mark_of_interview
from relais.domiciliation.rules.clocks import begins_on, last_day, renewable_on
from relais.domiciliation.rules.ends import may_decide
from relais.domiciliation.services.beginnings import UnableToDomicile, demand, demand_seen, heard_of, keep, open_file
from relais.domiciliation.terms import Kind, Outcome, RefusalReason, State
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import queries as people
from relais.people.models import File
from relais.people.rules import Level
from relais.people.services.beginnings import file_in_scope, who_acts, whole_record

#: a request told later than that is a mistake of the year.
OLDEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Interview:
    """What the interview said, each in a closed list, "" for what was not needed. ``holders``: rows of her home, by key."""

    interview_on: date | None = None
    cause: str = ""
    residence: str = ""
    home: str = ""
    link: str = ""
    reason: str = ""
    holders: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, and on which day. ``refusal``, ``orientation``: of a refusal only."""

    granted: bool
    on: date
    refusal: str = ""
    orientation: str = ""


def _next_number(service_id: int) -> int:
    """The next number of the service; its row is held, so that two counters never give the same."""
    Service.objects.select_for_update().get(pk=service_id)
    return (Domiciliation.objects.filter(service_id=service_id).aggregate(last=Max("number"))["last"] or 0) + 1


def _to_ask_in(actor: Actor, found: File, *, now: datetime) -> Domiciliation:
    """The domiciliation that a request is of: the one that was, with its number, or a new one."""
    rows = Domiciliation.objects.within(actor).select_for_update(of=("self",)).filter(file=found)
    known = sorted(rows.order_by("-opened_at", "pk"), key=lambda one: one.state not in {State.ASKED, State.ACTIVE})
    if known:
        return known[0]
    new = Domiciliation(organisation_id=found.organisation_id, file=found, service_id=found.service_id, opened_at=now)
    new.number = _next_number(found.service_id)
    keep(new)
    return new


@transaction.atomic
def ask(*, actor: Actor, file_id: UUID, asked_on: date, told: Interview, now: datetime) -> Election:
    """Record a request on its day: the receipt may be printed, and two months begin. A renewal while a domiciliation is under way."""
    found = open_file(actor, file_id, now=now)
    today = timezone.localdate(now)
    if asked_on > today or asked_on < today - OLDEST:
        raise UnableToDomicile(asked_on=_("Écrivez le jour où la personne a fait sa demande : au plus tard aujourd’hui."))
    kept = _to_ask_in(actor, found, now=now)
    _let_go_of_what_ended(kept, on=today, by=who_acts(actor))
    if Election.objects.filter(domiciliation=kept, outcome="").exists():
        raise UnableToDomicile(whole=_("Une demande attend déjà sa décision : complétez-la."))
    renews = kept.state == State.ACTIVE
    if renews and kept.ends_on is not None and asked_on < renewable_on(ends_on=kept.ends_on):
        day = f"{renewable_on(ends_on=kept.ends_on):%d/%m/%Y}"
        raise UnableToDomicile(
            asked_on=_("Cette domiciliation dure encore : le renouvellement se demande à partir du %(day)s.") % {"day": day}
        )
    made = Election(
        organisation_id=kept.organisation_id, domiciliation=kept, kind=Kind.RENEWAL if renews else Kind.FIRST, asked_on=asked_on
    )
    made.recorded_by_id, made.recorded_at = who_acts(actor), now
    _write(actor, found, made, told, now=now)
    if renews:  # whoever asks gives news
        heard_of(actor, kept, on=made.interview_on or asked_on, now=now)
    else:
        kept.state, kept.ends_on = State.ASKED, None
    kept.save()
    journal.record(actor=actor, action="domiciliation.asked", at=now, subject=kept)
    return made


def _let_go_of_what_ended(kept: Domiciliation, *, on: date, by: UUID) -> None:
    """A request left behind by a domiciliation that a merge ended waits for nothing any more."""
    if kept.state not in {State.ASKED, State.ACTIVE}:
        waiting = Election.objects.filter(domiciliation=kept, outcome="")
        waiting.update(outcome=Outcome.DROPPED, decided_on=on, decided_by_id=by)


def _write(actor: Actor, found: File, election: Election, told: Interview, *, now: datetime) -> None:
    """What the interview said, and who else receives mail: people of her home today."""
    today = timezone.localdate(now)
    if told.interview_on is not None and not election.asked_on <= told.interview_on <= today:
        raise UnableToDomicile(interview_on=_("L’entretien vient après la demande, et au plus tard aujourd’hui."))
    election.interview_on, election.cause, election.residence = told.interview_on, told.cause, told.residence
    election.home, election.link, election.reason = told.home, told.link, told.reason
    homes = people.homes(actor, found, now=now, on=today)
    here = {one.key: one for home in homes for one in home.today if not one.is_self}
    if set(told.holders) - set(here):
        raise UnableToDomicile(holders=_("Cette personne n’est pas dans le foyer aujourd’hui."))
    whole_record(election).save()
    election.holders.all().delete()
    for key in told.holders:
        one = here[key]
        keep(Holder(organisation_id=election.organisation_id, election=election, called=one.called, birth_year=one.birth_year))


def _to_decide(actor: Actor, election_id: UUID, *, now: datetime, level: Level) -> Election:
    """The request, locked, of a file where the actor works at this level; OutOfScope otherwise."""
    rows = Election.objects.within(actor).select_for_update(of=("self",)).select_related("domiciliation")
    found = rows.filter(pk=election_id).first()
    if found is None:
        raise OutOfScope
    file_in_scope(actor, found.domiciliation.file_id, level, now=now)
    if not found.outcome and found.domiciliation.state not in {State.ASKED, State.ACTIVE}:
        raise UnableToDomicile(whole=_("Cette demande n’est plus en cours : la personne a une autre domiciliation."))
    return found


def _decided_already(election: Election) -> None:
    if election.outcome:
        raise UnableToDomicile(whole=_("Cette demande est déjà décidée."))


@transaction.atomic
def complete(*, actor: Actor, election_id: UUID, told: Interview, seen: str = "", now: datetime) -> Election:
    """Write what the interview said, as long as nothing is decided. ``seen``: the mark of what the page showed, "" for none."""
    election = _to_decide(actor, election_id, now=now, level=Level.ADMINISTRATIVE)
    found = open_file(actor, election.domiciliation.file_id, now=now)
    _decided_already(election)
    demand_seen(seen, mark_of_interview(election))
    _write(actor, found, election, told, now=now)
    kept = election.domiciliation
    if kept.state == State.ACTIVE and election.interview_on is not None:
        heard_of(actor, kept, on=election.interview_on, now=now)
        kept.save()
    journal.record(actor=actor, action="domiciliation.completed", at=now, subject=kept)
    return election


@transaction.atomic
def withdraw(*, actor: Actor, election_id: UUID, now: datetime) -> Election:
    """The person takes her request back: nothing is refused, and no reason is asked."""
    election = _to_decide(actor, election_id, now=now, level=Level.ADMINISTRATIVE)
    _decided_already(election)
    election.outcome, election.decided_on, election.decided_by_id = Outcome.DROPPED, timezone.localdate(now), who_acts(actor)
    whole_record(election).save()
    kept = election.domiciliation
    if election.kind == Kind.FIRST:
        kept.state = State.ENDED
        kept.save(update_fields=["state"])
    journal.record(actor=actor, action="domiciliation.dropped", at=now, subject=kept)
    return election


@transaction.atomic
def decide(*, actor: Actor, election_id: UUID, decided: Decided, now: datetime) -> Election:
    """Grant a year, or refuse with a reason and another structure (CASF L.264-4); by the head of the service."""
    election = _to_decide(actor, election_id, now=now, level=Level.RECEPTION)
    kept = election.domiciliation
    if not (allowed := policies.can_decide(actor, service_id=kept.service_id)):
        raise Refused(allowed)
    today = timezone.localdate(now)
    demand(may_decide(outcome=election.outcome, asked_on=election.asked_on, decided_on=decided.on, today=today), "on")
    election.decided_on, election.decided_by_id = decided.on, who_acts(actor)
    _grant(election, kept) if decided.granted else _refuse(election, kept, decided)
    whole_record(election).save()
    if decided.granted:
        heard_of(actor, kept, on=election.interview_on or election.asked_on, now=now)
    kept.save()
    journal.record(actor=actor, action="domiciliation.granted" if decided.granted else "domiciliation.refused", at=now, subject=kept)
    bus.publish(DomiciliationDecided(kept.organisation_id, kept.file_id, election.pk, decided.granted, now))
    return election


def _grant(election: Election, kept: Domiciliation) -> None:
    if not Desk.objects.filter(service_id=kept.service_id).exists():
        raise UnableToDomicile(whole=_("Écrivez d’abord l’adresse où le service reçoit le courrier : l’attestation la porte."))
    decided_on = election.decided_on or election.asked_on
    election.outcome = Outcome.GRANTED
    election.starts_on = begins_on(decided_on=decided_on, ends_on=kept.ends_on if election.kind == Kind.RENEWAL else None)
    election.ends_on = last_day(starts_on=election.starts_on)
    kept.state, kept.ends_on = State.ACTIVE, election.ends_on
    kept.noticed, kept.noticed_on, kept.answer_by = "", None, None
    kept.seen_on = kept.seen_on or election.asked_on


def _refuse(election: Election, kept: Domiciliation, decided: Decided) -> None:
    if decided.refusal not in RefusalReason.values:
        raise UnableToDomicile(refusal=_("Dites pourquoi : un refus se motive."))
    if not decided.orientation.strip():
        raise UnableToDomicile(orientation=_("Écrivez vers quelle structure la personne est orientée : la loi le demande."))
    election.outcome, election.refusal = Outcome.REFUSED, RefusalReason(decided.refusal)
    election.orientation = " ".join(decided.orientation.split())
    if election.kind == Kind.FIRST:
        kept.state = State.REFUSED
