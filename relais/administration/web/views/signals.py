"""The signals of the journal, for the delegate alone; and what every account may know of the journal and of its rules."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.accounts.queries import myself
from relais.administration.queries import signals as queries
from relais.administration.rules.readings import WEEK
from relais.administration.services import signals as services
from relais.administration.services.retention import UnableToKeepRegisters
from relais.administration.terms import TOLD, SignalRule
from relais.administration.web.forms import SettleForm
from relais.administration.web.views.registers import for_delegate
from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope, Refused
from relais.people.file_screens import signed_in
from relais.ui.forms import in_words, told

_WROTE = "POST"
PER_PAGE = 50


@for_delegate
@require_GET
def signals(request: ActorRequest) -> HttpResponse:
    """Those that wait, then those that were looked at; that they are read is a line of the journal."""
    services.note_list_read(actor=request.actor, now=timezone.now())
    page = Paginator(queries.to_look_at(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    last = queries.last_watched(request.actor)
    context = {
        "page": page,
        "settled": queries.settled(request.actor)[:PER_PAGE],
        "watched": (last, last + WEEK) if last else None,
        **_rules(request),
    }
    return render(request, "administration/signals.html", context)


def _rules(request: ActorRequest) -> dict[str, Any]:
    """The rules in words, and the number that the house chose."""
    rules = [(rule.label, TOLD[rule]) for rule in SignalRule]
    return {"rules": rules, "files_an_hour": queries.files_an_hour(request.actor)}


@for_delegate
@require_http_methods(["GET", "HEAD", "POST"])
def signal(request: ActorRequest, signal_id: UUID) -> HttpResponse:
    """One signal, its rule in words, and what becomes of it."""
    form = SettleForm(request.POST if request.method == _WROTE else None)
    if request.method == _WROTE and form.is_valid():
        try:
            services.settle(actor=request.actor, signal_id=signal_id, **form.cleaned_data, now=timezone.now())
        except (Refused, UnableToKeepRegisters) as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est noté. Ouvrez le signal pour revenir sur cette réponse."))
            return redirect("administration:signals")
    found, words = services.opened(actor=request.actor, signal_id=signal_id, now=timezone.now())
    if not form.is_bound:
        form = SettleForm(initial={"words": words})
    mine = not queries.may_settle(request.actor, found)
    context = {"one": found, "words": words, "mine": mine, "form": form if found.is_open and not mine else None, **_rules(request)}
    return render(request, "administration/signal.html", context, status=422 if request.method == _WROTE else 200)


@for_delegate
@require_POST
def reopen(request: ActorRequest, signal_id: UUID) -> HttpResponse:
    """Take back what was said of a signal."""
    try:
        services.reopen(actor=request.actor, signal_id=signal_id, now=timezone.now())
    except Refused as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("Le signal est rouvert : il attend de nouveau votre réponse."))
    return redirect("administration:signal", signal_id=signal_id)


@signed_in
@require_GET
def noted(request: ActorRequest) -> HttpResponse:
    """What the journal notes of one's work, who reads it, which rules look at it: for every account."""
    me = myself(request.actor)
    if me is None:
        raise OutOfScope
    return render(request, "administration/noted.html", {"me": me, **_rules(request)})
