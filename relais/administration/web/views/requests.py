"""What a person asks of her file: the list, a new request, the copy prepared, read again, handed over, the answer."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.administration import papers
from relais.administration.queries import registers as queries
from relais.administration.services import requests as services
from relais.administration.services.requests import UnableToAnswer
from relais.administration.terms import Answer, Asked
from relais.administration.web.forms import AnswerForm, AskedForm, ReadAgainForm, ReaderForm
from relais.foundation import pdf
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused
from relais.people.file_screens import of_file, signed_in, while_limited
from relais.people.rules import Level
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.people.models import File

_WROTE = "POST"
#: name of the boxes of what is hidden.
_HIDE = "masquer"


@of_file(Level.ADMINISTRATIVE)
@while_limited
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def requests(request: ActorRequest, found: "File") -> HttpResponse:
    """What the person asked, and a new request."""
    form = AskedForm(request.POST if request.method == _WROTE else None, initial={"received_on": timezone.localdate()})
    if request.method == _WROTE and form.is_valid():
        data = form.cleaned_data
        said = {"kind": Asked(data["kind"]), "received_on": data["received_on"], "words": data["words"]}
        try:
            services.record(actor=request.actor, file_id=found.pk, now=timezone.now(), **said)
        except UnableToAnswer as problem:
            told(form, problem)
        else:
            messages.success(request, _("La demande est enregistrée. Répondez dans le mois."))
            return redirect("administration:requests_of_file", file_id=found.pk)
    rows, today = list(queries.of_file(request.actor, found)), timezone.localdate()
    contests = queries.contests_of(request.actor, rows, today=today)
    context = {"form": form, "file": found, "person": found.person, "rows": rows, "contests": contests, "today": today}
    return render(request, "administration/requests_of_file.html", context, status=422 if request.method == _WROTE else 200)


@of_file(Level.ADMINISTRATIVE)
@while_limited
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: ActorRequest, found: "File", request_id: UUID) -> HttpResponse:
    """The référent reads all that the copy may hold, proposes what to hide, names who reads again."""
    now = timezone.now()
    asked, items, hidden = services.to_prepare(actor=request.actor, file_id=found.pk, request_id=request_id, now=now)
    members = [(str(member.pk), member.display_name) for member in queries.second_readers(request.actor, found)]
    form = ReaderForm(request.POST if request.method == _WROTE else None, members=members)
    if request.method == _WROTE:
        hidden = frozenset(request.POST.getlist(_HIDE)) & {one.key for one in items}
        if form.is_valid():
            reader_id = UUID(form.cleaned_data["reader"])
            try:
                services.prepare(actor=request.actor, file_id=found.pk, request_id=request_id, hidden=hidden, reader_id=reader_id, now=now)
            except (UnableToAnswer, Refused) as problem:
                told(form, problem)
            else:
                messages.success(request, _("La copie attend sa seconde lecture."))
                return redirect("administration:requests_of_file", file_id=found.pk)
    context = {"form": form, "file": found, "person": found.person, "asked": asked, "items": items, "hidden": hidden}
    return render(request, "administration/copy.html", context, status=422 if request.method == _WROTE else 200)


@of_file(Level.ADMINISTRATIVE)
@while_limited
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, found: "File", request_id: UUID) -> HttpResponse:
    """Answer a request, with its reason."""
    asked = queries.of_file(request.actor, found).filter(pk=request_id).first()
    if asked is None:
        raise OutOfScope
    form = AnswerForm(request.POST if request.method == _WROTE else None)
    if request.method == _WROTE and form.is_valid():
        said, reason = Answer(form.cleaned_data["answer"]), form.cleaned_data["reason"]
        try:
            services.answer(actor=request.actor, file_id=found.pk, request_id=request_id, said=said, reason=reason, now=timezone.now())
        except UnableToAnswer as problem:
            told(form, problem)
        else:
            messages.success(request, _("La réponse est enregistrée. Donnez-la à la personne, avec ses recours."))
            return redirect("administration:requests_of_file", file_id=found.pk)
    context = {"form": form, "file": found, "person": found.person, "asked": asked}
    return render(request, "administration/answer.html", context, status=422 if request.method == _WROTE else 200)


@of_file(Level.ADMINISTRATIVE)
@while_limited
@require_POST
def lift(request: ActorRequest, found: "File", request_id: UUID) -> HttpResponse:
    """The limitation or the opposition ends."""
    services.lift(actor=request.actor, file_id=found.pk, request_id=request_id, now=timezone.now())
    messages.success(request, _("C’est levé."))
    return redirect("administration:requests_of_file", file_id=found.pk)


@of_file(Level.ADMINISTRATIVE)
@while_limited
@require_POST
@limited("copies", rate=30, per=timedelta(hours=1))
def hand_over(request: ActorRequest, found: "File", request_id: UUID) -> HttpResponse:
    """The released copy, as PDF or JSON, to be handed to the person."""
    made = services.copy(actor=request.actor, file_id=found.pk, request_id=request_id, now=timezone.now())
    if request.POST.get("format") == "json":
        response = HttpResponse(made.as_json(), content_type="application/json")
        name = "copie-du-dossier.json"
    else:
        with translation.override("fr"):
            html = render_to_string("administration/copy_document.html", {"made": made})
        try:
            response = HttpResponse(pdf.render(html, stylesheets=papers.STYLES), content_type="application/pdf")
        except pdf.UnableToRender as problem:
            messages.error(request, str(problem))
            return redirect("administration:requests_of_file", file_id=found.pk)
        name = "copie-du-dossier.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


@signed_in
@require_GET
def readings(request: ActorRequest) -> HttpResponse:
    """The copies that this member has to read again."""
    waiting = queries.waiting_for(request.actor)
    return render(request, "administration/readings.html", {"waiting": waiting[:50], "today": timezone.localdate()})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: ActorRequest, request_id: UUID) -> HttpResponse:
    """Read a copy again: decide what is hidden because it concerns somebody else, and release it."""
    now = timezone.now()
    asked, items, hidden = services.to_read_again(actor=request.actor, request_id=request_id, now=now)
    shown = {"masked": "\n".join(services.masked_words(asked)), "seen": services.print_of(items)}
    form = ReadAgainForm(request.POST if request.method == _WROTE else None, initial=shown)
    if request.method == _WROTE:
        hidden = frozenset(request.POST.getlist(_HIDE)) & {one.key for one in items}
        if form.is_valid():
            try:
                services.release(actor=request.actor, request_id=request_id, hidden=hidden, **form.cleaned_data, now=now)
            except UnableToAnswer as problem:
                form = ReadAgainForm({**request.POST.dict(), "seen": shown["seen"]})
                told(form, problem)
            else:
                messages.success(request, _("La copie est relue : la référente ou le référent peut la remettre."))
                return redirect("administration:readings")
    context = {"form": form, "file": None, "person": None, "asked": asked, "items": items, "hidden": hidden}
    return render(request, "administration/copy.html", context, status=422 if request.method == _WROTE else 200)
