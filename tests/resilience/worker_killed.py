"""The worker killed outright (SIGKILL) in the middle of a job: once it is silent, another worker takes the job again and finishes it.

    python -m tests.resilience.worker_killed [--rows 300] [--quick]

The job is a real one, the import of a table, fifty rows a transaction. ``--quick`` makes the last sign of life of the dead worker older by
hand instead of waiting for a minute of silence.
"""

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from tests.resilience.ground import PATIENCE, Relais, instance, migrated


def _confirmed(rows: int) -> UUID:
    """The lot of a table of so many rows, confirmed and queued."""
    from django.utils import timezone

    from relais.exchange.services.receiving import choose_columns, confirm, receive_table
    from tests.factories.accounts import organisation
    from tests.factories.people import actor, service_of, worker
    from tests.factories.tables import csv_of, rows_of

    awa, now = worker(organisation()), timezone.now()
    me = actor(awa)
    lot = receive_table(actor=me, service_id=service_of(awa).pk, content=csv_of(rows_of(rows)), now=now)
    choose_columns(actor=me, lot_id=lot.pk, codes=lot.columns, now=now)
    confirm(actor=me, lot_id=lot.pk, doubles={}, now=now)
    return lot.pk


def main(rows: int, *, quick: bool) -> int:
    """0 when every row of the table became one file, under a second worker."""
    with instance() as folder:
        migrated()
        from django.db import connection
        from django.utils import timezone
        from django_tasks_db.models import DBTaskResult

        from relais.exchange.models import Lot
        from relais.foundation.models import WorkerBeat
        from relais.people.models import File

        lot = Lot.objects.filter(pk=_confirmed(rows))
        first, second, clock = Relais(folder, "worker"), Relais(folder, "worker"), Relais(folder, "schedules")
        with contextlib.ExitStack() as ends:
            for one in (first, second, clock):
                ends.callback(one.kill)
            first.start()
            _until(lambda: lot.get().done > 0, folder)
            first.kill()
            left = {"done": lot.get().done, "task": str(DBTaskResult.objects.get().status)}
            killed = time.monotonic()
            if quick:
                WorkerBeat.objects.update(beat_at=timezone.now() - timedelta(minutes=2))
            else:
                clock.start()
            second.start()
            _until(lambda: DBTaskResult.objects.get().finished_at is not None, folder)
            took = time.monotonic() - killed
            second.stop()
            clock.stop()
        task, files = DBTaskResult.objects.get(), File.objects.count()
        connection.close()
    print(  # noqa: T201  # what the script is run for
        f"{rows} rows: worker killed at row {left['done']}, task left {left['task']}; done {took:.0f} s later,"
        f" {len(task.worker_ids)} workers, {files} files, task {task.status}"
    )
    return int(not (0 < left["done"] < rows and files == rows and len(task.worker_ids) == 2 and task.status == "SUCCESSFUL"))


def _until(done: Callable[[], bool], folder: Path) -> None:
    """Wait for a condition, or say what the processes said."""
    end = time.monotonic() + 2 * PATIENCE
    while not done():
        if time.monotonic() > end:
            raise AssertionError((folder / "relais.log").read_text()[-2000:])
        time.sleep(0.05)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("RELAIS_LOG_LEVEL", "WARNING")
    sys.exit(main(options.rows, quick=options.quick))
