"""Screens of the house: the board, the rules and envelopes, who pays."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relais.aids import policies
from relais.aids.queries import house, sessions
from relais.aids.queries import requests as queries
from relais.aids.services import house as services
from relais.aids.terms import State
from relais.aids.web.acting import acted, page, pressed
from relais.aids.web.forms import as_cents
from relais.aids.web.house_forms import EnvelopeForm, KindForm, PayerForm, PolicyForm
from relais.aids.web.views.sessions import for_head
from relais.foundation.access import ActorRequest
from relais.foundation.marks import mark_of
from relais.kernel.decisions import OutOfScope
from relais.kernel.money import euros
from relais.kernel.tallies import SMALLEST
from relais.people import hand
from relais.people.file_screens import signed_in
from relais.ui.forms import Form

#: lines of each part of a board: the oldest first are enough to work.
SHOWN = 20


@signed_in
@require_safe
def board(request: ActorRequest) -> HttpResponse:
    """My requests by what they wait for, what to tell, what is late; the next session; what is urgent for a head."""
    actor, now, today = request.actor, timezone.now(), timezone.localdate()
    asks, heads, sits, pays = policies.asks(actor), policies.heads(actor), policies.sits(actor), policies.pays(actor)
    if not (asks or sits or pays):
        raise OutOfScope
    held = hand.of(request)
    mine = list(queries.mine(actor, now=now, held=held)[: SHOWN + 1]) if asks else []
    context = {
        "asks": asks,
        "heads": heads,
        "sits": sits,
        "pays": pays,
        "to_complete": [one for one in mine if one.state in {State.PREPARED, State.POSTPONED}],
        "ready": [one for one in mine if one.state == State.READY],
        "waiting": [one for one in mine if one.state in {State.ENROLLED, State.URGENT}],
        "more": len(mine) > SHOWN,
        "to_tell": list(queries.to_tell(actor, now=now, held=held)[:SHOWN]) if asks else [],
        "late": list(queries.late(actor, on=today, now=now, held=held)[:SHOWN]) if asks else [],
        "urgent": list(queries.urgent(actor)[:SHOWN]) if heads else [],
        "next": sessions.to_come(actor, on=today).first(),
        "today": today,
    }
    return render(request, "aids/board.html", context)


@for_head
@require_safe
def settings(request: ActorRequest) -> HttpResponse:
    """The rules of the house, its kinds with what is left of each envelope, who pays."""
    year = timezone.localdate().year
    held, counted = house.budget(request.actor, year=year)
    context = {
        "policy": house.policy(request.actor),
        "held": held,
        "counted": counted,
        "smallest": SMALLEST,
        "year": year,
        "payers": list(house.payers(request.actor)),
    }
    return render(request, "aids/settings.html", context)


_BACK = "aids:settings"


def _form(request: ActorRequest, form: Form, **more: object) -> HttpResponse:
    return page(request, "aids/form.html", {"form": form, "act": _("Enregistrer"), "cancel": reverse(_BACK), **more})


@for_head
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: ActorRequest) -> HttpResponse:
    """Write the rules of the house."""
    kept = house.policy(request.actor)
    stands = mark_of(kept, services.FIELDS)
    initial = {name: getattr(kept, name) for name in services.FIELDS}
    form = PolicyForm(request.POST or None, initial={**initial, "seen": stands})
    done = acted(
        request,
        form,
        lambda: services.change_policy(actor=request.actor, told=form.cleaned_data, seen=form.cleaned_data["seen"], now=timezone.now()),
        words=_("Le règlement est enregistré."),
        to=reverse(_BACK),
    )
    return done or _form(request, form, title=_("Règlement des aides"), recorded=form.recorded(stands))


@for_head
@require_http_methods(["GET", "HEAD", "POST"])
def new_kind(request: ActorRequest) -> HttpResponse:
    """One more kind of aid."""
    form = KindForm(request.POST or None)
    done = acted(
        request,
        form,
        lambda: services.keep_kind(actor=request.actor, told=form.told(), now=timezone.now()),
        words=_("L’aide est au règlement."),
        to=reverse(_BACK),
    )
    return done or _form(request, form, title=_("Ajouter une aide"))


@for_head
@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: ActorRequest, kind_id: int) -> HttpResponse:
    """Change a kind of aid."""
    kept = house.kind(request.actor, kind_id)
    if kept is None:
        raise OutOfScope
    initial = {
        "name": kept.name,
        "nature": kept.nature,
        "repayable": kept.repayable,
        "ceiling": None if kept.ceiling is None else euros(kept.ceiling),
        "head_up_to": euros(kept.head_up_to) if kept.head_up_to else None,
        "line": kept.line,
    }
    stands = mark_of(kept, services.KIND_FIELDS)
    form = KindForm(request.POST or None, initial={**initial, "seen": stands})
    done = acted(
        request,
        form,
        lambda: services.keep_kind(
            actor=request.actor, told=form.told(), now=timezone.now(), kind_id=kind_id, seen=form.cleaned_data["seen"]
        ),
        words=_("L’aide est changée. Ce qui est décidé ne change pas."),
        to=reverse(_BACK),
    )
    return done or _form(request, form, title=kept.name, recorded=form.recorded(stands))


@for_head
@require_POST
def close_kind(request: ActorRequest, kind_id: int) -> HttpResponse:
    """Ask no more of it, or again."""
    if house.kind(request.actor, kind_id) is None:
        raise OutOfScope
    return pressed(
        request,
        lambda: services.close_kind(actor=request.actor, kind_id=kind_id, now=timezone.now()),
        words=_("C’est changé. Les demandes en cours continuent."),
        to=reverse(_BACK),
    )


@for_head
@require_http_methods(["GET", "HEAD", "POST"])
def envelope(request: ActorRequest, kind_id: int) -> HttpResponse:
    """What may be granted in a year."""
    kept = house.kind(request.actor, kind_id)
    if kept is None:
        raise OutOfScope
    form = EnvelopeForm(request.POST or None)

    def act() -> None:
        data = form.cleaned_data
        services.set_envelope(actor=request.actor, kind_id=kind_id, year=data["year"], amount=as_cents(data["amount"]), now=timezone.now())

    done = acted(request, form, act, words=_("L’enveloppe est enregistrée."), to=reverse(_BACK))
    return done or _form(request, form, title=_("Enveloppe : %(kind)s") % {"kind": kept.name})


@for_head
@require_http_methods(["GET", "HEAD", "POST"])
def payer(request: ActorRequest) -> HttpResponse:
    """Name somebody to pay."""
    form = PayerForm(request.POST or None, members=[(str(one.pk), one.display_name) for one in house.colleagues(request.actor)])
    done = acted(
        request,
        form,
        lambda: services.name_payer(actor=request.actor, member_id=form.cleaned_data["member"], now=timezone.now()),
        words=_("Cette personne lit à qui payer et combien, et rien d’autre des dossiers."),
        to=reverse(_BACK),
    )
    return done or _form(request, form, title=_("Qui note les paiements"))


@for_head
@require_POST
def end_payer(request: ActorRequest, payer_id: int) -> HttpResponse:
    """She pays no more."""
    return pressed(
        request,
        lambda: services.end_payer(actor=request.actor, payer_id=payer_id, now=timezone.now()),
        words=_("Cette personne ne lit plus les paiements."),
        to=reverse(_BACK),
    )
