"""What happens to an account is at once visible to its owner and to those who run the service: nobody opens a door unseen."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from relais.accounts import queries
from relais.accounts.models import AccessNotice, Member
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
def mark_notices_seen(*, actor: Actor, now: datetime) -> int:
    """The actor has read their notices; answers how many. Seen by one recipient, a notice stays for the others."""
    return AccessNotice.objects.filter(recipient_id=actor.user_id, seen_at=None).update(seen_at=now)
