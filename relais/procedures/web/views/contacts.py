"""Screens of the contact book of the house: its lines by body, one with its versions, the gestures that keep it true."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.law.blockers.catalogue import bodies
from relais.people.file_screens import signed_in
from relais.procedures import policies
from relais.procedures.queries import contacts as queries
from relais.procedures.services import contacts as services
from relais.procedures.services.procedures import UnableToKeepProcedure
from relais.procedures.web.contact_forms import LineForm
from relais.ui.forms import in_words, told

if TYPE_CHECKING:
    from collections.abc import Sequence

Screen = Callable[..., HttpResponse]


def for_workers(view: Screen) -> Screen:
    """A screen for whoever works for persons in the house; 404 for the others."""

    @wraps(view)
    def screen(request: ActorRequest, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  # what the address holds
        if not policies.can_keep_contacts(request.actor):
            raise Http404
        return view(request, **kwargs)

    return signed_in(screen)


def _by_body(found: "Sequence[queries.Reached]") -> list[tuple[str, list[queries.Reached]]]:
    groups: dict[str, list[queries.Reached]] = {}
    for one in found:
        groups.setdefault(one.line.body, []).append(one)
    known = bodies()
    return [(known[code].name if code in known else code, rows) for code, rows in groups.items()]


@for_workers
@require_http_methods(["GET", "HEAD"])
def listed(request: ActorRequest) -> HttpResponse:
    """The lines by body; ``?organisme=`` keeps those of one."""
    body = request.GET.get("organisme", "")
    found = queries.lines(request.actor, body=body if body in bodies() else "", on=timezone.localdate())
    return render(request, "procedures/contacts/list.html", {"groups": _by_body(found), "bodies": list(bodies().values()), "body": body})


@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def add(request: ActorRequest) -> HttpResponse:
    """One more line; ``?organisme=`` chooses its body."""
    form = LineForm(request.POST or None, initial={"body": request.GET.get("organisme", "")})
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.add_line(actor=request.actor, told=form.told(), now=timezone.now())
        except UnableToKeepProcedure as problem:
            told(form, problem)
        else:
            messages.success(request, _("La ligne est dans le carnet."))
            return redirect("procedures:contact", line_id=kept.pk)
    return render(request, "procedures/contacts/add.html", {"form": form}, status=422 if request.method == "POST" else 200)


@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def show(request: ActorRequest, line_id: UUID) -> HttpResponse:
    """One line: how it answers, what it was, and its correction."""
    found = queries.line(request.actor, line_id, on=timezone.localdate())
    if found is None:
        raise Http404
    versions = list(queries.versions(request.actor, found.line))
    now_said = {name: getattr(found.line, name) for name in services.ToldLine.__slots__}
    form = LineForm(request.POST or None, initial={**now_said, "seen": len(versions)})
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            services.correct_line(actor=request.actor, line_id=line_id, told=form.told(), seen=seen, now=timezone.now())
        except UnableToKeepProcedure as problem:
            told(form, problem)
        else:
            messages.success(request, _("La ligne est corrigée. Ce qu’elle disait reste visible."))
            return redirect("procedures:contact", line_id=line_id)
        form.left_behind(str(len(versions)))
    known = bodies().get(found.line.body)
    context = {"form": form, "found": found, "line": found.line, "versions": versions, "body": known.name if known else found.line.body}
    return render(request, "procedures/contacts/line.html", context, status=422 if request.method == "POST" else 200)


def _done(request: ActorRequest, line_id: UUID, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except UnableToKeepProcedure as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, words)
    return redirect("procedures:contact", line_id=line_id)


@for_workers
@require_POST
def remove(request: ActorRequest, line_id: UUID) -> HttpResponse:
    """A line is no longer offered."""
    words = _("La ligne n’est plus proposée. Elle peut être remise.")
    return _done(request, line_id, lambda: services.remove_line(actor=request.actor, line_id=line_id, now=timezone.now()), words)


@for_workers
@require_POST
def put_back(request: ActorRequest, line_id: UUID) -> HttpResponse:
    """A line removed is offered again."""
    words = _("La ligne est de nouveau proposée.")
    return _done(request, line_id, lambda: services.put_line_back(actor=request.actor, line_id=line_id, now=timezone.now()), words)


@for_workers
@require_POST
@sent_once
def tried(request: ActorRequest, line_id: UUID) -> HttpResponse:
    """The line answered today, or not."""
    worked = request.POST.get("resultat") == "oui"

    def act() -> None:
        services.note_try(actor=request.actor, line_id=line_id, worked=worked, wait=request.POST.get("attente", ""), now=timezone.now())

    return _done(request, line_id, act, _("C’est noté, sans votre nom."))


@for_workers
@require_POST
@sent_once
def untried(request: ActorRequest, line_id: UUID) -> HttpResponse:
    """A try of today was noted by mistake."""
    worked, wait, now = request.POST.get("resultat") == "oui", request.POST.get("attente", ""), timezone.now()
    words = _("C’est retiré : cet essai ne compte plus.")
    return _done(
        request, line_id, lambda: services.take_back_try(actor=request.actor, line_id=line_id, worked=worked, wait=wait, now=now), words
    )
