"""Screens of the mandates of a file: the list, one with its acts and its attestation, the sheet to sign, what the person withdraws."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relais.foundation import pdf
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.foundation.uploads import takes_file, too_large
from relais.kernel.decisions import OutOfScope
from relais.mandates import queries
from relais.mandates.rules.attestation import FORMAT
from relais.mandates.rules.paper import Sheet
from relais.mandates.services import attesting
from relais.mandates.services import mandates as services
from relais.mandates.services.mandates import UnableToKeepMandate
from relais.mandates.terms import FIELDS
from relais.mandates.web.forms import MandateForm, PointerForm, RevokeForm, SignedForm, again
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.ui.forms import in_words, told
from relais.ui.guarded import offered
from relais.ui.paper import STYLE, is_large

if TYPE_CHECKING:
    from relais.people.models import File

STYLES = ("mandates/paper.css", STYLE)
#: bytes of a signed copy: as for any document.
LARGEST = 10 << 20


def _one(request: ActorRequest, found: "File", mandate_id: UUID) -> queries.Shown:
    shown = queries.one(request.actor, found, mandate_id, on=timezone.localdate(), now=timezone.now())
    if shown is None:
        raise OutOfScope
    return shown


@of_file(Level.ADMINISTRATIVE)
@require_safe
def listed(request: ActorRequest, found: "File") -> HttpResponse:
    """The mandates of the person: to sign, in force, ended."""
    every = queries.in_file(request.actor, found, on=timezone.localdate(), now=timezone.now())
    return render(request, "mandates/list.html", {"file": found, "person": found.person, "mandates": every, "offers": offered()})


def _same_again(request: ActorRequest, found: "File") -> dict[str, object]:
    """The acts of a mandate of this file that the person still wants, when the page is opened to renew it."""
    try:
        asked = UUID(request.GET.get("reprendre", ""))
    except ValueError:
        return {}
    shown = _one(request, found, asked)
    left = [(act.domain, act.words) for act in shown.acts if act.revoked_on is None]
    return again(left[: services.MOST_ACTS], shown.mandate.days)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def prepare(request: ActorRequest, found: "File") -> HttpResponse:
    """Write with the person what may be done for her, then print the sheet. ``?reprendre=``: the acts of another mandate."""
    form = MandateForm(request.POST or None, initial=_same_again(request, found))
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.prepare_mandate(
                actor=request.actor, file_id=found.pk, acts=form.told(), days=form.cleaned_data["days"], now=timezone.now()
            )
        except UnableToKeepMandate as problem:
            told(form, problem)
        else:
            messages.success(request, _("La feuille est prête : imprimez-la, lisez-la avec la personne, signez tous les deux."))
            return redirect("mandates:mandate", file_id=found.pk, mandate_id=kept.pk)
    context = {"form": form, "file": found, "person": found.person, "offers": offered()}
    return render(request, "mandates/prepare.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def point(request: ActorRequest, found: "File") -> HttpResponse:
    """Note a mandate held in Aidants Connect."""
    form = PointerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.point_to_mandate(actor=request.actor, file_id=found.pk, told=form.told(), now=timezone.now())
        except UnableToKeepMandate as problem:
            told(form, problem)
        else:
            messages.success(request, _("Le mandat Aidants Connect est noté. Sa fin sera rappelée."))
            return redirect("mandates:mandate", file_id=found.pk, mandate_id=kept.pk)
    context = {"form": form, "file": found, "person": found.person}
    return render(request, "mandates/point.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.ADMINISTRATIVE)
@require_safe
def show(request: ActorRequest, found: "File", mandate_id: UUID) -> HttpResponse:
    """What may be done, until when, what the person withdrew, and the attestation."""
    shown = _one(request, found, mandate_id)
    checked = attesting.check(shown.mandate, scan=False) if shown.mandate.signed_on else None
    context = {
        "file": found,
        "person": found.person,
        "shown": shown,
        "mandate": shown.mandate,
        "checked": checked,
        "moved": [FIELDS[name] for name in checked.moved] if checked is not None else [],
    }
    return render(request, "mandates/mandate.html", context)


def _sheet(shown: queries.Shown) -> Sheet:
    with translation.override("fr"):
        found = queries.paper(shown.mandate, shown.acts)
    if found is None:
        raise OutOfScope
    return found


@of_file(Level.ADMINISTRATIVE)
@require_safe
def paper(request: ActorRequest, found: "File", mandate_id: UUID) -> HttpResponse:
    """The sheet to sign, to read on screen with the person or to print from the browser."""
    shown = _one(request, found, mandate_id)
    context = {"file": found, "person": found.person, "mandate": shown.mandate, "sheet": _sheet(shown), "unable": ""}
    return render(request, "mandates/paper.html", {**context, "large": is_large(request)})


@limited("mandat-pdf", rate=30, per=timedelta(minutes=10), methods=("GET",))
@of_file(Level.ADMINISTRATIVE)
@require_safe
def paper_pdf(request: ActorRequest, found: "File", mandate_id: UUID) -> HttpResponse:
    """The same as PDF/UA-1, told in «qui a ouvert»; the page again, with the reason, where this machine makes none."""
    shown = _one(request, found, mandate_id)
    sheet = _sheet(shown)
    services.note_paper(actor=request.actor, mandate=shown.mandate, now=timezone.now())
    with translation.override("fr"):
        html = render_to_string("mandates/paper_document.html", {"sheet": sheet, "large": is_large(request)})
    try:
        document = pdf.render(html, stylesheets=STYLES)
    except pdf.UnableToRender as problem:
        context = {"file": found, "person": found.person, "mandate": shown.mandate, "sheet": sheet, "unable": str(problem)}
        return render(request, "mandates/paper.html", {**context, "large": is_large(request)})
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="mandat.pdf"'
    return response


@takes_file(largest=LARGEST)
@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def sign(request: ActorRequest, found: "File", mandate_id: UUID) -> HttpResponse:
    """The sheet came back signed: its day and its copy; from then on the mandate holds."""
    shown = _one(request, found, mandate_id)
    form = SignedForm(request.POST, request.FILES, too_large=too_large(request)) if request.method == "POST" else SignedForm()
    if request.method == "POST" and form.is_valid():
        try:
            services.sign_mandate(actor=request.actor, mandate_id=mandate_id, signed=form.told(), now=timezone.now())
        except UnableToKeepMandate as problem:
            told(form, problem)
        else:
            messages.success(request, _("Le mandat est en cours. La copie signée est chiffrée, parmi les documents."))
            return redirect("mandates:mandate", file_id=found.pk, mandate_id=mandate_id)
    context = {"form": form, "file": found, "person": found.person, "mandate": shown.mandate}
    return render(request, "mandates/sign.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def revoke(request: ActorRequest, found: "File", mandate_id: UUID) -> HttpResponse:
    """The person withdraws an act, or all of them: at once, by her word."""
    shown = _one(request, found, mandate_id)
    left = [(str(act.pk), queries.said(act)) for act in shown.acts if act.revoked_on is None]
    form = RevokeForm(request.POST or None, acts=left)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            done = services.revoke_acts(
                actor=request.actor, mandate_id=mandate_id, act_ids=form.chosen(), on=data["on"], how=data["how"], now=timezone.now()
            )
        except UnableToKeepMandate as problem:
            told(form, problem)
        else:
            messages.success(request, _revoked(done))
            return redirect("mandates:mandate", file_id=found.pk, mandate_id=mandate_id)
    context = {"form": form, "file": found, "person": found.person, "mandate": shown.mandate, "left": left}
    return render(request, "mandates/revoke.html", context, status=422 if request.method == "POST" else 200)


def _revoked(count: int) -> str:
    told = ngettext(
        "C’est noté : %(count)d acte ne se fait plus pour la personne.",
        "C’est noté : %(count)d actes ne se font plus pour la personne.",
        count,
    )
    return told % {"count": count}


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def drop(request: ActorRequest, found: "File", mandate_id: UUID) -> HttpResponse:
    """Forget a sheet that was not signed."""
    _one(request, found, mandate_id)
    try:
        services.drop_mandate(actor=request.actor, mandate_id=mandate_id, now=timezone.now())
    except UnableToKeepMandate as problem:
        messages.error(request, in_words(problem))
        return redirect("mandates:mandate", file_id=found.pk, mandate_id=mandate_id)
    messages.success(request, _("La feuille est abandonnée. Rien d’autre ne change pour la personne."))
    return redirect("mandates:listed", file_id=found.pk)


@of_file(Level.ADMINISTRATIVE)
@require_safe
def attestation(request: ActorRequest, found: "File", mandate_id: UUID) -> HttpResponse:
    """The attestation as a file, for ``relais mandate verify``: digests, never what was signed."""
    mandate = _one(request, found, mandate_id).mandate
    if mandate.signed_on is None:
        raise OutOfScope
    services.note_attestation(actor=request.actor, mandate=mandate, now=timezone.now())
    body = {"format": FORMAT, "mandat": str(mandate.pk), "empreinte": mandate.fingerprint, "champs": mandate.digests}
    response = JsonResponse(json.loads(json.dumps(body)), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="attestation.json"'
    return response
