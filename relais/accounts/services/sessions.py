"""Sessions end: one's own, one by one or all the others; all of a member's when a door of theirs was opened or closed by another."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from relais.accounts import policies, queries
from relais.accounts.models import Member, OpenSession
from relais.accounts.services.ground import UnableToKeepAccounts, demand
from relais.foundation import journal
from relais.foundation.access import Actor


def end_all(member: Member) -> int:
    """End every session of this member, at once; part of the act that asks for it, in its transaction. Answers how many."""
    return OpenSession.objects.filter(member_id=member.pk).delete()[0]


@transaction.atomic
def end_session(*, actor: Actor, member_id: UUID, handle: str, now: datetime) -> None:
    """End one of one's own sessions, named by its handle (``queries.handle_of``)."""
    demand(policies.can_keep_own_sessions(actor, member_id=member_id))
    mine = OpenSession.objects.filter(member_id=member_id).order_by("session_key")
    row = next((one for one in mine if queries.handle_of(one.session_key) == handle), None)
    if row is None:
        raise UnableToKeepAccounts(_("Cette session est déjà fermée."))
    row.delete()
    journal.record(actor=actor, action="session.ended", at=now)


@transaction.atomic
def end_other_sessions(*, actor: Actor, member_id: UUID, kept: str, now: datetime) -> int:
    """End all of one's own sessions but the one whose key is ``kept``; answers how many."""
    demand(policies.can_keep_own_sessions(actor, member_id=member_id))
    ended = OpenSession.objects.filter(member_id=member_id).exclude(session_key=kept).delete()[0]
    if ended:
        journal.record(actor=actor, action="session.others_ended", at=now)
    return ended


@transaction.atomic
def record_unlocking(*, actor: Actor, opened: bool, now: datetime) -> None:
    """Write in the journal that a locked session was opened again, or that the password did not go."""
    journal.record(actor=actor, action="session.unlocked" if opened else "session.unlock_refused", at=now)
