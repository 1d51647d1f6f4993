"""Chunks through a Dask cluster: the same chunk function in other processes or on other machines, a bounded number in flight, nothing
lost. Needs the extra ``relais[cluster]``, imported when asked.

A chunk whose worker dies is done again by Dask on another; one that kills several is halved, with nothing else of ours on the cluster,
down to the household that does it. Households are personal data: only workers that are alike are given any (``cluster_worker``), and in
clear only when that was asked (``cluster_link``).
"""

import time
import uuid
from asyncio import CancelledError
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from relais.screening.caseload.cluster_link import BadCluster, Link, left_aside, reached
from relais.screening.caseload.cluster_worker import Parcel, compute_parcel, resource
from relais.screening.caseload.computing import Chunk, Done, Work
from relais.screening.caseload.likeness import Likeness
from relais.screening.caseload.running import KILLED, LAST_TRIES, WorkersKeepDying, joined
from relais.screening.caseload.told import refusal

#: chunks in memory for each worker: one computed, one waiting.
EACH = 2
#: chunks that killed their workers with nothing finished between (Dask tries each on four workers): the cluster is at fault.
PATIENCE = 16
#: seconds without any worker, after which the run stops; a machine may be starting again.
ALONE = 60.0
#: seconds between two looks at who is there.
_LOOK = 1.0
_LOST = "le coordinateur du cluster ne répond plus"

Untyped = Any  # Dask has few types


class ClusterLost(Exception):
    """The scheduler or all workers left in mid-run; French, without final point. Finished chunks are kept."""


@contextmanager
def cluster(link: Link, likeness: Likeness, *, say: Callable[[str], None]) -> Iterator["Cluster"]:
    """The cluster, with at least one worker that is alike; ``say`` is told each of those left aside.

    BadCluster with one French line when it cannot be reached, or when none of its workers will do.
    """
    with reached(link) as client:
        reasons = list(left_aside(client, likeness, in_clear=link.in_clear))
        joined_up = Cluster(client, resource(likeness, in_clear=link.in_clear))
        if not joined_up.workers():
            raise BadCluster(f"aucun ouvrier ne peut servir sur {link.address}. {' '.join(reasons) or 'Aucun n’est connecté.'}")
        for reason in reasons:
            say(reason)
        yield joined_up


class Cluster:
    """Workers that are alike, through a Dask client. ``asks``: the resource that they hold."""

    def __init__(self, client: Untyped, asks: str) -> None:
        self._client, self._asks = client, asks
        self._run = uuid.uuid4().hex[:8]
        self._flying: dict[Untyped, Chunk] = {}
        self._sent = self._deaths = self._present = 0
        self._looked = self._seen = float("-inf")

    def run_chunks(self, chunks: Iterable[Chunk], work: Work) -> Iterator[Done]:
        """Compute all chunks, in any order; at most EACH a worker are in memory. What is left is cancelled when the reader leaves.

        A household that always kills its worker becomes a problem of its chunk. ClusterLost when nobody is left to compute,
        WorkersKeepDying when nothing finishes any more.
        """
        try:
            for chunk in chunks:
                self._flying[self._sent_off(chunk, work)] = chunk
                while len(self._flying) >= max(EACH, EACH * self.workers()):
                    yield from self._finished(work)
            while self._flying:
                yield from self._finished(work)
        finally:
            with suppress(ClusterLost), _told_lost():
                self._client.cancel(list(self._flying), force=True)
            self._flying.clear()

    def workers(self) -> int:
        """How many workers are alike, as seen a moment ago. ClusterLost when the scheduler left."""
        if time.monotonic() - self._looked >= _LOOK:
            with _told_lost():
                told = self._client.scheduler_info(n_workers=-1)["workers"]
            self._looked = time.monotonic()
            self._present = sum(self._asks in worker["resources"] for worker in told.values())
            if self._present:
                self._seen = self._looked
        return self._present

    def _sent_off(self, chunk: Chunk, work: Work) -> Untyped:
        self._sent += 1
        key = f"relais-{self._run}-{self._sent}"  # a chunk that is tried again is a new task
        with _told_lost():
            parcel = Parcel(chunk, work.months, work.kind)
            return self._client.submit(compute_parcel, parcel, key=key, pure=False, resources={self._asks: 1})

    def _finished(self, work: Work) -> Iterator[Done]:
        """What is done by now; after deaths, all that was in flight is waited for, then the suspects are done again alone."""
        suspects: list[Chunk] = []
        looked = False
        while not looked or (suspects and self._flying):
            looked = True
            for future in self._waited(list(self._flying)):
                chunk, done = self._flying.pop(future), self._result(future)
                if done is None:
                    suspects.append(chunk)
                else:
                    yield done
        for suspect in suspects:
            yield self._alone(suspect, work)

    def _waited(self, futures: list[Untyped]) -> list[Untyped]:
        """The futures that ended, one at least."""
        from distributed import wait

        while True:
            try:
                with _told_lost(waiting=True):
                    return list(wait(futures, timeout=_LOOK, return_when="FIRST_COMPLETED").done)
            except TimeoutError:
                self._look_for_anybody()

    def _look_for_anybody(self) -> None:
        if not self.workers() and time.monotonic() - self._seen > ALONE:
            raise ClusterLost(f"plus aucun ouvrier du cluster depuis {ALONE:.0f} s")

    def _result(self, future: Untyped) -> Done | None:
        """What a worker made of a chunk; None when it killed all that tried. ClusterLost when it was lost otherwise.

        A worker may die between the end of a chunk and the reading of what it made: the chunk is done again, if anybody is left.
        """
        from distributed import KilledWorker

        while True:
            try:
                with _told_lost(waiting=True):
                    done: Done = future.result(timeout=ALONE)
            except TimeoutError:
                self._look_for_anybody()
            except KilledWorker:
                self._deaths += 1
                if self._deaths >= PATIENCE:
                    raise WorkersKeepDying from None
                return None
            else:
                self._deaths = 0
                return done

    def _alone(self, chunk: Chunk, work: Work) -> Done:
        """Compute a suspect with nothing else of ours; halved as long as it kills its workers, down to the guilty household."""
        single = len(chunk.cases) <= 1
        for _ in range(LAST_TRIES if single else 1):
            (future,) = self._waited([self._sent_off(chunk, work)])
            done = self._result(future)
            if done is not None:
                return done
        if single:
            told = [refusal(case.id, KILLED) | {"line": case.line} for case in chunk.cases]
            return Done(chunk.number, cases=len(chunk.cases), problems=told)
        middle = len(chunk.cases) // 2
        first = self._alone(Chunk(chunk.number, chunk.cases[:middle]), work)
        return joined(first, self._alone(Chunk(chunk.number, chunk.cases[middle:]), work))


@contextmanager
def _told_lost(*, waiting: bool = False) -> Iterator[None]:
    """What Dask raises when its scheduler leaves, in one line; a task that kills, or the end of a wait, is left to the caller."""
    from distributed import KilledWorker
    from distributed.client import FuturesCancelledError
    from distributed.comm import CommClosedError

    try:
        yield
    except KilledWorker:
        raise
    except (CommClosedError, FuturesCancelledError, CancelledError, OSError, RuntimeError) as problem:
        if waiting and isinstance(problem, TimeoutError):
            raise
        raise ClusterLost(_LOST) from problem
    except Exception as problem:
        raise ClusterLost(f"un ouvrier du cluster n’a pas pu calculer ({type(problem).__name__})") from problem
