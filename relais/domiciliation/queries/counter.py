"""What the counter reads: who is domiciled here by a name or a number, and of one person her number, her state, what waits for her."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from relais.domiciliation import policies
from relais.domiciliation.models import Domiciliation, Leave, Mail, Proxy, Sign
from relais.domiciliation.rules.clocks import Away, is_away
from relais.domiciliation.terms import MailKind, State
from relais.foundation.access import Actor
from relais.people import queries as people
from relais.people import seldom
from relais.people.models import File

#: asked with the file (``people.seldom``).
SELDOM: Mapping[str, seldom.Rows] = {"domiciliation": seldom.Rows(Domiciliation)}
#: results of a search at the counter: past that, a closer spelling is asked.
SHOWN = 6
#: signs and mails told on one page.
LAST = 8
#: what left before is told no more at the counter.
LATELY = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Known:
    """One line of a search. ``waiting``: how many letters and parcels wait."""

    domiciliation: Domiciliation
    called: str
    birth_year: int | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Card:
    """One person at the counter. ``waiting``: label and number by kind, those that wait; ``proxies``: those valid today, named."""

    domiciliation: Domiciliation
    waiting: Sequence[tuple[str, int]]
    oldest: date | None
    signs: Sequence[Sign]
    gone: Sequence[Mail]
    proxies: Sequence[tuple[Proxy, str]]
    leaves: Sequence[Leave]
    away: bool
    is_active: bool


def can_receive(actor: Actor) -> bool:
    """Whether the counter of mail is for this actor."""
    return policies.can_receive(actor)


def at_counter(actor: Actor, *, now: datetime) -> QuerySet[Domiciliation]:
    """The domiciliations that the actor works with at the counter, by number."""
    return Domiciliation.objects.within(actor).filter(policies.at_counter(actor, now=now)).order_by("number", "pk")


def search(actor: Actor, *, words: str, now: datetime) -> list[Known]:
    """Whom a number designates, or whom a name does among those domiciled here: being so is the second element. At most one too many."""
    typed = re.sub(r"^n\s*°\s*", "", words.strip(), flags=re.I)
    found = at_counter(actor, now=now).select_related("file__person")
    if typed.isdecimal():
        rows = list(found.filter(number=int(typed))[: SHOWN + 1]) if len(typed) < 9 else []  # what a column holds
    else:
        here = Exists(Domiciliation.objects.within(actor).filter(_of_use(actor), file_id=OuterRef("pk")))
        files = people.at_reception(actor, words, among=Q(here), now=now, limit=SHOWN + 1)
        order = {file.pk: at for at, file in enumerate(files)}
        rows = sorted(found.filter(_of_use(actor), file_id__in=order), key=lambda one: (order[one.file_id], one.pk))
    waiting = dict(
        Mail.objects.within(actor)
        .filter(gone="", domiciliation__in=[one.pk for one in rows])
        .order_by()
        .values_list("domiciliation_id")
        .annotate(number=Count("pk"))
    )
    return [Known(one, one.file.person.called, one.file.person.birth_year, waiting.get(one.pk, 0)) for one in rows]


def _of_use(actor: Actor) -> Q:
    """Those whom the counter looks for: under way, asked, or with mail that waits after the end."""
    return Q(state__in=(State.ASKED, State.ACTIVE)) | Q(Exists(Mail.objects.within(actor).filter(domiciliation=OuterRef("pk"), gone="")))


def last_of(actor: Actor, found: File) -> Domiciliation | None:
    """The domiciliation of a file that the caller has in scope: that under way, else the last one."""
    if not seldom.may_have(found, "domiciliation"):
        return None
    every = list(Domiciliation.objects.within(actor).filter(file=found).order_by("-opened_at", "pk"))
    return next((one for one in every if one.state in {State.ASKED, State.ACTIVE}), every[0] if every else None)


def waiting(actor: Actor, found: File) -> list[tuple[str, int]]:
    """What waits for the person of a file that the caller has in scope, by kind. One query."""
    mails = Mail.objects.within(actor).filter(domiciliation__file_id=found.pk, gone="")
    return _by_kind(dict(mails.order_by().values_list("kind").annotate(Count("pk"))))


def _by_kind(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(str(kind.label), counted[kind]) for kind in MailKind if counted.get(kind)]


def card(actor: Actor, found: File, *, on: date) -> Card | None:
    """What the counter reads of the person of a file that the caller has in scope; None when she is not domiciled here. Five queries."""
    kept = last_of(actor, found)
    if kept is None:
        return None
    lately = Q(gone="") | Q(gone_on__gte=on - LATELY)
    mails = list(Mail.objects.within(actor).filter(lately, domiciliation__file_id=found.pk).order_by("arrived_on", "recorded_at", "pk"))
    here = [one for one in mails if not one.gone]
    gone = sorted((one for one in mails if one.gone_on), key=lambda one: one.gone_on or on, reverse=True)
    leaves = list(Leave.objects.within(actor).filter(domiciliation=kept).order_by("-first", "pk")[:LAST])
    proxies = Proxy.objects.within(actor).filter(domiciliation=kept, signed_on__lte=on, ends_on__gte=on).order_by("ends_on", "pk")
    return Card(
        kept,
        _by_kind(Counter(one.kind for one in here)),
        here[0].arrived_on if here else None,
        list(Sign.objects.within(actor).filter(domiciliation=kept).order_by("-on", "-recorded_at", "pk")[:LAST]),
        gone[:LAST],
        [(one, one.called.open()) for one in proxies],  # type: ignore[attr-defined]  # a sealed text
        [one for one in leaves if one.last is None or one.last >= on],
        is_away([Away(one.first, one.last) for one in leaves], on=on),
        kept.state == State.ACTIVE,
    )
