"""The registers: papers, policy, requests and eliminations, for the delegate; identifiers and dates, never a name."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from relais.accounts.queries import organisation_of
from relais.administration import papers
from relais.administration.queries import registers as queries
from relais.administration.queries import signals
from relais.administration.services import policy as policies
from relais.administration.services import retention
from relais.administration.services.retention import UnableToKeepRegisters
from relais.administration.web.forms import DateForm, PolicyForm, VisaForm
from relais.foundation import pdf
from relais.foundation.access import ActorRequest
from relais.foundation.marks import mark_of
from relais.kernel.decisions import OutOfScope
from relais.people.file_screens import signed_in
from relais.ui.forms import told
from relais.ui.paper import is_large

_WROTE = "POST"


def for_delegate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A screen of the delegate; 404 for the others."""

    @wraps(view)
    def screen(request: ActorRequest, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  # what the address holds
        if not queries.is_delegate(request.actor):
            raise OutOfScope
        return view(request, **kwargs)

    return signed_in(screen)


@for_delegate
@require_GET
def home(request: ActorRequest) -> HttpResponse:
    """What waits, and the ways to each register."""
    house = organisation_of(request.actor)
    waiting = queries.requests(request.actor).filter(answer="")
    context = {
        "house": house,
        "policy": queries.policy_of(house) if house else None,
        "papers": [(name, papers.made(name, organisation=house, policy=queries.policy_of(house)).title) for name in papers.NAMES]
        if house
        else [],
        "waiting": waiting.count(),
        "late": waiting.filter(due_on__lt=timezone.localdate()).count(),
        "announced": queries.eliminations(request.actor).filter(erased_at=None).count(),
        "signals": signals.to_look_at(request.actor).count(),
    }
    return render(request, "administration/home.html", context)


@for_delegate
@require_GET
def paper(request: ActorRequest, name: str) -> HttpResponse:
    """One paper, to read and print; ``?pdf``: as a file."""
    house = organisation_of(request.actor)
    if name not in papers.NAMES or house is None:
        raise OutOfScope
    made = papers.made(name, organisation=house, policy=queries.policy_of(house))
    to_person = name == "notice"
    large = to_person and is_large(request)
    unable = ""
    if "pdf" in request.GET:
        try:
            answer = HttpResponse(papers.as_pdf(made, large=large), content_type="application/pdf")
        except pdf.UnableToRender as problem:
            unable = str(problem)
        else:
            answer["Content-Disposition"] = f'attachment; filename="{papers.FILES[name]}.pdf"'
            return answer
    return render(request, "administration/paper.html", {"paper": made, "unable": unable, "large": large, "to_person": to_person})


@for_delegate
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: ActorRequest) -> HttpResponse:
    """What the organisation says of its data."""
    house = organisation_of(request.actor)
    if house is None:
        raise OutOfScope
    kept = queries.policy_of(house)
    stands = mark_of(kept, policies.FIELDS)
    initial = {name: getattr(kept, name) for name in policies.FIELDS}
    form = PolicyForm(request.POST if request.method == _WROTE else None, initial={**initial, "seen": stands})
    if request.method == _WROTE and form.is_valid():
        try:
            policies.change(actor=request.actor, told=form.cleaned_data, seen=form.cleaned_data["seen"], now=timezone.now())
        except UnableToKeepRegisters as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est enregistré. Les documents sont à jour."))
            return redirect("administration:home")
    context = {
        "form": form,
        "title": _("Ce que la structure dit de ses données"),
        "act": _("Enregistrer"),
        "recorded": form.recorded(stands),
    }
    return render(request, "administration/form.html", context, status=422 if request.method == _WROTE else 200)


@for_delegate
@require_http_methods(["GET", "HEAD", "POST"])
def dated(request: ActorRequest) -> HttpResponse:
    """The day when the papers were read: pages no longer say «démonstration»."""
    form = DateForm(request.POST if request.method == _WROTE else None)
    if request.method == _WROTE and form.is_valid():
        try:
            policies.date_papers(actor=request.actor, on=form.cleaned_data["on"], now=timezone.now())
        except UnableToKeepRegisters as problem:
            told(form, problem)
        else:
            messages.success(request, _("La date est enregistrée : le bandeau « démonstration » disparaît."))
            return redirect("administration:home")
    context = {"form": form, "title": _("Dater la relecture des documents"), "act": _("Enregistrer la date")}
    return render(request, "administration/form.html", context, status=422 if request.method == _WROTE else 200)


@for_delegate
@require_GET
def requests(request: ActorRequest) -> HttpResponse:
    """What people ask, by identifier, with the day before which it is answered."""
    rows = queries.requests(request.actor)[:200]
    return render(request, "administration/requests.html", {"rows": rows, "today": timezone.localdate()})


@for_delegate
@require_http_methods(["GET", "HEAD", "POST"])
def eliminations(request: ActorRequest) -> HttpResponse:
    """What is over today (dry run), what is announced and what was eliminated; the visa of the archives."""
    house = organisation_of(request.actor)
    if house is None:
        raise OutOfScope
    form = VisaForm(request.POST if request.method == _WROTE else None)
    if request.method == _WROTE and form.is_valid():
        data = form.cleaned_data
        try:
            done = retention.record_visa(actor=request.actor, visa=data["visa"], on=data["visa_on"], now=timezone.now())
        except UnableToKeepRegisters as problem:
            told(form, problem)
        else:
            messages.success(request, _("Le visa est enregistré pour %(number)s dossiers.") % {"number": done})
            return redirect("administration:eliminations")
    found = queries.eliminations(request.actor)
    announced = found.filter(erased_at=None)
    kept = queries.policy_of(house)
    context = {
        "form": form if kept.public_archives and announced.filter(visa="").exists() else None,
        "policy": kept,
        "over": retention.over(house, now=timezone.now())[:200],
        "announced": announced[:200],
        "erased": found.exclude(erased_at=None)[:200],
        "counts": queries.counts(request.actor)[:200],
    }
    return render(request, "administration/eliminations.html", context, status=422 if request.method == _WROTE else 200)
