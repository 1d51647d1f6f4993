"""Papers of one aid and what follows its decision: the sheet without a name, the letter, what the person knows, what she pays back."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relais.accounts.queries import myself
from relais.aids.queries import house, sheets
from relais.aids.queries import requests as queries
from relais.aids.rules.sheet import Sheet
from relais.aids.services import paying
from relais.aids.services import requests as services
from relais.aids.terms import CHARGES, RESOURCES, Outcome
from relais.aids.web.acting import acted, pressed
from relais.aids.web.forms import InstalmentForm, ScheduleForm, TellForm
from relais.aids.web.views.requests import at, form_page, lines, one
from relais.foundation import pdf
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.people.slips import address_lines, reply_slip
from relais.ui.paper import STYLE, Choice, is_large

if TYPE_CHECKING:
    from relais.people.models import File

STYLES = ("aids/paper.css", STYLE)
_HOW_OFTEN = timedelta(minutes=10)


@of_file(Level.ADMINISTRATIVE)
@require_safe
def sheet(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """What the commission would read today."""
    kept = one(request, found, aid_id)
    told = sheets.sheet(kept)
    if told is None:
        raise OutOfScope
    context = {"file": found, "person": found.person, "aid": kept, "sheet": told, "unable": "", **sheet_lines(told)}
    return render(request, "aids/sheet.html", context)


def sheet_lines(told: Sheet) -> dict[str, object]:
    """The lines of its budget, with their words."""
    return {"resources": lines(told.budget.resources, RESOURCES), "charges": lines(told.budget.charges, CHARGES)}


@limited("aide-pdf", rate=30, per=_HOW_OFTEN, methods=("GET",))
@of_file(Level.ADMINISTRATIVE)
@require_safe
def sheet_pdf(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """The same as PDF/UA-1."""
    kept = one(request, found, aid_id)
    told = sheets.sheet(kept)
    if told is None:
        raise OutOfScope
    services.note_paper(actor=request.actor, request=kept, part="sheet", now=timezone.now())
    with translation.override("fr"):
        html = render_to_string("aids/sheet_document.html", {"sheet": told, **sheet_lines(told)})
    try:
        return as_pdf(html, "fiche.pdf")
    except pdf.UnableToRender as problem:
        context = {"file": found, "person": found.person, "aid": kept, "sheet": told, "unable": str(problem), **sheet_lines(told)}
        return render(request, "aids/sheet.html", context)


def as_pdf(html: str, name: str) -> HttpResponse:
    """A paper of this room. UnableToRender where this machine makes none."""
    response = HttpResponse(pdf.render(html, stylesheets=STYLES), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _letter(request: ActorRequest, found: "File", aid_id: UUID) -> dict[str, object]:
    kept = one(request, found, aid_id)
    decision = queries.decision_standing(kept)
    if decision is None:
        raise OutOfScope
    return {
        "file": found,
        "person": found.person,
        "aid": kept,
        "decision": decision,
        "words": sheets.words_of(decision),
        "payee": sheets.texts(kept).payee,
        "policy": house.policy(request.actor),
        "instalments": list(kept.instalments.all()),
        "organisation": found.organisation,
        "service": found.service,
        "unable": "",
        "large": is_large(request),
        **_sent_back(request, found, decision.outcome == Outcome.POSTPONED),
    }


def _sent_back(request: ActorRequest, found: "File", awaits: bool) -> dict[str, object]:
    """Where a letter is answered; with a slip when what is missing is waited for."""
    me = myself(request.actor)
    to = (me.display_name if me is not None else "", *address_lines(request.actor))
    choices = (Choice("Voici ce qui manque"), Choice("Je ne l’ai pas, aidez-moi"))
    return {"back_to": to, "slip": reply_slip(found, to=to, choices=choices) if awaits else None}


@of_file(Level.ADMINISTRATIVE)
@require_safe
def letter(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """The decision, in plain words, with the ways to contest it."""
    return render(request, "aids/letter.html", _letter(request, found, aid_id))


@limited("aide-pdf", rate=30, per=_HOW_OFTEN, methods=("GET",))
@of_file(Level.ADMINISTRATIVE)
@require_safe
def letter_pdf(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """The same as PDF/UA-1, told in «qui a ouvert»."""
    context = _letter(request, found, aid_id)
    services.note_paper(actor=request.actor, request=one(request, found, aid_id), part="letter", now=timezone.now())
    with translation.override("fr"):
        html = render_to_string("aids/letter_document.html", context)
    try:
        return as_pdf(html, "decision.pdf")
    except pdf.UnableToRender as problem:
        return render(request, "aids/letter.html", {**context, "unable": str(problem)})


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """The person knows."""
    one(request, found, aid_id)
    form = TellForm(request.POST or None)
    here = at("aid", found, aid_id)

    def act() -> None:
        data = form.cleaned_data
        services.tell(actor=request.actor, aid_id=aid_id, on=data["on"], how=data["how"], now=timezone.now())

    done = acted(request, form, act, words=_("C’est noté : la personne connaît la décision."), to=here)
    return done or form_page(request, found, form, title=_("La personne connaît la décision"), act=_("Noter"), cancel=here)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """The months of an advance."""
    kept = one(request, found, aid_id)
    rows = list(kept.instalments.all())
    form = ScheduleForm(request.POST or None, initial={"count": len(rows) or None, "first": rows[0].due_on if rows else None})
    here = at("aid", found, aid_id)

    def act() -> None:
        data = form.cleaned_data
        paying.plan(actor=request.actor, aid_id=aid_id, count=data["count"], first=data["first"], now=timezone.now())

    done = acted(request, form, act, words=_("L’échéancier est fixé : ses mois font le montant exact."), to=here)
    return done or form_page(request, found, form, title=_("Échéancier de l’avance"), act=_("Fixer l’échéancier"), cancel=here)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
def instalment(request: ActorRequest, found: "File", aid_id: UUID, rank: int) -> HttpResponse:
    """A month paid back, or remitted."""
    kept = one(request, found, aid_id)
    if not any(one.rank == rank for one in kept.instalments.all()):
        raise OutOfScope
    form = InstalmentForm(request.POST or None)
    here = at("aid", found, aid_id)

    def act() -> None:
        data = form.cleaned_data
        paying.settle_instalment(
            actor=request.actor,
            aid_id=aid_id,
            rank=rank,
            on=data["on"],
            remitted=data["settled"] == "remise",
            reason=data["reason"],
            now=timezone.now(),
        )

    done = acted(request, form, act, words=_("L’échéance est réglée."), to=here)
    return done or form_page(request, found, form, title=_("Régler une échéance"), act=_("Noter"), cancel=here)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
@sent_once
def unsettle(request: ActorRequest, found: "File", aid_id: UUID, rank: int) -> HttpResponse:
    """Take back a month noted by mistake."""
    one(request, found, aid_id)
    return pressed(
        request,
        lambda: paying.unsettle_instalment(actor=request.actor, aid_id=aid_id, rank=rank, now=timezone.now()),
        words=_("Cette échéance est de nouveau due."),
        to=at("aid", found, aid_id),
    )
