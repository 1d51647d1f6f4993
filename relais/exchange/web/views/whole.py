"""Screens of an organisation taken away, by two: ask, agree or refuse, follow, download once, read the key once."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.exchange import queries
from relais.exchange.services import whole as services
from relais.foundation.access import ActorRequest
from relais.foundation.guard import writes_on_read
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused
from relais.people.file_screens import signed_in
from relais.ui.forms import ChoiceCards, Form, in_words, told

#: former ones shown.
SHOWN = 10


class WholeForm(Form):
    """Why the organisation is taken away."""

    why = forms.ChoiceField(label=gettext_lazy("Pourquoi\u202f?"), choices=queries.WHYS, widget=ChoiceCards)


def for_two(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A screen of the delegate and of the heads; 404 for the others."""

    @wraps(view)
    def screen(request: ActorRequest, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  # what the address holds
        if not queries.takes_whole(request.actor):
            raise OutOfScope
        return view(request, **kwargs)

    return signed_in(screen)


@for_two
@require_http_methods(["GET", "HEAD", "POST"])
@limited("organisation-emportee", rate=20, per=timedelta(hours=1))
@sent_once
def home(request: ActorRequest) -> HttpResponse:
    """What is under way, a new request, the former ones."""
    form = WholeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask(actor=request.actor, why=form.cleaned_data["why"], now=timezone.now())
        except services.UnableToTakeAway as problem:
            told(form, problem)
        else:
            messages.success(request, _("Votre demande attend l’accord d’une deuxième personne."))
            return redirect("exchange:whole")
    exports = list(queries.whole_exports(request.actor)[:SHOWN])
    current = next((one for one in exports if one.state in services.UNDER_WAY), None)
    last = exports[0] if exports else None
    done, total = queries.written(current) if current else (0, 1)
    context = {
        "form": form,
        "current": current,
        "former": [one for one in exports if one is not current],
        "done": done,
        "total": total,
        "asked_by_me": bool(current and current.asked_by_id == request.actor.user_id),
        "agreed_by_me": bool(current and current.decided_by_id == request.actor.user_id),
        "until": current.made_at + services.KEPT if current and current.made_at else None,
        "keyed": last if last and last.key and last.state == "emporte" and last.decided_by_id == request.actor.user_id else None,
    }
    answer = render(request, "exchange/whole.html", context, status=422 if request.method == "POST" else 200)
    if current and current.state == "ecriture":
        answer["Refresh"] = f"3;url={request.path}"  # the page follows the work without a script
    return answer


def _act(request: ActorRequest, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except (services.UnableToTakeAway, Refused) as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, done)
    return redirect("exchange:whole")


@for_two
@require_POST
def decide(request: ActorRequest, export_id: UUID) -> HttpResponse:
    """Agree, refuse, or cancel."""
    acts = {
        "accorder": (services.agree, _("L’archive s’écrit. Sa clé vous sera montrée une fois.")),
        "refuser": (services.refuse, _("La demande est refusée. Rien n’est écrit.")),
        "annuler": (services.cancel, _("La demande est annulée. L’archive est effacée.")),
    }
    if (asked := request.POST.get("acte", "")) not in acts:
        raise OutOfScope
    act, done = acts[asked]
    return _act(request, lambda: act(actor=request.actor, export_id=export_id, now=timezone.now()), done)


@for_two
@require_POST
def key(request: ActorRequest, export_id: UUID) -> HttpResponse:
    """The key of the archive, once, for who agreed."""
    try:
        shown = services.key_of(actor=request.actor, export_id=export_id, now=timezone.now())
    except services.UnableToTakeAway as problem:
        messages.error(request, in_words(problem))
        return redirect("exchange:whole")
    return render(request, "exchange/whole_key.html", {"key": shown})


@for_two
@require_POST
def link(request: ActorRequest, export_id: UUID) -> HttpResponse:
    """A link that serves once, followed at once."""
    try:
        token = services.make_link(actor=request.actor, export_id=export_id, now=timezone.now())
    except services.UnableToTakeAway as problem:
        messages.error(request, in_words(problem))
        return redirect("exchange:whole")
    return redirect("exchange:whole_take", token=token)


@writes_on_read("Le lien ne sert qu’une fois : le prendre l’use, et la remise s’écrit au journal avant l’archive.")
@signed_in
@require_GET
def take(request: ActorRequest, token: str) -> HttpResponse:
    """The archive, once, for who asked; its link is a request of its own, so that a browser asks for it as a file."""
    file = services.take(actor=request.actor, token=token, now=timezone.now())
    answer = FileResponse(file, as_attachment=True, filename="organisation.relais", content_type="application/octet-stream")
    return cast("HttpResponse", answer)  # streamed from the disk: Django's other kind of answer
