"""Booking from the counter: the free hours of those who receive, and nothing of what takes the others."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relais.casework.queries import agenda
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.people.file_screens import signed_in
from relais.reception import queries, services
from relais.reception.rules import IN_QUEUE
from relais.reception.web.forms import HourChoice
from relais.ui.forms import in_words

#: days ahead in which free hours are shown, and how many of each member.
DAYS, SHOWN = 21, 6
LENGTH = timedelta(minutes=30)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def book(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """Choose an hour: one appointment for all the reasons of the visit."""
    now = timezone.now()
    found = queries.visit(request.actor, visit_id, now=now)
    if found is None or found.visit.state not in IN_QUEUE:
        raise OutOfScope
    form = HourChoice(request.POST or None)
    problem_told = ""
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        if chosen is None:
            problem_told = _("Choisissez une heure.")
        else:
            try:
                services.book(actor=request.actor, visit_id=visit_id, member_id=chosen[0], starts_at=chosen[1], minutes=30, now=now)
            except (Unable, Refused) as problem:
                problem_told = in_words(problem)
            else:
                messages.success(request, _("Le rendez-vous est donné. Imprimez le papier."))
                return redirect("reception:visit", visit_id=visit_id)
    members = queries.who_receives(request.actor, service_id=found.visit.service_id, now=now)
    today = timezone.localdate(now)
    free = agenda.free(request.actor, members=[one.pk for one in members], first=today, days=DAYS, length=LENGTH, now=now)
    offers = [(one, free.get(one.pk, [])[:SHOWN]) for one in members]
    context = {"waiting": found, "visit": found.visit, "offers": offers, "problem": problem_told}
    return render(request, "reception/book.html", context, status=422 if request.method == "POST" else 200)
