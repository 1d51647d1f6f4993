"""Reads of mandates: those of a file, one with its acts, the acts that hold on a day, those about to end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from relais.foundation.access import Actor
from relais.mandates.models import Mandate, MandateAct
from relais.mandates.rules.days import TOLD_AFTER, WARNED, WARNED_OTHERWISE, holds, is_ending
from relais.mandates.rules.paper import Sheet, sheet
from relais.mandates.terms import Domain, Kind
from relais.people import policies, seldom
from relais.people import queries as people
from relais.people.models import File
from relais.people.rules import Level

#: asked with the file (``people.seldom``).
SELDOM: Mapping[str, seldom.Rows] = {"mandates": seldom.Rows(Mandate)}


@dataclass(frozen=True, slots=True)
class Shown:
    """A mandate on a day. ``standing``: the acts that hold; ``state``: «a_signer», «en_cours», «revoque», «termine»; ``ending``: its end is
    near, or just came."""

    mandate: Mandate
    acts: tuple[MandateAct, ...]
    standing: tuple[MandateAct, ...]
    state: str
    ending: bool


def shown(mandate: Mandate, *, on: date) -> Shown:
    """How a mandate stands on a day; its acts are already read."""
    acts = tuple(sorted(mandate.acts.all(), key=lambda one: one.position))
    standing = tuple(one for one in acts if act_holds(one, mandate, on=on))
    if mandate.signed_on is None or mandate.ends_on is None:
        return Shown(mandate, acts, (), "a_signer", ending=False)
    left = any(one.revoked_on is None for one in acts)
    state = "revoque" if not left else "termine" if on > mandate.ends_on else "en_cours"
    return Shown(mandate, acts, standing, state, ending=left and is_ending(days=mandate.days, ends_on=mandate.ends_on, on=on))


def act_holds(act: MandateAct, mandate: Mandate, *, on: date) -> bool:
    """Whether this act holds that day."""
    return bool(holds(signed_on=mandate.signed_on, ends_on=mandate.ends_on, revoked_on=act.revoked_on, on=on))


def _in_file(actor: Actor, found: File, *, now: datetime) -> QuerySet[Mandate]:
    scope = policies.in_file(actor, Level.ADMINISTRATIVE, now=now, found=found)
    acts = Prefetch("acts", MandateAct.objects.within(actor).select_related("revoked_by").order_by("position"))
    return Mandate.objects.within(actor).filter(scope, file=found).prefetch_related(acts).select_related("prepared_by", "recorded_by")


def in_file(actor: Actor, found: File, *, on: date, now: datetime) -> list[Shown]:
    """The mandates of a file: to sign, in force, then those that ended; the newest first."""
    if not seldom.may_have(found, "mandates"):
        return []
    order = ("a_signer", "en_cours", "termine", "revoque")
    every = [shown(one, on=on) for one in _in_file(actor, found, now=now).order_by("-prepared_at", "pk")]
    return sorted(every, key=lambda one: order.index(one.state))


def one(actor: Actor, found: File, mandate_id: UUID, *, on: date, now: datetime) -> Shown | None:
    """One mandate of a file, None out of scope."""
    mandate = _in_file(actor, found, now=now).filter(pk=mandate_id).first()
    return None if mandate is None else shown(mandate, on=on)


def acts_signed(actor: Actor, found: File, *, now: datetime) -> QuerySet[MandateAct]:
    """Every act of the signed mandates of a file, those withdrawn included; the last signed first, with their mandates."""
    scope = policies.in_file(actor, Level.ADMINISTRATIVE, now=now, found=found)
    mandates = Mandate.objects.within(actor).filter(scope, file=found).exclude(signed_on=None)
    acts = MandateAct.objects.within(actor).filter(mandate__in=mandates).select_related("mandate")
    return acts.order_by("-mandate__signed_on", "mandate_id", "position")


def acts_in_force(actor: Actor, found: File, *, on: date, now: datetime) -> list[MandateAct]:
    """The acts that may be done for the person of this file on that day."""
    return [act for act in acts_signed(actor, found, now=now) if act_holds(act, act.mandate, on=on)]


def said(act: MandateAct) -> str:
    """An act in a line: its own words, or its whole domain."""
    domain = str(Domain(act.domain).label)
    return f"{domain} : {act.words}" if act.words else domain


def still_given() -> Exists:
    """Whether an act of the mandate is not withdrawn."""
    return Exists(MandateAct.objects.filter(mandate=OuterRef("pk"), revoked_on=None))


def near_end(*, on: date) -> Q:
    """The mandates whose end is near, or just came: ``rules.days.is_ending``, asked of the table."""
    near = Q(days=None, ends_on__lte=on + WARNED_OTHERWISE)
    for days, before in WARNED.items():
        near |= Q(days=days, ends_on__lte=on + before)
    return near & Q(ends_on__gte=on - TOLD_AFTER)


#: a sheet that waits for its signature longer than this is told in Ma journée.
WAITS = timedelta(days=7)


def to_see(actor: Actor, *, on: date, now: datetime, held: people.Hand | None = None) -> QuerySet[Mandate]:
    """In the files in hand: the mandates about to end, or just ended, then the sheets that wait; with file and person."""
    files = people.ids_in_hand(actor, now=now, held=held)
    waits = Q(signed_on=None, prepared_at__lt=now - WAITS)
    found = Mandate.objects.within(actor).filter((near_end(on=on) & Q(still_given())) | waits, file_id__in=files)
    return found.select_related("file__person").order_by(F("ends_on").asc(nulls_last=True), "prepared_at", "pk")


def paper(mandate: Mandate, acts: Iterable[MandateAct]) -> Sheet | None:
    """The sheet to sign; None for a mandate that has none (Aidants Connect)."""
    if mandate.kind != Kind.PAPER or mandate.days is None:
        return None
    told = [(str(Domain(one.domain).label), one.words) for one in acts]
    return sheet(given_by=mandate.given_by, given_to=mandate.given_to, agent=mandate.agent, acts=told, days=mandate.days)
