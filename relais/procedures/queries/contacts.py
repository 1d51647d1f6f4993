"""Reads of the contact book: the lines by body, how they answer, their versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, Prefetch, Q, QuerySet

from relais.foundation.access import Actor
from relais.law.blockers.catalogue import bodies
from relais.procedures.models import ContactLine, ContactVersion, LineTry
from relais.procedures.rules.reaching import REMEMBERED, Try, hard_since


@dataclass(frozen=True, slots=True)
class Reached:
    """One line and how it answers. ``answered``, ``failed``: the last day of each, None for never; ``hard``: hard to reach since;
    ``today``: the last try of the day, which may be taken back, None when there is none."""

    line: ContactLine
    answered: date | None
    failed: date | None
    hard: date | None
    today: LineTry | None = None


def lines(actor: Actor, *, body: str = "", on: date) -> list[Reached]:
    """The lines of the actor's house, of one body or of all, in the order of the bodies; two questions, however many."""
    found = _known(actor).filter(removed_at=None)
    ranks = {code: rank for rank, code in enumerate(bodies())}
    told = [_reached(one, on=on) for one in _tried(found.filter(body=body) if body else found, actor, on=on)]
    return sorted(told, key=lambda one: (ranks.get(one.line.body, len(ranks)), one.line.name, one.line.kind))


def line(actor: Actor, line_id: UUID, *, on: date) -> Reached | None:
    """One line, removed or not; None out of the actor's house."""
    return next((_reached(one, on=on) for one in _tried(_known(actor).filter(pk=line_id), actor, on=on)), None)


def versions(actor: Actor, kept: ContactLine) -> QuerySet[ContactVersion]:
    """What a line was, the newest first."""
    return ContactVersion.objects.within(actor).filter(line=kept).select_related("author").order_by("-at", "-pk")


def _known(actor: Actor) -> QuerySet[ContactLine]:
    days = {"answered": Max("tries__on", filter=Q(tries__worked=True)), "failed": Max("tries__on", filter=Q(tries__worked=False))}
    return ContactLine.objects.within(actor).annotate(**days).order_by("body", "name", "kind", "pk")


def _tried(found: QuerySet[ContactLine], actor: Actor, *, on: date) -> Iterable[ContactLine]:
    tries = LineTry.objects.within(actor).filter(on__gte=on - REMEMBERED).order_by("on", "pk")
    return found.prefetch_related(Prefetch("tries", tries, to_attr="recent"))


def _reached(one: ContactLine, *, on: date) -> Reached:
    tried: list[LineTry] = one.recent  # type: ignore[attr-defined]  # prefetched above
    today = next((attempt for attempt in reversed(tried) if attempt.on == on), None)
    hard = hard_since([Try(attempt.on, attempt.worked) for attempt in tried])
    return Reached(one, one.answered, one.failed, hard, today)  # type: ignore[attr-defined]  # annotated above
