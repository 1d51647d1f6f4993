"""What falls due changes hands: one thing at a time, by whoever heads the service, to whoever leads its file."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.accounts.models import Member
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.people.queries import due as queries
from relais.people.services.beginnings import UnableToKeepFiles


@transaction.atomic
def give_to_lead(*, actor: Actor, key: str, now: datetime) -> Member:
    """Give what is in nobody's hands to the référent of its file; OutOfScope for what the actor does not see left."""
    line = next((one for one in queries.left(actor, now=now) if one.key == key and one.can_change_hands), None)
    if line is None:
        raise OutOfScope
    file_id = getattr(line.row, f"{line.kind.file}_id", None)
    lead = queries.whose_lead_is([file_id], now=now).get(file_id) if file_id is not None else None
    if lead is None:
        raise UnableToKeepFiles(whole=gettext_noop("Personne ne suit ce dossier : passez-le d’abord à quelqu’un."))
    give(actor, line, lead, now=now)
    return lead


def give(actor: Actor, line: queries.Line, member: Member, *, now: datetime) -> None:
    """Change the holder of one thing, in the transaction of an act that already holds its file."""
    if line.kind.give is not None:
        line.kind.give(actor, line.row, member, now)
