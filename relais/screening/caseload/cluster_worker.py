"""What a worker of a Dask cluster holds of Relais, and what it does. No Django, and Dask only where it is a worker.

A worker tells what it is made of as a Dask *resource* named after its ``Likeness``: chunks ask for that resource, so that a worker of
another version, or one reached in clear, is never given a household. It holds one unit of it: one chunk at a time.
"""

import ipaddress
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from relais.kernel.months import Month
from relais.screening.caseload.computing import Chunk, ChunkFunction, Done, Work, compute_chunk
from relais.screening.caseload.likeness import Likeness

_SHELTERED, _ANY = "relais-abrite", "relais"


class Parcel:
    """A chunk on its way, and what is asked about it. Dask prints the arguments of a task that fails in its log: it finds no fact there."""

    __slots__ = ("content",)

    def __init__(self, chunk: Chunk, months: Sequence[Month], kind: str) -> None:
        self.content = pickle.dumps((chunk, tuple(months), kind))

    def __repr__(self) -> str:
        return "<lot>"

    def opened(self) -> tuple[Chunk, Sequence[Month], str]:
        """What was sent: the chunk, the months, the format."""
        chunk, months, kind = pickle.loads(self.content)  # noqa: S301  # whoever may send a task may already run code here
        return chunk, months, kind


@dataclass(frozen=True, slots=True)
class Told:
    """What a worker says of itself."""

    likeness: Likeness
    sheltered: bool


@dataclass(frozen=True, slots=True)
class _Here:
    function: ChunkFunction
    told: Told


#: set once, as the worker starts.
_here: _Here | None = None


def begin(worker: Any, *, function: ChunkFunction, likeness: Likeness) -> None:  # noqa: ANN401  # a Dask worker, which has no stable type
    """Make of this Dask worker one of ours. To be called from ``dask_setup``, before it is known to the scheduler."""
    global _here  # noqa: PLW0603  # one worker a process, which Dask gives no other place to
    told = Told(likeness, is_sheltered(worker.address))
    _here = _Here(function, told)
    for name in {resource(likeness, in_clear=True), resource(likeness, in_clear=not told.sheltered)}:
        worker.state.total_resources[name] = worker.state.available_resources[name] = 1


def resource(likeness: Likeness, *, in_clear: bool) -> str:
    """The name of what a chunk asks of a worker: to be alike and, unless ``in_clear``, to be reached through TLS or on its own machine."""
    return f"{_ANY if in_clear else _SHELTERED}-{likeness.digest}"


def is_sheltered(address: str) -> bool:
    """Whether nobody on the network reads what goes to this address."""
    parts = urlsplit(address)
    return parts.scheme == "tls" or is_loopback(parts.hostname or "")


def is_loopback(host: str) -> bool:
    """Whether this host is the machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def whoami() -> Told | None:
    """Run on a worker by the client: what it is; None when it was started without our preload."""
    return None if _here is None else _here.told


def compute_parcel(parcel: Parcel) -> Done:
    """Run on a worker by the client: ``compute_chunk`` with the engine that is there."""
    if _here is None:
        raise RuntimeError("a worker computes only after begin")
    chunk, months, kind = parcel.opened()
    return compute_chunk(chunk, Work(_here.function, months, kind))
