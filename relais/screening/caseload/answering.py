"""The chunk function with the engine and the rights of this process. Free of Django; a cluster may run it."""

import hashlib
import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from relais import __version__
from relais.kernel.months import Month
from relais.law.answers import chunk
from relais.law.answers.chunk import Answered
from relais.law.engine import load_engine
from relais.law.engine.plan_engine import PlanEngine
from relais.law.rights.catalogue import catalogue
from relais.law.rights.offer import offer
from relais.law.rights.opening import engine_outputs
from relais.law.situation.catalogue import facts
from relais.law.situation.household import Household

#: as many as a run may ask
MONTHS = 12


@lru_cache(maxsize=1)
def loaded(cache: Path) -> PlanEngine:
    """The engine of this process, which records any month and holds those of a whole run; ``prepare`` them before forking, so that
    workers share the memory.
    """
    return load_engine(cache, engine_outputs(catalogue().values()), held=MONTHS, clock=time.monotonic)


def rules_digest(local_rights: Path) -> str:
    """What the answers depend on beside the engine: our version, the facts, the cards and the local rights."""
    told = __version__, *facts().values(), *offer(local_rights).values()
    return hashlib.sha256(repr(told).encode()).hexdigest()


def screen_chunk(households: Sequence[Household], month: Month, *, cache: Path, local_rights: Path) -> list[Answered]:
    """The answers of each household of that month, in order."""
    return chunk.screen_chunk(households, month, engine=loaded(cache), cards=offer(local_rights).values())
