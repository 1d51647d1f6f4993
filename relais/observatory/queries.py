"""Reads of alerts: those of the house, one, what is proposed, what waits; by the actor's house first. Nobody's name comes out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from relais.foundation import marks
from relais.foundation.access import Actor
from relais.observatory import heard, policies
from relais.observatory.models import Alert, AlertAct, AlertCopy, Follower, Sighting
from relais.observatory.paper import in_order
from relais.observatory.rules.life import LATE, OPEN, WAITING, Act, Done, State, is_late
from relais.procedures.rules.blocked import may_show


@dataclass(frozen=True, slots=True)
class Shown:
    """An alert with its story. ``acts``: those that count, in order; ``mine``: the actor waits for its answer, ``wrote``: wrote it."""

    alert: Alert
    acts: list[AlertAct]
    sightings: list[Sighting]
    people: int
    late: bool
    mine: bool = False
    wrote: bool = False
    copies: Sequence[AlertCopy] = ()

    @property
    def sent_on(self) -> date | None:
        """The day it went; None before."""
        return next((one.on for one in self.acts if one.act == Act.SENT), None)

    @property
    def answer(self) -> AlertAct | None:
        """What came of it."""
        return next((one for one in reversed(self.acts) if one.act == Act.ANSWERED), None)

    @property
    def last(self) -> AlertAct | None:
        """The act that may be taken back."""
        return self.acts[-1] if self.acts else None


@dataclass(frozen=True, slots=True)
class Proposed:
    """Blockers alike that nobody told their body; or, with ``alert``, that an open alert already tells."""

    alike: heard.Alike
    alert: Alert | None


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One line of the open data: so many situations of one month, from eleven or three structures."""

    month: date
    service: str
    step: str
    code: str
    people: int


def alerts(actor: Actor, *, state: str = "", body: str = "") -> QuerySet[Alert]:
    """The alerts of the actor's house, the newest first."""
    found = Alert.objects.within(actor)
    if not policies.can_alert(actor):
        found = found.none()
    if state:
        found = found.filter(state=state)
    if body:
        found = found.filter(service__startswith=f"{body}.")
    return found.order_by("-written_on", "-pk")


def with_stories(actor: Actor, found: QuerySet[Alert]) -> QuerySet[Alert]:
    """With their acts and what was met: two questions more, however many alerts."""
    acts = AlertAct.objects.within(actor).filter(undone=False).order_by("rank")
    met = Sighting.objects.within(actor).order_by("day", "pk")
    return found.prefetch_related(Prefetch("acts", acts, to_attr="done")).prefetch_related(Prefetch("sightings", met, to_attr="met"))


def shown(alert: Alert, *, on: date, follower: Follower | None = None) -> Shown:
    """An alert read by ``with_stories``, for a page."""
    acts: list[AlertAct] = alert.done  # type: ignore[attr-defined]  # prefetched
    met: list[Sighting] = alert.met  # type: ignore[attr-defined]  # the same
    late = is_late([Done(Act(one.act), one.on) for one in acts], state=State(alert.state), on=on)
    wrote = follower is not None and follower.wrote
    return Shown(alert, acts, met, sum(one.people for one in met), late, follower is not None, wrote)


def one(actor: Actor, alert_id: UUID, *, on: date) -> Shown | None:
    """One alert of the actor's house; None otherwise."""
    found = with_stories(actor, alerts(actor).select_related("organisation")).filter(pk=alert_id).first()
    if found is None or actor.user_id is None:
        return None
    follower = Follower.objects.within(actor).filter(alert=found, member_id=actor.user_id).first()
    return replace(shown(found, on=on, follower=follower), copies=in_order(AlertCopy.objects.within(actor).filter(alert=found)))


def same_open(actor: Actor, *, code: str, service: str, step: str) -> Alert | None:
    """The alert under way that tells this trouble, the newest; None when none does."""
    return alerts(actor).filter(code=code, service=service, step=step, state__in=sorted(OPEN)).first()


def proposed(actor: Actor, *, on: date) -> list[Proposed]:
    """What deserves an alert, and the open one that tells it already, when there is one."""
    if not policies.can_alert(actor):
        return []
    found = {(one.code, one.service, one.step): one for one in alerts(actor).filter(state__in=sorted(OPEN)).reverse()}
    told = _answered_on(actor)
    alike = [(one, (one.code, one.service, one.step)) for one in heard.alike(actor, on=on)]
    # what was met before the body answered is told already; met again since, it comes back
    return [Proposed(one, found.get(key)) for one, key in alike if key in found or key not in told or one.last > told[key]]


def _answered_on(actor: Actor) -> dict[tuple[str, str, str], date]:
    """The last day on which each trouble got its outcome."""
    acts = AlertAct.objects.within(actor).filter(undone=False, act=Act.ANSWERED).order_by()
    rows = acts.values_list("alert__code", "alert__service", "alert__step").annotate(last=Max("on"))
    return {(code, service, step): last for code, service, step, last in rows}


def alike(actor: Actor, *, code: str, service: str, step: str, on: date) -> heard.Alike | None:
    """The blockers of the house that this trouble gathers; None for fewer than an alert deserves."""
    return next((one for one in heard.alike(actor, on=on) if (one.code, one.service, one.step) == (code, service, step)), None)


def to_see(actor: Actor, *, on: date) -> QuerySet[Alert]:
    """What waits for the actor, in one question: the end of what she told, unread; for who sends, what is ready, and what its body has left
    without an answer for sixty days, to chase or for the Défenseur des droits (S80)."""
    if actor.user_id is None:
        return alerts(actor).none()
    mine = Follower.objects.within(actor).filter(alert=OuterRef("pk"), member_id=actor.user_id)
    seen = Q(Exists(mine)) & ~Q(state__in=sorted(OPEN))
    if policies.can_send(actor):
        lately = AlertAct.objects.within(actor).filter(alert=OuterRef("pk"), undone=False, act__in=(Act.SENT, Act.CHASED), on__gt=on - LATE)
        seen |= Q(state=State.READY) | (Q(state__in=sorted(WAITING)) & ~Q(Exists(lately)))
    return alerts(actor).filter(seen)


def open_lines() -> list[OpenLine]:
    """The troubles told to bodies, on the whole instance, by month: from eleven situations or three structures (doctrine, §6.1)."""
    rows = (
        Sighting.objects.filter(alert__acts__act=Act.SENT, alert__acts__undone=False)
        .order_by()
        .annotate(month=TruncMonth("day"))
        .values_list("month", "alert__service", "alert__step", "alert__code")
        .annotate(people=Sum("people"), houses=Count("organisation", distinct=True))
    )
    told = [
        OpenLine(month, service, step, code, people)
        for month, service, step, code, people, houses in rows
        if may_show(count=people, houses=houses)
    ]
    return sorted(told, key=lambda line: (line.month, line.service, line.code, line.step))


def mark_of_words(alert: Alert) -> str:
    """The mark of what may be corrected of an alert, as a page shows it: its words, and who else is told."""
    told = [alert.message, alert.unfit, alert.fix, alert.meanwhile, alert.recipient, alert.address, alert.levers]
    return marks.mark("alert", alert.pk, [*told, sorted(alert.copies.values_list("kind", "address"))])
