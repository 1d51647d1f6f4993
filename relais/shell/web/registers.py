"""Statements and registers: accessibility, algorithms, capabilities, standards, source."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relais import __version__
from relais.shell.accessibility import grid
from relais.shell.registers import algorithms, capabilities, in_force
from relais.shell.standards import by_family, consequences, counts


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement of accessibility and the whole RGAA grid."""
    return render(request, "shell/accessibility.html", {"grid": grid()})


@require_safe
def algorithm_register(request: HttpRequest) -> HttpResponse:
    """What computes here, from what, with which known errors."""
    return render(request, "shell/algorithms.html", {"algorithms": algorithms(), "force": in_force()})


@require_safe
def capability_sheet(request: HttpRequest) -> HttpResponse:
    """What Relais does and does not, each with its test."""
    listed = capabilities()
    done, not_done = [one for one in listed if one.done], [one for one in listed if not one.done]
    return render(request, "shell/capabilities.html", {"done": done, "not_done": not_done})


@require_safe
def standard_register(request: HttpRequest) -> HttpResponse:
    """Each national standard with its version, its proof and what is not covered; then what each tool changes for people."""
    return render(request, "shell/standards.html", {"families": by_family(), "counts": counts(), "consequences": consequences()})


@require_safe
def source(request: HttpRequest) -> HttpResponse:
    """Where the source of what runs here may be had (AGPL, section 13)."""
    return render(request, "shell/source.html", {"address": settings.SOURCE_URL, "version": __version__})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view takes its request
    """Robots may read the public pages; nothing of a simulation nor of an account."""
    closed = ("/droits/", "/compte/", "/connexion/", "/api/", "/signaler/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
