"""What happens to an account is at once visible to its owner and to those who run the service: nobody opens a door unseen."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.accounts import policies, queries
from relais.accounts.models import AccessNotice, Member
from relais.accounts.services.ground import UnableToKeepAccounts, demand, member_of
from relais.foundation import journal
from relais.foundation.access import Actor


def actor_is_terminal(author: Actor) -> bool:
    """True when nobody's account acts: whoever holds the machine does."""
    return bool(author.operator)


def tell(*, member: Member, author: Actor, event: str, now: datetime, detail: str = "") -> None:
    """Lay a notice for the member and for each «responsable» of their services; part of the act that it tells, in its transaction.

    What touches an account that administers the others, or what the terminal did, the other administrators see too.
    """
    today = timezone.localdate(now)
    recipients = {member.pk, *(head.pk for head in queries.heads_of(member, on=today))}
    if actor_is_terminal(author) or queries.administers(member, on=today):
        recipients |= {one.pk for one in queries.administrators_beside(member, on=today)}
    AccessNotice.objects.bulk_create(
        AccessNotice(recipient_id=recipient, member=member, author_id=author.user_id, event=event, detail=detail, at=now)
        for recipient in sorted(recipients)
    )


@transaction.atomic
def ask_for_handover(*, actor: Actor, member_id: UUID, now: datetime) -> int:
    """Before an account is closed, tell each «responsable» of the member's services that what they hold is to be handed over; how many."""
    member = member_of(actor, member_id)
    demand(policies.can_close_account(actor, member_id=member.pk, organisation_id=member.organisation_id))
    heads = queries.heads_of(member, on=timezone.localdate(now))
    if not heads:
        raise UnableToKeepAccounts(_("Personne ne dirige ses services : nommez d’abord une ou un responsable."))
    told = {"member": member, "event": "handover_asked", "seen_at": None}
    for head in heads:
        AccessNotice.objects.get_or_create(recipient=head, **told, defaults={"author_id": actor.user_id, "at": now})
    journal.record(actor=actor, action="member.handover_asked", at=now, subject=member, organisation_id=member.organisation_id)
    return len(heads)


@transaction.atomic
def mark_notices_seen(*, actor: Actor, now: datetime) -> int:
    """The actor has read their notices; answers how many. Seen by one recipient, a notice stays for the others."""
    return AccessNotice.objects.filter(recipient_id=actor.user_id, seen_at=None).update(seen_at=now)
