"""The work on lots, done by the worker of the queue. Run twice, or taken again after a kill, it does what is left and no more."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from relais.accounts.queries import actor_of
from relais.exchange.events import LotAsked
from relais.exchange.models import Lot, LotState
from relais.exchange.services.taking import take
from relais.exchange.services.undoing import undo


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
    """Put in the queue the lots that wait for a worker and are in none: the process stopped between the act and its queue."""
    waiting = DBTaskResult.objects.filter(status__in=("READY", "RUNNING"), task_path=work_on.module_path)
    queued = {str(args["args"][0]) for args in waiting.values_list("args_kwargs", flat=True)}
    for pk in Lot.objects.filter(state__in=(LotState.TAKING, LotState.UNDOING)).order_by("pk").values_list("pk", flat=True):
        if str(pk) not in queued:
            work_on.enqueue(str(pk))
