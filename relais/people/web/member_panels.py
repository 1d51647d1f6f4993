"""Panel of people on the page of an account: for the head of the service, whose files this member leads, and the way to hand them over."""

from typing import TYPE_CHECKING

from django.utils import timezone

from relais.foundation.access import ActorRequest
from relais.foundation.slots import Panel
from relais.people import queries

if TYPE_CHECKING:
    from relais.accounts.models import Member

#: names shown before the page of the handover, which has them all.
SHOWN = 10


def of_a_member(request: ActorRequest, member: "Member") -> Panel | None:
    """Names for whoever heads the service; nothing for the technical administration, which reads none."""
    files = list(queries.to_hand_over(request.actor, member, now=timezone.now())[: SHOWN + 1])
    return Panel("people/member_panel.html", {"member": member, "files": files[:SHOWN], "more": len(files) > SHOWN}) if files else None
