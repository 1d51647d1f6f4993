"""Screen of the duty desk: the week of a service, written by its head, read by everyone who works there."""

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import queries, services
from relais.people.file_screens import signed_in
from relais.people.services import UnableToKeepFiles
from relais.people.web.flow_forms import DutyForm
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.accounts.models import Service

WEEK = timedelta(days=7)
SUNDAY = 6


def _monday(text: str | None) -> date:
    """The Monday of the week asked; when nothing readable was, of the week of work under way: on a Sunday, the one that comes."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        day = date.min
    if not 2000 < day.year < 2100:
        day = timezone.localdate() + timedelta(days=1 if timezone.localdate().weekday() == SUNDAY else 0)
    return day - timedelta(days=day.weekday())


def _service(request: ActorRequest, asked: str | None) -> "Service":
    """The service asked among those whose roster one reads, or the first of them."""
    found = list(queries.roster_services(request.actor))
    chosen = next((one for one in found if str(one.pk) == asked), None) if asked else next(iter(found), None)
    if chosen is None:
        raise OutOfScope
    return chosen


def _address(service_id: int, monday: date) -> str:
    return f"{reverse('people:roster')}?service={service_id}&semaine={monday.isoformat()}"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def shown(request: ActorRequest) -> HttpResponse:
    """Who receives on which day of a week; the head of the service adds a line."""
    service, monday = _service(request, request.GET.get("service")), _monday(request.GET.get("semaine"))
    days = queries.week(request.actor, service, monday=monday)
    keeps = queries.keeps_roster(request.actor, service)
    form = None
    if keeps:
        members = [(str(one.pk), one.display_name) for one in queries.may_be_on_duty(request.actor, service)]
        named = [(day.on.isoformat(), date_format(day.on, "l j F")) for day in days]
        form = DutyForm(request.POST or None, members=members, days=named)
    elif request.method == "POST":
        raise OutOfScope
    if form is not None and request.method == "POST" and form.is_valid():
        member_id, on = UUID(form.cleaned_data["member"]), date.fromisoformat(form.cleaned_data["on"])
        try:
            services.put_on_duty(actor=request.actor, service_id=service.pk, member_id=member_id, on=on, now=timezone.now())
        except (UnableToKeepFiles, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est noté au planning."))
            return HttpResponseRedirect(_address(service.pk, monday))
    context = {
        "service": service,
        "others": [one for one in queries.roster_services(request.actor) if one.pk != service.pk],
        "days": days,
        "today": timezone.localdate(),
        "monday": monday,
        "before": (monday - WEEK).isoformat(),
        "after": (monday + WEEK).isoformat(),
        "keeps": keeps,
        "form": form,
    }
    return render(request, "people/roster.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_POST
def copy(request: ActorRequest, service_id: int) -> HttpResponse:
    """Write the week before again."""
    service, monday = _service(request, str(service_id)), _monday(request.POST.get("semaine"))
    try:
        added = services.copy_last_week(actor=request.actor, service_id=service.pk, monday=monday, now=timezone.now())
    except Refused as problem:
        raise OutOfScope from problem
    messages.success(request, ngettext("%(number)s ligne copiée.", "%(number)s lignes copiées.", added) % {"number": added})
    return HttpResponseRedirect(_address(service.pk, monday))


@signed_in
@require_POST
def remove(request: ActorRequest, service_id: int, day_id: int) -> HttpResponse:
    """Remove somebody from a day."""
    try:
        services.take_off_duty(actor=request.actor, service_id=service_id, day_id=day_id, now=timezone.now())
    except Refused as problem:
        raise OutOfScope from problem
    messages.success(request, _("C’est retiré du planning."))
    return redirect(_address(service_id, _monday(request.POST.get("semaine"))))
