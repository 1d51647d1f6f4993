"""One exchange of a page: the state that came back, the fields posted, the acts pressed. Shared by all the screens."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _

from relais.foundation.limited import limited
from relais.screening.rules.told import FIELD_NAME, Told
from relais.screening.web.page_state import StateProblem, opened

#: names posted by the page that are not fields of the household.
ACTS = frozenset({
    "etat", "formulaire", "csrfmiddlewaretoken", "refus", "confirmer", "infirmer", "hesiter", "repondre", "choisir", "voir",
    "libre_acces", "actif", "lus", "enfants_affiches", "question", "reponse", "choisi", "suite", "passer", "refuser", "retour", "modifier",
    "reprendre", "qui", "et_si_salaire", "et_si_chomage",
})  # fmt: skip

#: exchanges from one network address: a whole service types behind one address, a machine that copies does not.
RATE, PER = 900, timedelta(minutes=5)
#: bytes of one exchange; the fullest page of twenty persons stays below.
LONGEST_BODY = 128 * 1024


@dataclass(frozen=True, slots=True)
class Exchange:
    """``told``: the page after the exchange. ``rewritten``: fields whose words an act changed, that the page must show again."""

    told: Told
    state_problem: StateProblem | None
    rewritten: frozenset[str] = frozenset()


def received(request: HttpRequest) -> Exchange:
    """The page as it comes back: the sealed state, then the fields that the page shows, then the acts."""
    told, problem = opened(request.POST.get("etat", ""))
    posted = {name: value for name, value in request.POST.items() if name not in ACTS and isinstance(value, str)}
    if request.POST.get("formulaire"):
        told = told.with_form(posted, request.POST.getlist("refus"))
    if request.POST.get("libre_acces"):
        told = replace(told, shared=request.POST["libre_acces"] == "oui")
    acted, rewritten = _acted(request, told)
    return Exchange(acted, problem, rewritten)


def _acted(request: HttpRequest, told: Told) -> tuple[Told, frozenset[str]]:
    """Reserves confirmed or denied, a question answered by its button, a commune chosen."""
    reserves: dict[str, Callable[[str], Told]] = {"confirmer": told.confirming, "infirmer": told.denying, "hesiter": told.doubting}
    for name, act in reserves.items():
        if request.POST.get(name):
            return act(request.POST[name]), frozenset()
    for name in ("repondre", "choisir"):
        key, equal, text = request.POST.get(name, "").partition("=")
        if equal and FIELD_NAME.fullmatch(key):
            return told.saying(key, text), frozenset({key})
    return told, frozenset()


View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """Every screen of this room: bounded in number of exchanges and in size, and kept by no cache.

    Neither the browser's cache, nor a proxy's, nor the «back» of a shared post holds the answer. A body over ``LONGEST_BODY`` is a 413.
    """

    @wraps(view)
    def kept_nowhere(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if _length(request) > LONGEST_BODY:
            response = HttpResponse(_("La page envoyée est trop longue."), status=413, content_type="text/plain; charset=utf-8")
        else:
            response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        patch_cache_control(response, no_store=True, private=True)
        return response

    return limited("screening", rate=RATE, per=PER)(kept_nowhere)


def _length(request: HttpRequest) -> int:
    length = request.headers.get("Content-Length", "0")
    return int(length) if length.isdecimal() else 0
