"""The queue's worker, with what the queue lacks: a sign of life, and the return of tasks whose worker died.

A task is declared with ``django_tasks.task``, takes identifiers only, and may be run twice: it looks at the record before it
acts. A worker killed outright (kill -9, power cut) leaves its task «running» for ever in django-tasks-db; here each worker
writes a heartbeat, and ``requeue_abandoned`` gives the tasks of silent workers back, up to ATTEMPTS times.
"""

import logging
import threading
import uuid
from datetime import datetime, timedelta

from django.db import DatabaseError, connections, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from relais.foundation.models import WorkerBeat

BEAT = timedelta(seconds=10)
#: a worker silent for so long is dead; well above what a busy SQLite makes one wait.
SILENCE = timedelta(seconds=60)
ATTEMPTS = 3
_log = logging.getLogger("relais.jobs")


def beat(worker_id: str, *, now: datetime) -> None:
    """Write that this worker is alive."""
    WorkerBeat.objects.update_or_create(pk=worker_id, defaults={"beat_at": now})


def _beat_until(over: threading.Event, worker_id: str) -> None:
    try:
        while not over.wait(BEAT.total_seconds()):
            try:
                beat(worker_id, now=timezone.now())
            except DatabaseError as problem:
                _log.warning("heartbeat not written: %s", type(problem).__name__)
    finally:
        connections.close_all()


@transaction.atomic
def requeue_abandoned(*, now: datetime) -> int:
    """Give back the running tasks of silent workers; after ATTEMPTS workers a task is failed. Number of tasks touched."""
    alive = set(WorkerBeat.objects.filter(beat_at__gt=now - SILENCE).values_list("pk", flat=True))
    touched = 0
    for task in DBTaskResult.objects.running().select_for_update().order_by("pk"):
        if task.worker_ids and task.worker_ids[-1] in alive:
            continue
        if len(task.worker_ids) < ATTEMPTS:
            changes: dict[str, object] = {"status": TaskResultStatus.READY, "started_at": None}
        else:
            changes = {"status": TaskResultStatus.FAILED, "finished_at": now, "traceback": f"abandonnée par {ATTEMPTS} exécutants"}
        touched += DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING).update(**changes)
    WorkerBeat.objects.filter(beat_at__lt=now - timedelta(days=1)).delete()
    return touched


def work(*, batch: bool = False) -> None:
    """Treat the queue until SIGTERM or SIGINT (``batch``: until it is empty), with a heartbeat."""
    worker_id = uuid.uuid4().hex
    beat(worker_id, now=timezone.now())
    requeue_abandoned(now=timezone.now())
    worker = Worker(
        queue_names=["*"],
        interval=1.0,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
    if not batch:
        worker.configure_signals()
    over = threading.Event()
    pulse = threading.Thread(target=_beat_until, args=(over, worker_id), daemon=True)
    pulse.start()
    try:
        worker.run()
    finally:
        over.set()
        pulse.join(timeout=2)
        WorkerBeat.objects.filter(pk=worker_id).delete()
