"""Preloaded by a Dask worker that serves ``relais screen --cluster`` (docs/operating/cluster.md): its engine, its rights, its likeness.

dask worker tls://… --nthreads 1 --no-dashboard --preload relais.project.cluster_worker
"""

from functools import partial
from typing import Any

import dask

from relais.project import env
from relais.screening.caseload.answering import loaded, screen_chunk
from relais.screening.caseload.cluster_worker import begin
from relais.screening.caseload.likeness import likeness_here

# Imported before the worker makes its memory: what it holds of households must never be written on its disk.
dask.config.set({"distributed.worker.memory.target": False, "distributed.worker.memory.spill": False})


def dask_setup(worker: Any) -> None:  # noqa: ANN401  # a Dask worker, which has no stable type
    """Called by Dask as the worker starts. The plan of a month is read, or recorded, with its first chunk."""
    cache = env.data_dir() / "engine"
    local_rights = env.path("RELAIS_LOCAL_RIGHTS", env.data_dir() / "droits-locaux")
    likeness = likeness_here(rules=loaded(cache).version, local_rights=local_rights)
    begin(worker, function=partial(screen_chunk, cache=cache, local_rights=local_rights), likeness=likeness)
