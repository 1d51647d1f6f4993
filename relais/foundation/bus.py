"""Rooms tell what happened, higher rooms listen: events are frozen dataclasses, delivered once the change is certain.

Listeners are joined to events in ``project/wiring.py`` only. A listener that fails is logged and does not undo the change, nor
keep the others from hearing: what must not be lost goes to the queue (jobs), with the identifier of the record.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

E = TypeVar("E")
Listener = Callable[[E], None]

_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)
_log = logging.getLogger("relais.bus")


def listen(kind: type[E], listener: Listener[E]) -> None:
    """Call ``listener`` for each event of this kind; the same pair joined twice counts once."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def publish(event: object) -> None:
    """Deliver the event when the transaction under way is committed; never, when it is rolled back."""
    transaction.on_commit(lambda: _deliver(event))


def _deliver(event: object) -> None:
    for listener in tuple(_listeners[type(event)]):
        try:
            listener(event)
        except Exception:  # noqa: BLE001  # the change is already certain: nothing a listener raises may reach its author
            _log.exception("a listener of %s failed", type(event).__name__)
