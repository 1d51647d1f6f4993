"""The secret address by which an agent reads their own hours in another calendar: neutral titles, shown once, revoked at will."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relais.casework.queries import agenda as queries
from relais.casework.rules.calendar_text import calendar
from relais.casework.services import absences as services
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.kernel.decisions import OutOfScope
from relais.people.file_screens import signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@limited("abonnement-agenda", rate=20, per=timedelta(hours=1))
def subscription(request: ActorRequest) -> HttpResponse:
    """One's own feed; a new address is shown on this very answer and never again, so that no page nor session keeps it."""
    if not queries.keeps_agenda(request.actor):
        raise OutOfScope
    address = ""
    if request.method == "POST":
        token = services.open_feed(actor=request.actor, now=timezone.now())
        address = request.build_absolute_uri(reverse("casework:calendar", kwargs={"token": token}))
    return render(request, "casework/agenda/feed.html", {"feed": queries.my_feed(request.actor), "address": address})


@signed_in
@require_POST
def close(request: ActorRequest) -> HttpResponse:
    """The address opens nothing any more."""
    services.close_feed(actor=request.actor, now=timezone.now())
    messages.success(request, _("L’adresse est fermée : plus rien ne se lit par elle."))
    return redirect("casework:calendar_feed")


@sensitive_variables("token")
@never_cache
@require_safe
@limited("flux-agenda", rate=60, per=timedelta(hours=1), methods=("GET", "HEAD"))
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """The hours of the agent to whom this secret belongs, as a calendar; 404 for any other."""
    title = _("Rendez-vous")
    events = queries.feed_events(services.digest_of(token), now=timezone.now(), title=title)
    if events is None:
        raise Http404
    return HttpResponse(calendar(events, name=_("Agenda")), content_type="text/calendar; charset=utf-8")
