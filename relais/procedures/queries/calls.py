"""Reads of the calls: what a member has to ask of each body, and where the call under way stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from relais.foundation.access import Actor
from relais.kernel.sentences import Sentence
from relais.law.blockers.catalogue import OTHER, blockages, bodies, body_of
from relais.people import policies
from relais.people import queries as people
from relais.people.rules import Level
from relais.procedures.models import Blocker, Call, Procedure, ProcedureAct
from relais.procedures.queries import blockers
from relais.procedures.queries.procedures import Line, line
from relais.procedures.rules.progress import OVER, Act, State
from relais.procedures.rules.questions import AWAITED, to_obtain
from relais.procedures.terms.blockers import body_in

#: codes of the states in which a body owes something.
_WAITING = [state.value for state in AWAITED]


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask about one démarche. ``ask``: the sentences to say; ``blocked``: titles of what blocks there; ``seen``: acts that stand;
    ``told``: the act noted during the call under way, None before it."""

    line: Line
    ask: tuple[Sentence, ...]
    blocked: tuple[str, ...]
    seen: int
    told: ProcedureAct | None = None

    @property
    def procedure(self) -> Procedure:
        """The démarche."""
        return self.line.procedure


def _open(actor: Actor, *, now: datetime) -> QuerySet[Procedure]:
    """The démarches of the files in hand that wait for a body, or that something blocks; with what blocks them."""
    files = people.files_in_hand(actor, now=now).filter(policies.works_in(actor, Level.ADMINISTRATIVE, now=now)).order_by().values("pk")
    under_way = Blocker.objects.within(actor).filter(ended_on=None)
    waits = Q(state__in=_WAITING) | Exists(under_way.filter(procedure=OuterRef("pk")))
    return (
        Procedure.objects.within(actor)
        .filter(waits, file_id__in=files)
        .exclude(state__in=[state.value for state in OVER])
        .annotate(blocked_on=blockers.since(actor), seen=Count("acts", filter=Q(acts__undone_at=None)))
        .select_related("file__person")
        .prefetch_related(Prefetch("blockers", under_way.order_by("seen_on", "pk"), to_attr="under_way"))
        .order_by("file__person__name_key", "title", "pk")
    )


def _bodies(one: Procedure) -> dict[str, list[str]]:
    """The bodies to call about a démarche, and what blocks at each: the one that it awaits, those where it is blocked."""
    found: dict[str, list[str]] = {body_of(one.body): []} if State(one.state) in AWAITED else {}
    for blocker in one.under_way:  # type: ignore[attr-defined]  # prefetched by _open
        known = blockages().get(blocker.code)
        found.setdefault(body_in(blocker.service), []).append(known.title if known else blocker.code)
    return found


def by_body(actor: Actor, *, now: datetime) -> list[tuple[str, int]]:
    """Each body with how many of my questions wait for it, most first; two questions to the database."""
    counts: dict[str, int] = {}
    for one in _open(actor, now=now):
        for body in _bodies(one):
            counts[body] = counts.get(body, 0) + 1
    ranks = list(bodies())
    return sorted(counts.items(), key=lambda told: (-told[1], ranks.index(told[0]) if told[0] in ranks else len(ranks)))


def questions(actor: Actor, body: str, *, on: date, now: datetime, call: Call | None = None) -> list[Question]:
    """What I have to ask of one body, by person; with what is already told in the call under way."""
    known = body if body in bodies() else OTHER
    found = [one for one in _open(actor, now=now) if known in _bodies(one)]
    told = _told(actor, call, [one.pk for one in found])
    return [_question(one, known, told.get(one.pk), on=on) for one in found]


def _question(one: Procedure, body: str, told: ProcedureAct | None, *, on: date) -> Question:
    shown = line(one, on=on)
    awaited = State(one.state) in AWAITED and body_of(one.body) == body
    blocked = tuple(_bodies(one)[body])
    ask = (to_obtain(State(one.state), late=shown.unanswered),) if awaited or not blocked else ()
    return Question(shown, ask, blocked, one.seen, told)  # type: ignore[attr-defined]  # annotated by _open


def _told(actor: Actor, call: Call | None, found: Iterable[UUID]) -> dict[UUID, ProcedureAct]:
    if call is None:
        return {}
    acts = ProcedureAct.objects.within(actor).filter(
        procedure_id__in=found, act=Act.CALLED.value, undone_at=None, author_id=call.caller_id, recorded_at__gte=call.began_at
    )
    return {act.procedure_id: act for act in acts.order_by("recorded_at", "pk")}


def is_mine(actor: Actor, procedure_id: UUID, *, now: datetime) -> bool:
    """Whether the actor reads this démarche: what is told of another one is told of nothing."""
    return Procedure.objects.within(actor).filter(policies.in_file(actor, Level.ADMINISTRATIVE, now=now), pk=procedure_id).exists()


def call(actor: Actor, call_id: UUID) -> Call | None:
    """A call of the actor's own, None for anybody else's."""
    return Call.objects.within(actor).filter(pk=call_id, caller_id=actor.user_id).select_related("line").first()
