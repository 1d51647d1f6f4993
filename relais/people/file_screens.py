"""What a screen of a file begins with, in this room and above: the file at a level in the actor's scope, or 404, existing or not."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope
from relais.people import queries
from relais.people.freezing import is_frozen
from relais.people.rules import Level
from relais.people.services import note_reading
from relais.people.services.beginnings import FileLimited
from relais.ui import guarded

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
        except FileLimited as limited:
            return _limited(request, limited.file)

    return never_cache(login_required(screen))


def _limited(request: ActorRequest, found: "File") -> HttpResponse:
    return render(request, "people/limited.html", {"file": found, "person": found.person}, status=409)


def while_limited(view: FileScreen[P]) -> FileScreen[P]:
    """A screen that writes in a limited file all the same: what ends the limitation, what answers the person. Stands under ``of_file``."""
    view.while_limited = True  # type: ignore[attr-defined]  # read back below
    return view


def of_file(level: Level, *, works: bool = False) -> Callable[[FileScreen[P]], Screen]:
    """A screen of one file, for whoever reads this level of it; the view is given the file.

    ``works``: a screen that only serves to write, closed to whoever reads by a sharing. What is posted always asks for it. The address of
    a file merged into another leads to the one that was kept; what is posted there is written in it, so that nothing typed is lost.
    """

    def declare(view: FileScreen[P]) -> Screen:
        @wraps(view)
        def screen(request: ActorRequest, file_id: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            now = timezone.now()
            writes = works or request.method not in {"GET", "HEAD"}
            found = queries.file(request.actor, file_id, now=now, level=level, works=writes)
            if found is None and (kept_id := queries.merged_into(file_id)) is not None:
                found = queries.file(request.actor, kept_id, now=now, level=level, works=writes)
                if found is not None and request.method in {"GET", "HEAD"} and request.resolver_match is not None:
                    here = request.resolver_match
                    return redirect(reverse(here.view_name, kwargs={**here.kwargs, "file_id": found.pk}))
            if found is None:
                raise OutOfScope
            if request.method not in {"GET", "HEAD"} and not hasattr(view, "while_limited") and is_frozen(found):
                return _limited(request, found)
            # before anything is shown, on every screen of the file: a reading that cannot be written is not done
            found.levels_read = note_reading(actor=request.actor, found=found, now=now)  # type: ignore[attr-defined]  # for the page
            with guarded.in_file(found.pk if found.reading is not None and Level.ADMINISTRATIVE in found.reading.works else None):
                return view(request, found, *args, **kwargs)

        return signed_in(screen)

    return declare
