"""Whether nothing more is written in a file (limitation of its person, RGPD 18): said by the room above that keeps it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from relais.people.models import File

#: files of which no calculation over several files speaks, as a list of identifiers.
_aside: list[Callable[[], QuerySet[Any, Any]]] = []
_checks: "list[Callable[[File], bool]]" = []


def freeze_when(check: "Callable[[File], bool]") -> None:
    """Declare what closes a file to writing (in ``project/wiring.py``); twice is once."""
    if check not in _checks:
        _checks.append(check)


def is_frozen(file: "File") -> bool:
    """Whether something closes this file to writing today."""
    return any(check(file) for check in _checks)


def set_aside_when(files: Callable[[], QuerySet[Any, Any]]) -> None:
    """Declare the files, by identifier, that no calculation over several files may read (in ``project/wiring.py``); twice is once."""
    if files not in _aside:
        _aside.append(files)


def not_set_aside() -> Q:
    """Rows that hang from a ``file`` of which the person asked neither the limitation nor an opposition."""
    told = Q()
    for files in _aside:
        told &= ~Q(file_id__in=files())
    return told
