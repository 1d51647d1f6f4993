"""``/outils/``: the home of the toolbox."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relais.procedures.toolbox import tools


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The tools that exist here, and nothing else."""
    return render(request, "procedures/home.html", {"tools": tools()})
