"""What this room holds that falls due: requests with their legal month, which go where the file goes, and copies to read again."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from relais.accounts.models import Member
from relais.administration import policies
from relais.administration.models import RightsRequest
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import Unable
from relais.people.due import Kind


def _requests(_now: datetime) -> QuerySet[Any]:
    return RightsRequest.objects.filter(answer="").defer("words", "hidden", "masked", "read_again", "reason")


def _copies(now: datetime) -> QuerySet[Any]:
    return _requests(now).filter(reader__isnull=False, released_at=None)


def _give_copy(actor: Actor, request: RightsRequest, member: Member, now: datetime) -> None:
    if member.pk == request.prepared_by_id or not policies.second_readers(request.file).filter(pk=member.pk).exists():
        raise Unable(
            whole=gettext_noop(
                "Cette copie se relit par quelqu’un d’autre, tenu au secret : la référente ou le référent le nomme en la préparant."
            )
        )
    RightsRequest.objects.filter(pk=request.pk).update(reader=member)
    journal.record(actor=actor, action="rights.reader_changed", at=now, subject=request)


REQUESTS = Kind(
    "demande",
    _("Demande de la personne sur ses données"),
    ("administration.RightsRequest",),
    _requests,
    "due_on",
    words=lambda row: row.get_kind_display(),
)
COPIES = Kind(
    "copie", _("Copie de dossier à relire"), ("administration.RightsRequest",), _copies, "due_on", holder="reader", give=_give_copy
)
