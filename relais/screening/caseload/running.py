"""Chunks through processes: a bounded number in flight, a killed worker replaced, nothing lost.

Workers are forked after the engine is loaded, so that they share its memory. Even one worker is a process of its own: a household
that kills what computes it must never kill the command.
"""

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from relais.screening.caseload.computing import Chunk, Done, Work, compute_chunk
from relais.screening.caseload.told import refusal

#: so many workers killed with nothing finished between: the machine is at fault, not a household (finding one among the
#: households of a chunk kills a worker each time the chunk is halved, and LAST_TRIES at the end).
PATIENCE = 24
#: a household is found guilty when it killed this many workers, alone at work each time.
LAST_TRIES = 2
KILLED = "calcul impossible : ce foyer arrête à chaque fois le processus qui le calcule (mémoire ?)"


class WorkersKeepDying(Exception):
    """Workers were killed again and again; finished chunks are kept."""


def run_chunks(chunks: Iterable[Chunk], *, work: Work, workers: int) -> Iterator[Done]:
    """Compute all chunks, in any order; at most two chunks a worker are in memory.

    A household that always kills its worker becomes a problem of its chunk, whatever its neighbours. Raises WorkersKeepDying when
    workers are killed PATIENCE times without anything finishing between.
    """
    crew = _Crew(work, workers)
    try:
        for chunk in chunks:
            crew.submit(chunk)
            while crew.full:
                yield from crew.finished()
        while crew.busy:
            yield from crew.finished()
    except BaseException:  # Ctrl-C, a full disk, a reader that left: nobody waits for chunks that nobody will keep
        crew.kill()
        raise
    crew.dismiss()


#: what a worker computes, set in it as it begins: a chunk function need not be picklable, it comes through the fork.
_work: Work | None = None


def _begin_work(parent: int, work: Work) -> None:
    """First act of a worker: leave Ctrl-C to the command, and leave with it, even when it is killed without a word."""
    global _work  # noqa: PLW0603  # one work for the whole life of this process
    _work = work
    gc.freeze()  # what came through the fork stays for good: never looked through again, and its pages stay shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: int) -> None:
    """An orphan would wait for ever on a queue whose two ends it holds itself, with all its memory."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _compute_here(chunk: Chunk) -> Done:
    """``compute_chunk`` in a worker."""
    if _work is None:
        raise RuntimeError("a worker computes only after _begin_work")
    return compute_chunk(chunk, _work)


def joined(first: Done, second: Done) -> Done:
    """Two halves of a chunk, one again; rows of JSON have a comma between them, those of the other formats follow each other."""
    between = b",\n" if first.rows.endswith(b"}") and second.rows else b""
    return Done(
        first.number,
        first.rows + between + second.rows,
        first.cases + second.cases,
        first.answered + second.answered,
        first.problems + second.problems,
        first.tally + second.tally,
    )


def _lost() -> "Future[Done]":
    """What ``submit`` gives for a chunk that the pool could not take."""
    future: Future[Done] = Future()
    future.set_exception(BrokenProcessPool())
    return future


class _Crew:
    """A process pool that outlives its workers."""

    def __init__(self, work: Work, workers: int) -> None:
        self._not_ours = set(multiprocessing.active_children())
        self._work, self._workers = work, workers
        self._flying: dict[Future[Done], Chunk] = {}
        self._deaths = 0
        self._pool = self._hire()

    def _hire(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._workers, multiprocessing.get_context("fork"), _begin_work, (os.getpid(), self._work))

    @property
    def full(self) -> bool:
        return len(self._flying) >= 2 * self._workers

    @property
    def busy(self) -> bool:
        return bool(self._flying)

    def submit(self, chunk: Chunk) -> None:
        try:
            self._flying[self._pool.submit(_compute_here, chunk)] = chunk
        except BrokenProcessPool:  # a worker died while nobody looked: this chunk was not begun, ``finished`` sees to the others
            self._flying[_lost()] = chunk

    def finished(self) -> Iterator[Done]:
        """What is done by now, one chunk at least. After a death, all that was in flight is suspect, and done again alone."""
        done, _ = wait(self._flying, return_when=FIRST_COMPLETED)
        lost: list[Chunk] = []
        for future in [each for each in self._flying if each in done]:
            chunk = self._flying.pop(future)
            try:
                yield future.result()
                self._deaths = 0
            except BrokenProcessPool:
                lost.append(chunk)
        if lost:
            suspects = lost + list(self._flying.values())
            self._flying.clear()
            self._bury()
            for suspect in suspects:
                yield self._alone(suspect)

    def _bury(self) -> None:
        """Workers died: new ones, unless it never ends."""
        self._deaths += 1
        if self._deaths >= PATIENCE:
            raise WorkersKeepDying
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._hire()

    def _alone(self, chunk: Chunk) -> Done:
        """Compute a suspect with nobody else at work; halved as long as it kills its worker, down to the guilty household."""
        single = len(chunk.cases) <= 1
        for _ in range(LAST_TRIES if single else 1):
            try:
                done = self._pool.submit(_compute_here, chunk).result()
            except BrokenProcessPool:
                self._bury()
                continue
            self._deaths = 0
            return done
        if single:
            told = [refusal(case.id, KILLED) | {"line": case.line} for case in chunk.cases]
            return Done(chunk.number, cases=len(chunk.cases), problems=told)
        middle = len(chunk.cases) // 2
        first = self._alone(Chunk(chunk.number, chunk.cases[:middle]))
        return joined(first, self._alone(Chunk(chunk.number, chunk.cases[middle:])))

    def kill(self) -> None:
        """Stop at once; what was in flight is computed again another time."""
        for process in set(multiprocessing.active_children()) - self._not_ours:
            process.kill()
        self.dismiss()

    def dismiss(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
