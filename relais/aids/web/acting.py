"""What every screen of aids does with a form: act, say it, lead on; or show it again with what was typed and why."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from relais.foundation.access import ActorRequest
from relais.kernel.decisions import Refused, Unable
from relais.people.services.beginnings import FileLimited
from relais.ui.forms import Form, in_words, told

_WROTE = "POST"


def acted(request: ActorRequest, form: Form, act: Callable[[], object], *, words: str, to: str) -> HttpResponse | None:
    """The answer once the act is done; None when there is a form to show, with its problems."""
    if request.method != _WROTE or not form.is_valid():
        return None
    try:
        act()
    except FileLimited:
        raise
    except (Unable, Refused) as problem:
        told(form, problem)
        return None
    messages.success(request, words)
    return redirect(to)


def pressed(request: ActorRequest, act: Callable[[], object], *, words: str, to: str) -> HttpResponse:
    """The answer to one press: done, or why not."""
    try:
        act()
    except FileLimited:
        raise
    except (Unable, Refused) as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, words)
    return redirect(to)


def page(request: ActorRequest, template: str, context: Mapping[str, object]) -> HttpResponse:
    """A page with a form: 422 when it was sent and not taken."""
    return render(request, template, dict(context), status=422 if request.method == _WROTE else 200)
