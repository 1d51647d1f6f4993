"""Reads of the rights that end: mine and those of whom I stand in for, counts for a head, what nobody holds. Stages are of the day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet, Subquery

from relais.accounts.models import Role
from relais.casework.models import OpenRight, RightDecision
from relais.casework.terms.interviews import Said
from relais.foundation.access import Actor
from relais.foundation.among import Among
from relais.law.clocks.engine import Dated, reckon
from relais.law.clocks.given import Given
from relais.law.clocks.renewals import HEAD_TOLD, HEAD_TOLD_AGAIN, Renewal, longest_window, renewal_of
from relais.people import policies, seldom
from relais.people import queries as people
from relais.people.leading import led_by_nobody
from relais.people.models import File
from relais.people.rules import Level
from relais.procedures.models import Procedure
from relais.procedures.rules.progress import State
from relais.procedures.rules.renewals import Ending, Stage, stage
from relais.procedures.rules.turns import Whose
from relais.procedures.terms.renewals import StageLabel

#: states of a renewal that is neither sent nor lost.
_NOT_SENT = (State.PREPARED.value, State.REFUSED.value)


def follows(actor: Actor) -> bool:
    """Whether the actor may have files of their own."""
    return actor.has_role(Role.SOCIAL_WORKER)


def heads(actor: Actor) -> bool:
    """Whether the actor heads a service."""
    return actor.has_role(Role.HEAD)


@dataclass(frozen=True, slots=True)
class Line:
    """One right that ends. ``procedure``: the démarche that renews it, None when nobody opened it; ``asked``: it is with the body;
    ``named``: the person, when the page knows her name already; ``sure``: whether the rule of its renewal is still one that we know."""

    right: OpenRight
    renewal: Renewal
    stage: Stage
    procedure: Procedure | None
    asked: bool
    named: str = ""
    sure: bool = True

    @property
    def dates(self) -> list[Dated]:
        """The window of the renewal and what is kept after the last day, by day; none once nobody knows the rule any more."""
        if self.right.ends_on is None or not self.sure:
            return []
        return sorted(reckon(self.renewal.rule, Given(self.right.ends_on)).dates, key=lambda one: (one.safe, one.code))

    @property
    def called(self) -> str:
        """The person, as she wants to be called."""
        return self.named or self.right.file.person.called

    @property
    def label(self) -> str:
        """Its stage in words."""
        return str(StageLabel(self.stage.value).label)

    @property
    def over(self) -> bool:
        """Whether its last day is passed."""
        return self.stage is Stage.BROKEN

    @property
    def pressing(self) -> bool:
        """Whether something is to do now."""
        return not self.asked and self.stage is not Stage.OPEN


#: asked with the file (``people.seldom``).
SELDOM: Mapping[str, seldom.Rows] = {"renewals": seldom.Rows(Procedure, where={"renews__isnull": False})}


def renewal_filed() -> Q:
    """Rights whose renewal is with the body. Asked as one list, which begins by the few démarches that renew something."""
    filed = Procedure.objects.filter(renews__isnull=False).exclude(whose=Whose.NOBODY.value)
    return Q(pk__in=filed.exclude(state__in=_NOT_SENT).values("renews_id"))


def _words() -> QuerySet[RightDecision]:
    """What was said of renewals."""
    return RightDecision.objects.filter(open_right__isnull=False)


def not_declined() -> Q:
    """Rights of which the person did not say, last, that she does not wish to renew. Asked as one list: few say no."""
    words = _words()
    since = Q(decided_at__gt=OuterRef("decided_at")) | Q(decided_at=OuterRef("decided_at"), pk__gt=OuterRef("pk"))
    later = words.filter(since, open_right_id=OuterRef("open_right_id"))
    declined = words.filter(~Exists(later), said=Said.NO.value)
    return ~Q(pk__in=declined.values("open_right_id"))


def ending_in(files: Among, *, on: date) -> list[OpenRight]:
    """The same as ``ending`` for these few files, without what renews them; what was said last is read with each right."""
    words = _words().filter(open_right=OuterRef("pk")).order_by("-decided_at", "-pk").values("said")[:1]
    soon = OpenRight.objects.filter(file_id__in=files, closed_on=None, ends_on__lte=on + timedelta(days=longest_window()))
    wished = [right for right in soon.annotate(said_last=Subquery(words)) if getattr(right, "said_last") != Said.NO]  # noqa: B009
    return sorted(wished, key=lambda right: (right.ends_on or date.max, right.name, right.pk))


def ending(*, on: date, renewed: bool = True) -> QuerySet[OpenRight]:
    """The rights that end in time to be told. ``renewed``: whether some may already be under renewal, which is a query more."""
    soon = OpenRight.objects.filter(not_declined(), closed_on=None, ends_on__lte=on + timedelta(days=longest_window()))
    soon = soon.order_by("ends_on", "name", "pk")
    renewing = Procedure.objects.exclude(whose=Whose.NOBODY.value).order_by("opened_at", "pk")
    return soon.prefetch_related(Prefetch("renewals", renewing, to_attr="renewing")) if renewed else soon


def lines(rights: Iterable[OpenRight], *, on: date) -> list[Line]:
    """Those of these rights that have reached a stage on that day; the démarches that renew them are read already (``renewing``)."""
    found = []
    for right in rights:
        if right.ends_on is None:
            continue
        renewal = renewal_of(right.name)
        procedure: Procedure | None = next(iter(getattr(right, "renewing", ())), None)  # prefetched above
        asked = procedure is not None and procedure.state not in _NOT_SENT
        if (reached := stage(Ending(renewal, right.ends_on, asked=asked), on=on)) is not None:
            found.append(Line(right, renewal, reached, procedure, asked, sure=on <= renewal.rule.valid_until))
    return found


def mine(actor: Actor, *, on: date, now: datetime, most: int | None = None, held: people.Hand | None = None) -> list[Line]:
    """The rights that end in the files that I lead, or keep for a colleague who is away, the first to end first. Two queries."""
    files = people.ids_in_hand(actor, now=now, held=held)
    told = lines(ending(on=on).filter(file_id__in=files).select_related("file__person"), on=on)
    return told if most is None else told[:most]


def of_file(actor: Actor, found: File, *, on: date, now: datetime) -> list[Line]:
    """The rights that end in one file. A query, two when a démarche of this file renews a right."""
    scope = policies.in_file(actor, Level.ADMINISTRATIVE, now=now, found=found)
    return lines(ending(on=on, renewed=seldom.may_have(found, "renewals")).filter(scope, file=found), on=on)


def in_service(actor: Actor, *, on: date) -> dict[str, int]:
    """For whoever heads a service, how many of its rights are broken, end within a week, within a month, renewal not filed: no name."""
    told = _in_files_headed(actor, on=on)
    week, over = Q(ends_on__lte=on + timedelta(days=HEAD_TOLD_AGAIN)), Q(ends_on__lt=on)
    waiting = Q(was_asked=False)
    asked = ExpressionWrapper(renewal_filed(), output_field=BooleanField())
    counted = told.annotate(was_asked=asked).aggregate(
        broken=Count("pk", filter=over), week=Count("pk", filter=waiting & week & ~over), month=Count("pk", filter=waiting & ~week)
    )
    return {Stage.BROKEN.value: counted["broken"], Stage.AT_ONCE.value: counted["week"], Stage.HEAD.value: counted["month"]}


def _in_files_headed(actor: Actor, *, on: date) -> QuerySet[OpenRight]:
    """The rights that end within a month in the open files of the services that the actor heads; the database begins by the rights."""
    headed = policies.headed_through(actor, "file")
    return OpenRight.objects.filter(
        not_declined(), headed, closed_on=None, file__closed_at=None, ends_on__lte=on + timedelta(days=HEAD_TOLD)
    )


def held_by_nobody(actor: Actor, *, on: date, now: datetime) -> list[OpenRight]:
    """The rights that end within a month in the files of one's service that nobody leads: the file and the day, no word of it."""
    told = _in_files_headed(actor, on=on).filter(led_by_nobody(now, "file"))
    return list(told.select_related("file__person").order_by("ends_on", "pk"))
