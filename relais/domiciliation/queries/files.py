"""The domiciliation on the pages of a file: its requests, who decides, what may be printed; what is told in Ma journée."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from relais.accounts.models import Service
from relais.domiciliation import policies
from relais.domiciliation.models import Desk, Domiciliation, Election, Holder
from relais.domiciliation.queries.counter import last_of
from relais.domiciliation.rules.clocks import WARNED, decide_by, renewable_on, renewable_up_to
from relais.domiciliation.terms import Kind, Outcome, Paper, State
from relais.foundation.access import Actor
from relais.foundation.marks import mark
from relais.law.clocks.counting import plus_months
from relais.people import queries as people
from relais.people.models import File
from relais.people.rules import Level


@dataclass(frozen=True, slots=True)
class Request:
    """One request as a page tells it. ``answer_by``: its clock, None once decided. ``papers``: codes of what may be printed."""

    election: Election
    answer_by: date | None
    late: bool
    holders: Sequence[str]
    papers: Sequence[Paper]


@dataclass(frozen=True, slots=True)
class Standing:
    """The domiciliation of a file on a day. ``pending``: the request to decide; ``ended_today``: by somebody, who may take it back."""

    domiciliation: Domiciliation
    requests: Sequence[Request]
    pending: Request | None
    renewable_on: date | None
    may_renew: bool
    silent: bool
    ended_today: bool = False


def of_file(actor: Actor, found: File, *, on: date) -> Standing | None:
    """How it stands, with its requests from the newest; None when nobody asked. The caller has the file in scope (N0); three queries."""
    kept = last_of(actor, found)
    if kept is None:
        return None
    rows = Election.objects.within(actor).filter(domiciliation__file_id=found.pk).select_related("decided_by", "ended_by", "recorded_by")
    holders = Prefetch("holders", Holder.objects.within(actor).order_by("birth_year", "pk"))
    elections = list(rows.prefetch_related(holders).order_by("-asked_on", "-recorded_at", "pk"))
    noticed = next((one.pk for one in elections if one.outcome == Outcome.GRANTED and one.domiciliation_id == kept.pk), None)
    requests = [_told(one, warns=bool(kept.noticed) and one.pk == noticed, on=on) for one in elections]
    pending = next((one for one in requests if not one.election.outcome and one.election.domiciliation_id == kept.pk), None)
    active = kept.state == State.ACTIVE
    renews = renewable_on(ends_on=kept.ends_on) if active and kept.ends_on else None
    may_ask = pending is None and (not active or (renews is not None and on >= renews))
    silent = active and kept.silent_on is not None and kept.silent_on <= on
    of_kept = (one for one in elections if one.domiciliation_id == kept.pk and one.ended_by_id is not None)
    ended = kept.state == State.ENDED and any(one.ended_on == on for one in of_kept)
    return Standing(kept, requests, pending, renews, may_ask, silent, ended)


def _told(election: Election, *, warns: bool, on: date) -> Request:
    answer_by = None if election.outcome else decide_by(asked_on=election.asked_on)
    names = [one.called.open() for one in election.holders.all()]  # type: ignore[attr-defined]  # a sealed text
    return Request(election, answer_by, answer_by is not None and answer_by < on, names, _papers(election, warns=warns))


def _papers(election: Election, *, warns: bool) -> list[Paper]:
    """What may be printed; ``warns``: whether she is written to about the end of this very year."""
    found = [Paper.RECEIPT]
    if election.outcome == Outcome.GRANTED and election.ended_on is None:
        found.append(Paper.ATTESTATION)
        if warns:
            found.append(Paper.WARNING)
    if election.outcome == Outcome.REFUSED:
        found.append(Paper.REFUSAL)
    if election.ended_on is not None and election.end_reason:
        found.append(Paper.END)
    return found


def request(actor: Actor, found: File, election_id: UUID, *, on: date) -> tuple[Standing, Request] | None:
    """One request of this file, None out of scope."""
    standing = of_file(actor, found, on=on)
    one = None if standing is None else next((one for one in standing.requests if one.election.pk == election_id), None)
    return None if standing is None or one is None else (standing, one)


#: what an interview writes in a request; the names of those who also receive mail come besides.
INTERVIEW: Final = ("interview_on", "cause", "residence", "home", "link", "reason")


def mark_of_interview(election: Election) -> str:
    """What the interview of a request says, as a page shows it (``foundation/marks.py``)."""
    names = sorted(one.called.open() for one in election.holders.all())  # type: ignore[attr-defined]  # a sealed text
    return mark("interview", election.pk, [*(getattr(election, name) for name in INTERVIEW), names])


def desk(actor: Actor, service_id: int) -> Desk | None:
    """Where a service of the organisation receives mail."""
    return Desk.objects.within(actor).filter(service_id=service_id).first()


def may_decide(actor: Actor, found: Domiciliation) -> bool:
    """Whether the actor decides in the service of this domiciliation."""
    return bool(policies.can_decide(actor, service_id=found.service_id))


def may_end(actor: Actor, kept: Domiciliation, found: File) -> bool:
    """Whether the end of the domiciliation of a file just opened is for this actor to write about: ``can_end``, without a query."""
    told = found.reading
    return may_decide(actor, kept) or (told is not None and told.actor == actor and Level.ADMINISTRATIVE in told.works)


def home_of(actor: Actor, found: File, *, now: datetime, on: date) -> list[tuple[str, str]]:
    """Who lives with her today, to be named on the attestation: key and name."""
    homes = people.homes(actor, found, now=now, on=on)
    return [(str(one.key), one.called) for home in homes for one in home.today if not one.is_self]


def to_see(actor: Actor, *, on: date, now: datetime, held: people.Hand | None = None) -> QuerySet[Domiciliation]:
    """What the actor has to see to: in the files they lead or keep for somebody away, a year that ends, a silence, a request late; and
    what they have to decide.

    ``held``: these files, when the page has read them already. ``why``: «decider», «silence» or «renouveler»; ``by``: the day of the others
    than the first.
    """
    pending = Election.objects.within(actor).filter(domiciliation=OuterRef("pk"), outcome="")
    renewal = Exists(pending.filter(kind=Kind.RENEWAL))
    silent = Q(state=State.ACTIVE, silent_on__lte=on + WARNED)
    ending = Q(state=State.ACTIVE, ends_on__lte=renewable_up_to(on=on)) & ~renewal
    late = Exists(pending.filter(asked_on__lte=plus_months(on, -1)))
    seen = Q(file_id__in=people.ids_in_hand(actor, now=now, held=held)) & (ending | silent | Q(late))
    if policies.heads(actor):
        seen |= policies.decides_in(actor) & Q(Exists(pending))
    found = Domiciliation.objects.within(actor).filter(seen, state__in=(State.ASKED, State.ACTIVE))
    why = Case(When(Exists(pending), then=Value("decider")), When(silent, then=Value("silence")), default=Value("renouveler"))
    day = Case(When(silent, then=F("silent_on")), default=F("ends_on"))
    return found.annotate(why=why, by=day).select_related("file__person").order_by("ends_on", "number", "pk")


def service_headed(actor: Actor, service_id: int) -> Service | None:
    """A service where the actor decides; None elsewhere."""
    found = Service.objects.within(actor).filter(pk=service_id).first()
    return found if found is not None and policies.can_decide(actor, service_id=found.pk) else None


def desks_kept(actor: Actor) -> list[tuple[Service, str]]:
    """The services where the actor decides, each with the name that its envelopes bear, "" when nobody wrote its address. One query."""
    if not policies.heads(actor):
        return []
    body = Subquery(Desk.objects.within(actor).filter(service=OuterRef("pk")).values("body"))
    every = Service.objects.within(actor).filter(closed_at=None).annotate(body=Coalesce(body, Value(""))).order_by("name", "pk")
    return [(one, one.body) for one in every if policies.can_decide(actor, service_id=one.pk)]
