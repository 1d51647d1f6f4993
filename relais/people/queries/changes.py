"""What happened to the files that the actor leads, for the page of the day: accesses taken for a time, presences at the duty desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from relais.accounts.models import Member, Role
from relais.foundation.access import Actor
from relais.people import policies
from relais.people.models import BreakGlass, File, Presence
from relais.people.rules import Level

#: how long a change stays on the page of the day.
SEEN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Change:
    """One access of a time to a file that the actor leads. ``exceptional``: taken with a motive; otherwise a presence at the duty desk."""

    file: File
    member: Member
    at: datetime
    exceptional: bool
    motive: str = ""


def changes_in_files_led(actor: Actor, *, now: datetime) -> list[Change]:
    """Who else came into the files that the actor leads, these last days, the newest first. Two queries."""
    led = File.objects.within(actor).filter(policies.leads(actor, now=now)).values("pk")
    glasses = BreakGlass.objects.filter(file_id__in=led, starts_at__gt=now - SEEN_FOR).select_related("file__person", "member")
    there = Presence.objects.filter(file_id__in=led, starts_at__gt=now - SEEN_FOR).select_related("file__person", "member")
    taken = [
        Change(one.file, one.member, one.starts_at, True, str(one.get_motive_display())) for one in glasses.order_by("-starts_at", "pk")
    ]
    came = [Change(one.file, one.member, one.starts_at, False) for one in there.order_by("-starts_at", "pk")]
    return sorted(taken + came, key=lambda change: change.at, reverse=True)


def files_open_for_now(actor: Actor, *, now: datetime) -> list[Change]:
    """The files that an access of a time opens to the actor at this moment: who is there and asks for her, first."""
    mine = policies.current(now)
    me = policies.identity(actor)
    here = File.objects.within(actor).filter(policies.reaches(actor, Level.EXISTENCE, now=now)).values("pk")
    there = Presence.objects.filter(mine, member_id=me, file_id__in=here).select_related("file__person", "recorded_by")
    return [Change(one.file, one.recorded_by, one.starts_at, False) for one in there.order_by("starts_at", "pk")]


def holds_files(actor: Actor) -> bool:
    """Whether some file may be named to this actor: the search is then for them."""
    return actor.has_role(Role.SOCIAL_WORKER, Role.HEAD, Role.RECEPTION)
