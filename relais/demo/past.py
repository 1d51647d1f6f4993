"""Those whom the house followed earlier in the year, whose files are closed: enough acts for its report to show figures.

All made through the services, each on its day, as the rest of the demonstration.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count, islice
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.accounts.queries import actor_of
from relais.casework.services import interviews
from relais.casework.services.interviews import Contact, NewDecision
from relais.casework.terms.interviews import Cause, Duration, InterviewKind, Mode, Said
from relais.foundation.access import Actor
from relais.people.models import File
from relais.people.services import Told, open_file, set_state
from relais.people.terms import ClosingReason, FileState
from relais.procedures.rules.progress import Act
from relais.procedures.services.blockers import ToldBlocker, end_blocker, note_blocker
from relais.procedures.services.procedures import NewProcedure, ToldAct, open_procedure, record_act
from relais.procedures.terms.blockers import BlockedStep, Harm, LostTime, Solved
from relais.procedures.terms.procedures import Doer, Pace, Proof, Way


@dataclass(frozen=True, slots=True)
class Followed:
    """How one démarche went, for so many people. ``acts``: what happened, so many days after the first interview.

    ``right``: another one, that they did not ask for, and ``cause``: why. ``blocked``: whether an online service stopped them for a while.
    """

    people: int
    sheet: str
    way: Way
    proof: Proof
    acts: tuple[tuple[Act, int], ...]
    euros: Decimal
    pace: Pace
    right: str
    cause: Cause
    blocked: bool = False


_GRANTED = ((Act.FILED, 4), (Act.GRANTED, 33), (Act.PAID, 41))
_WON = ((Act.FILED, 6), (Act.REFUSED, 27), (Act.APPEALED, 32), (Act.GRANTED, 58), (Act.PAID, 66))
#: each within one quarter: its interviews in three weeks, its last act eight weeks after.
STORIES = (
    Followed(15, "rsa", Way.ONLINE, Proof.RECEIPT, _GRANTED, Decimal(568), Pace.MONTHLY, "c2s_gratuite", Cause.UNKNOWN, blocked=True),
    Followed(12, "prime_activite", Way.COUNTER, Proof.RECEIPT, _WON, Decimal(187), Pace.MONTHLY, "aide_logement", Cause.COMPLEX),
    Followed(13, "fsl", Way.POST, Proof.REGISTERED, _GRANTED, Decimal(640), Pace.ONCE, "cheque_energie", Cause.NOT_OBTAINED),
)
NAMES = (
    *("Mme Aubert", "M. Caron", "Mme Delattre", "M. Evrard", "Mme Fabre", "M. Garnier", "Mme Hamel", "M. Imbert", "Mme Jacquet"),
    *("M. Klein", "Mme Lacroix", "M. Mercier", "Mme Navarro", "M. Olivier", "Mme Poulain", "M. Quentin", "Mme Renard", "M. Schmitt"),
    *("Mme Tessier", "M. Urbain", "Mme Vidal", "M. Wagner", "Mme Yildiz", "M. Zanetti", "Mme Amrani", "M. Cissé", "Mme Diop"),
    *("M. Ferreira", "Mme Gomes", "M. Hosseini", "Mme Ivanova", "M. Jovanovic", "Mme Kaplan", "M. Lindqvist", "Mme Moreau", "M. Nguyen"),
    *("Mme Oudin", "M. Perrot", "Mme Rivoire", "M. Sauvage"),
)


def remember(house: Organisation, *, now: datetime) -> None:
    """Each of them once: met, answered, followed to the payment, file closed."""
    lead = Member.objects.filter(organisation=house, identifier="maelle").select_related("organisation").first()
    if lead is None or File.objects.filter(Q(person__called=NAMES[0]) | Q(person__called=NAMES[-1]), organisation=house).exists():
        return
    actor = actor_of(lead, on=timezone.localdate(now))
    (service_id,) = actor.service_ids
    for name, story, began, year in _each(now):
        found = open_file(actor=actor, service_id=service_id, told=Told(name, birth_year=year), now=began)
        _follow(actor, found, story, began=began)


def _each(now: datetime) -> Iterator[tuple[str, Followed, datetime, int]]:
    """Each story in one of the last quarters that are over: a report tells of whole quarters, from eleven on (``reporting``)."""
    zone, names = timezone.get_current_timezone(), iter(NAMES)
    for back, story in enumerate(STORIES, start=1):
        days = _working_days(_quarter(timezone.localdate(now), back=back))
        for rank, (name, day) in enumerate(zip(islice(names, story.people), days, strict=False)):
            told = replace(story, euros=story.euros + rank * 7)
            yield name, told, datetime.combine(day, time(9 + rank % 3), zone), 1950 + (back * 13 + rank) * 17 % 52


def _quarter(on: date, *, back: int) -> date:
    """The first day of the quarter of the calendar that is so many before that of this day."""
    first = on.replace(month=on.month - (on.month - 1) % 3, day=1)
    for _once in range(back):
        first = (first - timedelta(days=1)).replace(day=1)
        first = first.replace(month=first.month - (first.month - 1) % 3)
    return first


def _working_days(first: date) -> Iterator[date]:
    return (day for day in (first + timedelta(days=ahead) for ahead in count(1)) if day.weekday() < 5)


def _follow(actor: Actor, found: File, story: Followed, *, began: datetime) -> None:
    contact = Contact(InterviewKind.BOOKED, began, Mode.WITH, Duration.MIDDLE)
    interviews.record_contact(actor=actor, file_id=found.pk, contact=contact, now=began)
    decision = NewDecision(story.right, Said.NO, story.cause)
    interviews.decide_right(actor=actor, file_id=found.pk, decision=decision, now=began)
    kept = open_procedure(actor=actor, file_id=found.pk, new=NewProcedure(sheet=story.sheet), now=began)
    if story.blocked:
        _block(actor, kept.pk, began=began)
    for seen, (act, days) in enumerate(story.acts):
        at = began + timedelta(days=days)
        told = ToldAct(act, timezone.localdate(at))
        if act in {Act.FILED, Act.APPEALED}:
            told = replace(told, doer=Doer.WITH, way=story.way, proof=story.proof)
        if act in {Act.GRANTED, Act.PAID}:
            told = replace(told, euros=story.euros, pace=story.pace)
        record_act(actor=actor, procedure_id=kept.pk, told=told, seen=seen, now=at)
    done = began + timedelta(days=story.acts[-1][1] + 1)
    set_state(actor=actor, file_id=found.pk, state=FileState.CLOSED, reason=ClosingReason.DONE, now=done)


def _block(actor: Actor, procedure_id: UUID, *, began: datetime) -> None:
    day = timezone.localdate(began)
    told = ToldBlocker("A02", "caf", Way.ONLINE, BlockedStep.ENTER, day, Harm.DELAY, LostTime.HOUR, attempts=2)
    blocker = note_blocker(actor=actor, procedure_id=procedure_id, told=told, now=began)
    over = began + timedelta(days=3)
    day = timezone.localdate(over)
    end_blocker(actor=actor, procedure_id=procedure_id, blocker_id=blocker.pk, ended_on=day, solved=Solved.TOGETHER, now=over)
