"""Places where higher rooms lay a panel on a lower room's page: the page names the place, ``project/wiring.py`` lays the panels.

A panel decides by itself whether it has something for this reader (its query begins by the actor's scope), asks a number of queries that
does not grow with its rows, and never raises for an empty file.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from relais.foundation.access import ActorRequest


@dataclass(frozen=True, slots=True)
class Panel:
    """What a room shows on another's page. ``template``: its piece of page; ``context``: what the piece is filled with."""

    template: str
    context: Mapping[str, Any]


#: from the request and what the page is about (a file, a day), the panel to show; None when there is nothing for this reader.
Maker = Callable[[ActorRequest, Any], Panel | None]

_laid: dict[str, dict[str, tuple[int, Maker]]] = defaultdict(dict)


def lay(place: str, name: str, maker: Maker, *, order: int) -> None:
    """Lay a panel in a place, by ascending order; the same name laid again replaces it."""
    _laid[place][name] = (order, maker)


def panels(place: str, request: ActorRequest, about: Any) -> list[Panel]:  # noqa: ANN401  # what the page is about, known to both rooms
    """The panels of this place for this reader, in order; those that have nothing are left out."""
    ordered = sorted(_laid[place].items(), key=lambda laid: (laid[1][0], laid[0]))
    made = (maker(request, about) for _, (_, maker) in ordered)
    return [panel for panel in made if panel is not None]
