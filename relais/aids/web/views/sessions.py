"""Screens of the commission: sessions, sheets without a name, decisions, minutes; and what the head decides in an emergency."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relais.aids import policies
from relais.aids.queries import house, sheets
from relais.aids.queries import requests as asked
from relais.aids.queries import sessions as queries
from relais.aids.queries.seen import mark_of_minutes
from relais.aids.services import sessions as services
from relais.aids.services.requests import note_paper
from relais.aids.terms import Outcome, Overspend
from relais.aids.web.acting import acted, page, pressed
from relais.aids.web.house_forms import DecisionForm, LockForm, PresenceForm, SessionForm
from relais.aids.web.views.papers import as_pdf, sheet_lines
from relais.foundation import pdf
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope
from relais.kernel.money import euros
from relais.people.file_screens import signed_in

if TYPE_CHECKING:
    from relais.aids.models import AidDecision, AidSession

#: sessions of a list, and sheets of an agenda shown at most.
SHOWN = 60


def for_commission(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A screen of who sits; 404 for the others."""

    @wraps(view)
    def screen(request: ActorRequest, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  # what the address holds
        if not policies.sits(request.actor):
            raise OutOfScope
        return view(request, **kwargs)

    return signed_in(screen)


def for_head(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A screen of who holds sessions; 404 for the others."""

    @wraps(view)
    def screen(request: ActorRequest, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  # as above
        if not policies.heads(request.actor):
            raise OutOfScope
        return view(request, **kwargs)

    return signed_in(screen)


def _session(request: ActorRequest, session_id: UUID) -> "AidSession":
    found = queries.session(request.actor, session_id)
    if found is None:
        raise OutOfScope
    return found


def _at(session_id: UUID) -> str:
    return reverse("aids:session", kwargs={"session_id": session_id})


@for_commission
@require_safe
def listed(request: ActorRequest) -> HttpResponse:
    """The sessions, the last one first."""
    every = list(queries.sessions(request.actor)[:SHOWN])
    return render(request, "aids/sessions.html", {"sessions": every, "holds": policies.heads(request.actor), "today": timezone.localdate()})


@for_head
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def new(request: ActorRequest) -> HttpResponse:
    """Fix the day of a session."""
    form = SessionForm(request.POST or None)
    back = reverse("aids:sessions")

    def act() -> None:
        data = form.cleaned_data
        services.open_session(actor=request.actor, held_on=data["held_on"], place=data["place"], now=timezone.now())

    done = acted(request, form, act, words=_("La séance est ouverte aux inscriptions."), to=back)
    return done or page(
        request, "aids/form.html", {"form": form, "title": _("Préparer une séance"), "act": _("Ouvrir la séance"), "cancel": back}
    )


@for_commission
@require_safe
def show(request: ActorRequest, session_id: UUID) -> HttpResponse:
    """The agenda, in order, with what is decided."""
    return _agenda(request, _session(request, session_id), LockForm())


def _agenda(request: ActorRequest, held: "AidSession", form: LockForm) -> HttpResponse:
    """The page of a session; with the name that was typed and why the minutes could not be signed."""
    agenda = queries.agenda(request.actor, held)
    decided = sum(one.decision is not None for one in agenda)
    context = {
        "session": held,
        "agenda": agenda,
        "decided": decided,
        "left": len(agenda) - decided,
        "holds": policies.heads(request.actor),
        "form": form,
        "came": held.held_on <= timezone.localdate(),
    }
    return page(request, "aids/session.html", context)


@for_head
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def presence(request: ActorRequest, session_id: UUID) -> HttpResponse:
    """Who sits, and remarks of the minutes."""
    held = _session(request, session_id)
    now = mark_of_minutes(held)
    form = PresenceForm(request.POST or None, initial={"present": held.present, "remarks": held.remarks, "seen": now})

    def act() -> None:
        services.note_presence(actor=request.actor, session_id=session_id, **form.cleaned_data, now=timezone.now())

    done = acted(request, form, act, words=_("C’est noté au procès-verbal."), to=_at(session_id))
    if done is not None:
        return done
    recorded = {_("Présentes et présents"): held.present, _("Remarques"): held.remarks} if form.left_behind(now) else {}
    context = {"title": _("Présences et remarques"), "act": _("Enregistrer"), "cancel": _at(session_id), "recorded": recorded}
    return page(request, "aids/form.html", {"form": form, **context})


def _decision_form(request: ActorRequest, former: "AidDecision | None", *, locked: bool) -> DecisionForm:
    warns = house.policy(request.actor).overspend == Overspend.WARN
    initial: dict[str, object] = {}
    if former is not None:
        initial = {"outcome": former.outcome, "amount": euros(former.amount) if former.amount else None, "words": sheets.words_of(former)}
        initial["seen"] = former.pk
    return DecisionForm(request.POST or None, corrects=locked, warns=warns, initial=initial)


@for_commission
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: ActorRequest, session_id: UUID, item_id: UUID) -> HttpResponse:
    """One sheet without a name; whoever holds the session writes what is decided. Its reading is written in the file."""
    held, shown = _session(request, session_id), queries.sheet(request.actor, session_id, item_id)
    if shown is None:
        raise OutOfScope
    holds = policies.heads(request.actor)
    if request.method == "POST" and not holds:
        raise OutOfScope
    note_paper(actor=request.actor, request=shown.item.request, part="sheet", now=timezone.now())
    form = _decision_form(request, shown.decision, locked=held.locked_at is not None) if holds else None
    if form is not None:
        to_decide = form
        done = acted(
            request,
            form,
            lambda: services.decide(actor=request.actor, session_id=session_id, item_id=item_id, told=to_decide.told(), now=timezone.now()),
            words=_("La décision est enregistrée."),
            to=_at(session_id),
        )
        if done is not None:
            return done
    told = shown.sheet
    context = {
        "session": held,
        "shown": shown,
        "sheet": told,
        "form": form,
        "words": sheets.words_of(shown.decision) if shown.decision else "",
        "former": [(one, sheets.words_of(one)) for one in shown.former],
        "why": sheets.opened(shown.decision.why) if shown.decision else "",
        "came": held.held_on <= timezone.localdate(),
        **sheet_lines(told),
    }
    return page(request, "aids/item.html", context)


@for_head
@require_POST
def move_up(request: ActorRequest, session_id: UUID, item_id: UUID) -> HttpResponse:
    """Present it earlier."""
    _session(request, session_id)
    return pressed(
        request,
        lambda: services.move_up(actor=request.actor, session_id=session_id, item_id=item_id, now=timezone.now()),
        words=_("L’ordre du jour est changé."),
        to=_at(session_id),
    )


@for_head
@require_POST
def lock(request: ActorRequest, session_id: UUID) -> HttpResponse:
    """Sign the minutes; nothing changes afterwards but by a correction that is told."""
    held, form = _session(request, session_id), LockForm(request.POST)

    def act() -> None:
        services.lock_session(actor=request.actor, session_id=session_id, signed_by=form.cleaned_data["signed_by"], now=timezone.now())

    done = acted(request, form, act, words=_("Le procès-verbal est signé : la séance est close."), to=_at(session_id))
    return done or _agenda(request, held, form)


def _minutes(request: ActorRequest, session_id: UUID) -> dict[str, object]:
    held = _session(request, session_id)
    agenda = queries.agenda(request.actor, held)
    decided = [one.signed for one in agenda if one.signed is not None]
    counts = [(label, sum(one.outcome == code for one in decided)) for code, label in Outcome.choices]
    return {
        "session": held,
        "agenda": agenda,
        "present": held.present.splitlines(),
        "total": sum(one.amount for one in decided),
        "corrections": [(one.item.request.code, row) for one in agenda for row in one.corrections],
        "counts": counts,
        "organisation": held.organisation,
        "unable": "",
    }


@for_commission
@require_safe
def minutes(request: ActorRequest, session_id: UUID) -> HttpResponse:
    """The minutes: numbers, what was asked, what was decided; no name of anybody accompanied."""
    return render(request, "aids/minutes.html", _minutes(request, session_id))


@limited("aide-pdf", rate=30, per=timedelta(minutes=10), methods=("GET",))
@for_commission
@require_safe
def minutes_pdf(request: ActorRequest, session_id: UUID) -> HttpResponse:
    """The same as PDF/UA-1."""
    context = _minutes(request, session_id)
    with translation.override("fr"):
        html = render_to_string("aids/minutes_document.html", context)
    try:
        return as_pdf(html, "proces-verbal.pdf")
    except pdf.UnableToRender as problem:
        return render(request, "aids/minutes.html", {**context, "unable": str(problem)})


def _too_late(request: ActorRequest, aid_id: UUID) -> HttpResponse:
    """What was sent from a page that another tab, or whoever asked, has left behind: said, and nothing is decided."""

    def act() -> None:
        services.decide_urgent(actor=request.actor, aid_id=aid_id, told=services.ToldDecision(""), now=timezone.now())

    return pressed(request, act, words="", to=reverse("aids:board"))


@for_head
@require_http_methods(["GET", "HEAD", "POST"])
def urgent(request: ActorRequest, aid_id: UUID) -> HttpResponse:
    """The head decides alone, on the sheet without a name, up to what the rules say."""
    kept = asked.urgent_one(request.actor, aid_id)
    if kept is None and request.method == "POST":
        return _too_late(request, aid_id)
    told = sheets.sheet(kept) if kept is not None else None
    if kept is None or told is None:
        raise OutOfScope
    note_paper(actor=request.actor, request=kept, part="sheet", now=timezone.now())
    form = _decision_form(request, None, locked=False)
    # what a former session postponed is not corrected here: this is another decision
    done = acted(
        request,
        form,
        lambda: services.decide_urgent(actor=request.actor, aid_id=aid_id, told=form.told(), now=timezone.now()),
        words=_("La décision est enregistrée. Qui suit la demande la dit à la personne."),
        to=reverse("aids:board"),
    )
    return done or page(request, "aids/urgent.html", {"aid": kept, "sheet": told, "form": form, **sheet_lines(told)})
