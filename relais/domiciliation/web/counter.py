"""The counter of mail: found by a number or a name, then one press for each act. Nothing above the reception level."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relais.domiciliation.queries import counter as queries
from relais.domiciliation.services import mail, presence
from relais.domiciliation.services.beginnings import UnableToDomicile
from relais.domiciliation.terms import How, MailKind
from relais.domiciliation.web.forms import LeaveForm, ProxyForm, SearchForm
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope
from relais.people.file_screens import of_file, signed_in, while_limited
from relais.people.rules import Level
from relais.ui.forms import Form, in_words, told

if TYPE_CHECKING:
    from relais.people.models import File


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@limited("domiciliation-recherche", rate=240, per=timedelta(minutes=10))
def counter(request: ActorRequest) -> HttpResponse:
    """Look for somebody; posted, so that a name is in no address."""
    if not queries.can_receive(request.actor):
        raise OutOfScope
    form = SearchForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "domiciliation/counter.html", {"form": form}, status=422 if request.method == "POST" else 200)
    found = queries.search(request.actor, words=form.cleaned_data["qui"], now=timezone.now())
    if len(found) == 1:
        return redirect("domiciliation:card", file_id=found[0].domiciliation.file_id)
    context = {"form": form, "found": found[: queries.SHOWN], "searched": True, "more": len(found) > queries.SHOWN}
    return render(request, "domiciliation/counter.html", context)


def _card(request: ActorRequest, found: "File") -> queries.Card:
    card = queries.card(request.actor, found, on=timezone.localdate())
    if card is None:
        raise OutOfScope
    return card


@of_file(Level.RECEPTION, works=True)
@require_safe
def card(request: ActorRequest, found: "File") -> HttpResponse:
    """One person: her number, her state, what waits for her, and what one presses."""
    context = {"file": found, "person": found.person, "card": _card(request, found), "kinds": MailKind, "how": How}
    return render(request, "domiciliation/card.html", context)


def _done(request: ActorRequest, found: "File", act: Callable[[], str]) -> HttpResponse:
    """Do it and come back to the card, with what was done, or why it was not."""
    try:
        words = act()
    except UnableToDomicile as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, words)
    return redirect("domiciliation:card", file_id=found.pk)


@of_file(Level.RECEPTION, works=True)
@require_POST
def sign(request: ActorRequest, found: "File") -> HttpResponse:
    """She came, or called."""

    def act() -> str:
        presence.record_sign(actor=request.actor, file_id=found.pk, how=request.POST.get("comment", ""), now=timezone.now())
        return _("C’est noté : la personne s’est manifestée aujourd’hui.")

    return _done(request, found, act)


@of_file(Level.RECEPTION, works=True)
@require_POST
@sent_once
def receive(request: ActorRequest, found: "File") -> HttpResponse:
    """Something came for her."""

    def act() -> str:
        row = mail.receive_mail(actor=request.actor, file_id=found.pk, kind=request.POST.get("nature", ""), now=timezone.now())
        return _("Noté : %(kind)s.") % {"kind": row.get_kind_display()}

    return _done(request, found, act)


@of_file(Level.RECEPTION, works=True)
@while_limited
@require_POST
def hand(request: ActorRequest, found: "File") -> HttpResponse:
    """All that waits is handed to her, or to whom she named."""

    def act() -> str:
        done = mail.hand_over(
            actor=request.actor, file_id=found.pk, proxy_id=_uuid(request.POST.get("procuration", "")), now=timezone.now()
        )
        return ngettext("Un courrier remis.", "%(number)d courriers remis.", done) % {"number": done}

    return _done(request, found, act)


def _uuid(words: str) -> UUID | None:
    """Which procuration; None when nobody but her came. OutOfScope for what no page offered."""
    try:
        return UUID(words) if words else None
    except ValueError as problem:
        raise OutOfScope from problem


@of_file(Level.RECEPTION, works=True)
@require_POST
def send_back(request: ActorRequest, found: "File") -> HttpResponse:
    """All that waits goes back to who sent it."""

    def act() -> str:
        done = mail.return_mail(actor=request.actor, file_id=found.pk, now=timezone.now())
        return ngettext("Un courrier retourné.", "%(number)d courriers retournés.", done) % {"number": done}

    return _done(request, found, act)


@of_file(Level.RECEPTION, works=True)
@require_POST
def back(request: ActorRequest, found: "File") -> HttpResponse:
    """Her absence is over."""

    def act() -> str:
        presence.come_back(actor=request.actor, file_id=found.pk, now=timezone.now())
        return _("Son retour est noté : les trois mois courent de nouveau.")

    return _done(request, found, act)


@of_file(Level.RECEPTION, works=True)
@require_POST
def withdraw_proxy(request: ActorRequest, found: "File", proxy_id: UUID) -> HttpResponse:
    """She takes a procuration back."""

    def act() -> str:
        mail.withdraw_proxy(actor=request.actor, file_id=found.pk, proxy_id=proxy_id, now=timezone.now())
        return _("La procuration est retirée, et son nom effacé.")

    return _done(request, found, act)


def _typed(request: ActorRequest, found: "File", form: Form, template: str, act: Callable[[], str]) -> HttpResponse:
    """A page with a form of the counter."""
    _card(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            words = act()
        except UnableToDomicile as problem:
            told(form, problem)
        else:
            messages.success(request, words)
            return redirect("domiciliation:card", file_id=found.pk)
    context = {"form": form, "file": found, "person": found.person}
    return render(request, template, context, status=422 if request.method == "POST" else 200)


@of_file(Level.RECEPTION, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def leave(request: ActorRequest, found: "File") -> HttpResponse:
    """An absence that she tells: these days will not count."""
    form = LeaveForm(request.POST or None)

    def act() -> str:
        presence.tell_absence(actor=request.actor, file_id=found.pk, now=timezone.now(), **form.cleaned_data)
        return _("L’absence est notée : ces jours ne comptent pas.")

    return _typed(request, found, form, "domiciliation/leave.html", act)


@of_file(Level.RECEPTION, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def proxy(request: ActorRequest, found: "File") -> HttpResponse:
    """Whom she lets take her mail."""
    form = ProxyForm(request.POST or None)

    def act() -> str:
        mail.give_proxy(actor=request.actor, file_id=found.pk, now=timezone.now(), **form.cleaned_data)
        return _("La procuration est notée. Demandez une pièce d’identité à chaque remise.")

    return _typed(request, found, form, "domiciliation/proxy.html", act)
