"""The work on lots and archives, done by the worker of the queue. Run twice, or taken again after a kill, it does what is left."""

from datetime import datetime
from typing import IO, TYPE_CHECKING, cast
from uuid import UUID

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from relais.accounts.queries import actor_of
from relais.exchange.archive import shelf
from relais.exchange.archive.cipher import Encrypting
from relais.exchange.archive.leaving import write_organisation
from relais.exchange.events import LotAsked, WholeAgreed
from relais.exchange.models import Lot, LotState, WholeExport, WholeState
from relais.exchange.services.taking import take
from relais.exchange.services.undoing import undo
from relais.exchange.services.whole import settle_whole
from relais.foundation.access import operator
from relais.foundation.vault.keys import VaultProblem

if TYPE_CHECKING:
    from relais.foundation.vault.fields import SealedWords


@task()
def work_on(lot_id: str) -> None:
    """Apply or undo a lot in the name of its author, with the roles of today: an account that was closed writes nothing more."""
    lot = Lot.objects.select_related("author__organisation").filter(pk=UUID(lot_id)).first()
    if lot is None:
        return
    now = timezone.now()
    actor = actor_of(lot.author, on=timezone.localdate(now))
    if lot.state == LotState.TAKING:
        take(actor=actor, lot_id=lot.pk, now=now)
    elif lot.state == LotState.UNDOING:
        undo(actor=actor, lot_id=lot.pk, now=now)


def queue(event: LotAsked) -> None:
    """Put the work on a lot in the queue."""
    work_on.enqueue(str(event.lot_id))


def queue_forgotten(_now: datetime) -> None:
    """Put in the queue what waits for a worker and is in none: the process stopped between the act and its queue."""
    waiting = DBTaskResult.objects.filter(status__in=("READY", "RUNNING"), task_path__in=(work_on.module_path, write_whole.module_path))
    queued = {str(args["args"][0]) for args in waiting.values_list("args_kwargs", flat=True)}
    for pk in Lot.objects.filter(state__in=(LotState.TAKING, LotState.UNDOING)).order_by("pk").values_list("pk", flat=True):
        if str(pk) not in queued:
            work_on.enqueue(str(pk))
    for pk in WholeExport.objects.filter(state=WholeState.MAKING).order_by("pk").values_list("pk", flat=True):
        if str(pk) not in queued:
            write_whole.enqueue(str(pk))


@task()
def write_whole(export_id: str) -> None:
    """Write the archive that two members agreed on; begun again from nothing when a worker was killed."""
    export = WholeExport.objects.select_related("organisation").filter(pk=UUID(export_id), state=WholeState.MAKING).first()
    if export is None:
        return
    try:
        with shelf.begun(export.pk) as file:
            into = Encrypting(file, cast("SealedWords", export.key).open())
            write_organisation(
                actor=operator("export agreed by two members"),
                organisation=export.organisation,
                into=cast("IO[bytes]", into),
                now=timezone.now(),
                said=lambda done, total: shelf.say(export.pk, done, total),
            )
            into.close()
    except (VaultProblem, OSError):
        shelf.erase(export.pk)
        settle_whole(export_id=export.pk, size=0, now=timezone.now())
        return
    settle_whole(export_id=export.pk, size=shelf.size(export.pk), now=timezone.now())


def queue_whole(event: WholeAgreed) -> None:
    """Put the writing of an archive in the queue."""
    write_whole.enqueue(str(event.export_id))
