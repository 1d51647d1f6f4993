"""Screens of possible doubles: the pairs one may know of, set apart or proposed again; nothing of a file out of scope."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope
from relais.people import queries, services
from relais.people.file_screens import signed_in

PER_PAGE = 20


@signed_in
@require_GET
def doubles(request: ActorRequest) -> HttpResponse:
    """The pairs of files that may be one person's, and those that somebody set apart; whoever lists no file has no such page."""
    if not queries.shelves(request.actor):
        raise OutOfScope
    now, apart = timezone.now(), request.GET.get("rayon") == "ecartes"
    page = Paginator(queries.doubles(request.actor, now=now, apart=apart), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "apart": apart,
        "doubles": queries.told(request.actor, list(page.object_list), now=now),
        "elsewhere": [] if apart else queries.doubled_elsewhere(request.actor, now=now),
    }
    return render(request, "people/doubles.html", context)


@signed_in
@require_POST
def set_apart(request: ActorRequest, pair_id: int) -> HttpResponse:
    """They are not the same person."""
    services.set_apart(actor=request.actor, pair_id=pair_id, now=timezone.now())
    messages.success(request, _("C’est noté : ces deux personnes ne seront plus proposées ensemble."))
    return redirect("people:doubles")


@signed_in
@require_POST
def propose_again(request: ActorRequest, pair_id: int) -> HttpResponse:
    """It was said too quickly."""
    services.propose_again(actor=request.actor, pair_id=pair_id, now=timezone.now())
    messages.success(request, _("Ces deux personnes sont de nouveau proposées ensemble."))
    return redirect("people:doubles")
