"""Pages that only explain."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from relais.screening.rules.examples import EXAMPLES
from relais.shell.frame import Entry, address, entries, parts_of_the_site


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The public home: what Relais is in one minute, and one thing to do."""
    filled = [{"title": one.title, "url": reverse("screening:example", args=[slug])} for slug, one in EXAMPLES.items()]
    return render(request, "shell/home.html", {"start": address("screening:start"), "how": address("how"), "examples": filled})


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Every page of this instance that anybody may open, by what one comes to do."""
    examples = tuple(Entry(one.title, reverse("screening:example", args=[slug])) for slug, one in EXAMPLES.items())
    return render(request, "shell/site_map.html", {"parts": parts_of_the_site(), "examples": examples})


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """How an answer is made, and what it is not."""
    links: tuple[Entry, ...] = entries("algorithms", "capabilities", "accessibility", "source")
    return render(request, "shell/how.html", {"links": links})
