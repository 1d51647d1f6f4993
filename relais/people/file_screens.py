"""What a screen of a file begins with, in this room and above: the file at a level in the actor's scope, or 404, existing or not."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope
from relais.people import queries
from relais.people.rules import Level
from relais.people.services import note_reading

if TYPE_CHECKING:
    from relais.people.models import File

P = ParamSpec("P")
Screen = Callable[..., HttpResponse]
FileScreen = Callable[Concatenate[ActorRequest, "File", P], HttpResponse]


def signed_in(view: Screen) -> Screen:
    """A screen for members, never kept by a browser; out of scope is 404."""

    @wraps(view)
    def screen(request: ActorRequest, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  # what the address holds
        try:
            return view(request, **kwargs)
        except OutOfScope as out:
            raise Http404 from out

    return never_cache(login_required(screen))


#: whether nothing more is written in a file (limitation of its person, RGPD 18): said by the room above that keeps it.
_frozen: "list[Callable[[File], bool]]" = []


def freeze_when(check: "Callable[[File], bool]") -> None:
    """Declare what closes a file to writing (in ``project/wiring.py``); twice is once."""
    if check not in _frozen:
        _frozen.append(check)


def while_limited(view: FileScreen[P]) -> FileScreen[P]:
    """A screen that writes in a limited file all the same: what ends the limitation, what answers the person. Stands under ``of_file``."""
    view.while_limited = True  # type: ignore[attr-defined]  # read back below
    return view


def of_file(level: Level, *, works: bool = False) -> Callable[[FileScreen[P]], Screen]:
    """A screen of one file, for whoever reads this level of it; the view is given the file.

    ``works``: a screen that only serves to write, closed to whoever reads by a sharing. What is posted always asks for it.
    """

    def declare(view: FileScreen[P]) -> Screen:
        @wraps(view)
        def screen(request: ActorRequest, file_id: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            now = timezone.now()
            writes = works or request.method not in {"GET", "HEAD"}
            found = queries.file(request.actor, file_id, now=now, level=level, works=writes)
            if found is None:
                raise OutOfScope
            if request.method not in {"GET", "HEAD"} and not hasattr(view, "while_limited") and any(check(found) for check in _frozen):
                return render(request, "people/limited.html", {"file": found, "person": found.person}, status=409)
            # before anything is shown, on every screen of the file: a reading that cannot be written is not done
            found.levels_read = note_reading(actor=request.actor, found=found, now=now)  # type: ignore[attr-defined]  # for the page
            return view(request, found, *args, **kwargs)

        return signed_in(screen)

    return declare
