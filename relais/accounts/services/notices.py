"""What happens to an account is at once visible to its owner and to those who run the service: nobody opens a door unseen."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from relais.accounts import queries
from relais.accounts.models import AccessNotice, Member
from relais.foundation.access import Actor


def tell(*, member: Member, author: Actor, event: str, now: datetime, detail: str = "") -> None:
    """Lay a notice for the member and for each «responsable» of their services; part of the act that it tells, in its transaction."""
    recipients = {member.pk, *(head.pk for head in queries.heads_of(member, on=timezone.localdate(now)))}
    AccessNotice.objects.bulk_create(
        AccessNotice(recipient_id=recipient, member=member, author_id=author.user_id, event=event, detail=detail, at=now)
        for recipient in sorted(recipients)
    )


@transaction.atomic
def mark_notices_seen(*, actor: Actor, now: datetime) -> int:
    """The actor has read their notices; answers how many. Seen by one recipient, a notice stays for the others."""
    return AccessNotice.objects.filter(recipient_id=actor.user_id, seen_at=None).update(seen_at=now)
