"""``/droits/``: all the questions on one page, the answers beside them as they are typed; and how a page lasts or ends."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.screening.rules.examples import EXAMPLES
from relais.screening.rules.layout import CHILDREN
from relais.screening.rules.told import Told
from relais.screening.web.exchange import Exchange, guarded, received
from relais.screening.web.page import Page, expert_sections, outcome_of, page_of
from relais.screening.web.page_state import opened, sealed
from relais.ui.fragments import page_or_part

NAME = "screening:start"
TEMPLATE = "screening/droits.html"


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """A blank page; or, posted, the same page with what was understood and the answers.

    htmx asks for the answers alone: they come with what was understood of each field, whose boxes are left alone.
    A whole page with a field that cannot be read is a 422; while someone types, an unfinished word is no error.
    """
    live = bool(request.headers.get("HX-Request"))
    exchange = received(request) if request.method == "POST" else Exchange(Told(), None)
    page = _page(exchange, request) if live else _page(exchange, None)
    status = 422 if page.problems and request.POST.get("voir") else 200
    return page_or_part(request, TEMPLATE, {"page": page, "live": live}, part="resultats", status=status)


@guarded
@require_GET
def shared(request: HttpRequest) -> HttpResponse:
    """The blank page of a post in free access: an address to keep as the home page of that machine."""
    page = _page(Exchange(Told(shared=True), None), None)
    return page_or_part(request, TEMPLATE, {"page": page, "live": False}, part="resultats")


@guarded
@require_GET
def example(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the three fictional households, filled and answered."""
    if slug not in EXAMPLES:
        raise Http404
    page = _page(Exchange(EXAMPLES[slug].told, None), None)
    return page_or_part(request, TEMPLATE, {"page": page, "live": False}, part="resultats")


@guarded
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """«Terminer et effacer»: leave for a blank page; what was told was nowhere else than in the page left.

    A browser keeps the body of a form in its history, to send it again after «back». On a shared post the token of its forms changes,
    so that none of the pages left can be sent again.
    """
    told = received(request).told
    if told.shared:
        rotate_token(request)
    return HttpResponseRedirect(reverse("screening:shared" if told.shared else NAME))


@guarded
@require_POST
def extend(request: HttpRequest) -> HttpResponse:
    """Thirty minutes more for the page on screen, which stays as it is: the same state sealed again, as plain text; 422 once it is over."""
    told, problem = opened(request.POST.get("etat", ""))
    if problem is not None:
        return HttpResponse(str(problem.title), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(sealed(told), content_type="text/plain; charset=utf-8")


def _page(exchange: Exchange, live: HttpRequest | None) -> Page:
    """The expert page. ``live``: the htmx request whose page is already on screen."""
    outcome = outcome_of(exchange.told)
    typing = live.POST.get("actif", "") if live else ""
    count = len(outcome.reading.births.get(CHILDREN, ()))
    changed = live is not None and live.POST.get("enfants_affiches", "0") != str(count)
    sections = expert_sections(outcome, typing=typing, rewritten=exchange.rewritten)
    page = page_of(outcome, name=NAME, state_problem=exchange.state_problem, sections=sections, children_changed=changed)
    return replace(page, problems=(), read_before=frozenset(live.POST.get("lus", "").split())) if live else page
