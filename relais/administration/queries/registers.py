"""What the delegate reads: the policy of the organisation, requests and eliminations by their identifiers, never a name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Value
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.accounts.models.organisations import OrganisationKind
from relais.accounts.queries import organisation_of
from relais.administration import policies, rules
from relais.administration.models import DataPolicy, Elimination, KeptCount, KeptTally, RightsRequest
from relais.administration.terms import Answer, Asked
from relais.foundation.access import Actor
from relais.kernel.months import Month
from relais.kernel.tallies import Tally
from relais.law.clocks.counting import plus_months
from relais.people import seldom
from relais.people.models import File
from relais.people.policies import identity

#: asked with the file (``people.seldom``).
SELDOM: Mapping[str, seldom.Rows] = {
    "requests": seldom.Rows(RightsRequest),
    "eliminations": seldom.Rows(Elimination, where={"erased_at": None}),
}
#: a limitation that still closes its file to writing.
_IN_FORCE = Q(kind=Asked.LIMITATION, lifted_at=None) & ~Q(answer__in=("", Answer.REFUSED))


def policy_of(organisation: Organisation) -> DataPolicy:
    """What an organisation says of its data; the defaults of the doctrine when it has said nothing."""
    found = DataPolicy.objects.filter(organisation=organisation).first()
    return found or DataPolicy(organisation=organisation, public_archives=organisation.kind in {"ccas", "departement"})


def address_of(actor: Actor) -> str:
    """The address of the actor's house, as its papers print it; "" when nobody wrote it."""
    house = organisation_of(actor)
    return policy_of(house).address if house is not None else ""


def is_delegate(actor: Actor) -> bool:
    """Whether the registers are for this actor."""
    return policies.is_delegate(actor)


def requests(actor: Actor) -> QuerySet[RightsRequest]:
    """Those of the organisation, for the delegate: identifiers and dates; the first to answer first."""
    if not policies.is_delegate(actor):
        return RightsRequest.objects.within(actor).none()
    return RightsRequest.objects.within(actor).defer("words", "hidden", "reason").order_by("answer", "due_on", "pk")


def eliminations(actor: Actor) -> QuerySet[Elimination]:
    """Announced and done, for the delegate."""
    if not policies.is_delegate(actor):
        return Elimination.objects.within(actor).none()
    return Elimination.objects.within(actor).order_by("-erased_at", "due_on", "pk")


def counts(actor: Actor) -> QuerySet[KeptCount]:
    """What stays of eliminated files: counts by month."""
    if not policies.is_delegate(actor):
        return KeptCount.objects.within(actor).none()
    return KeptCount.objects.within(actor).order_by("-month", "what", "pk")


def kept_tallies(actor: Actor, first: int, last: int) -> Mapping[str, list[Tally]]:
    """What each figure of the reports, by code, counted of files eliminated since, in these years. One query."""
    found: dict[str, list[Tally]] = defaultdict(list)
    rows = KeptTally.objects.within(actor).filter(month__gte=f"{first:04}-01", month__lte=f"{last:04}-12")
    for one in rows.order_by("month", "pk"):
        found[one.figure].append(Tally(one.service, Month.parse(one.month), one.cell, one.count, one.amount))
    return found


def of_file(actor: Actor, file: File) -> QuerySet[RightsRequest]:
    """What the person of a file asked, the newest first; the caller has the file in scope."""
    found = RightsRequest.objects.within(actor).filter(file=file)
    return found.select_related("prepared_by", "reader").order_by("-received_on", "-recorded_at", "pk")


NOBODY = UUID(int=0)
#: bodies whose documents are administrative ones: the CADA is seized of their refusals.
PUBLIC = frozenset({OrganisationKind.CCAS, OrganisationKind.DEPARTMENT})


def contests_of(actor: Actor, rows: Sequence[RightsRequest], *, today: date) -> list[tuple[RightsRequest, rules.Contest]]:
    """Of these requests, those that the person may contest today, and how: before the CNIL, and before the CADA for a public body."""
    kind = Organisation.objects.filter(pk=actor.organisation_id or NOBODY).values_list("kind", flat=True).first() if rows else ""
    public = kind in PUBLIC
    found = []
    for row in rows:
        refused_on = None
        if row.answer in {Answer.REFUSED, Answer.PARTLY} and row.answered_at is not None:
            refused_on = timezone.localdate(row.answered_at)
        is_access = row.kind == Asked.ACCESS
        said = rules.contest(
            is_access=is_access, public=public, due_on=row.due_on, refused_on=refused_on, answered=bool(row.answer), today=today
        )
        if said is not None:
            found.append((row, said))
    return found


def waiting_for(actor: Actor) -> QuerySet[RightsRequest]:
    """The copies that this member has to read again."""
    if actor.user_id is None or not policies.to_read_again(actor):
        return RightsRequest.objects.within(actor).none()
    mine = RightsRequest.objects.within(actor).filter(policies.unbarred(actor), reader_id=actor.user_id, released_at=None)
    return mine.order_by("due_on", "pk")


def second_readers(actor: Actor, file: File) -> list[Member]:
    """The bound members of the organisation who may read a copy again, by name."""
    return list(policies.second_readers(file).exclude(pk=identity(actor)).order_by("display_name", "pk"))


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page of a file says of its data. ``waiting``: label and day by which each request is answered; ``announced``: the
    last contact and the day of an elimination to come."""

    waiting: Sequence[tuple[str, date]]
    limited: bool
    announced: tuple[date, date] | None


def standing(actor: Actor, file: File) -> Standing:
    """What is asked, limited and announced in a file; the caller has it in scope. One query, none where there is nothing."""
    if not (seldom.may_have(file, "requests") or seldom.may_have(file, "eliminations")):
        return Standing(waiting=(), limited=False, announced=None)
    asked = RightsRequest.objects.within(actor).filter(Q(answer="") | _IN_FORCE, file=file)
    coming = Elimination.objects.within(actor).filter(file_id=file.pk, erased_at=None)
    rows = list(
        coming.order_by()
        .annotate(what=Value(""), said=Value(""), last=F("last_contact_on"), until=F("due_on"))
        .values_list("what", "said", "last", "until")
        .union(
            asked.order_by()
            .annotate(what=F("kind"), said=F("answer"), last=F("received_on"), until=F("due_on"))
            .values_list("what", "said", "last", "until"),
            all=True,
        )
    )
    waiting = sorted(((last, until, Asked(what).label) for what, said, last, until in rows if what and not said), reverse=True)
    return Standing(
        waiting=[(str(label), until) for _last, until, label in waiting],
        limited=any(what and said for what, said, _last, _until in rows),
        announced=next(((last, until) for what, _said, last, until in rows if not what), None),
    )


def limitation(file_id: UUID) -> RightsRequest | None:
    """The limitation in force on a file, if there is one: nothing more is written in it."""
    return RightsRequest.objects.filter(_IN_FORCE, file_id=file_id).order_by("answered_at").first()


def due_on(received: date) -> date:
    """By when a request received on this day is answered."""
    return plus_months(received, rules.ANSWER_MONTHS)


def announced(file_id: UUID) -> Elimination | None:
    """The elimination announced for a file, not done yet."""
    return Elimination.objects.filter(file_id=file_id, erased_at=None).first()


def by_why(found: QuerySet[Elimination]) -> Sequence[tuple[str, int]]:
    """How many for each reason."""
    return list(found.order_by("why").values_list("why").annotate(number=Count("pk")))


def midnight(day: date) -> datetime:
    """The beginning of a day, here."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
