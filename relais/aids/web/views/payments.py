"""Screens of whoever pays: what is granted, engaged, paid; whom to pay, one by one; what leaves for the accounts."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relais.aids import ledger, policies
from relais.aids.queries import house, sessions, sheets
from relais.aids.services import leaving, paying
from relais.aids.services.house import UnableToKeepAids
from relais.aids.web.acting import acted, page, pressed
from relais.aids.web.forms import as_cents
from relais.aids.web.house_forms import EngageForm, PayForm, TakeForm
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope
from relais.kernel.money import euros
from relais.people.file_screens import signed_in
from relais.ui.forms import told

#: lines of each part: the oldest first are enough to work.
SHOWN = 25
#: the last paid.
LAST = 20


def _pays(request: ActorRequest) -> None:
    if not policies.pays(request.actor):
        raise OutOfScope


@signed_in
@require_safe
def payments(request: ActorRequest) -> HttpResponse:
    """What is granted and not engaged, engaged and not paid, then the last paid; by number, without a name."""
    _pays(request)
    every = sessions.payments(request.actor)
    to_engage, to_pay = list(house.to_pay(request.actor)[: SHOWN + 1]), list(every.filter(paid_on=None)[: SHOWN + 1])
    context = {
        "to_engage": to_engage[:SHOWN],
        "to_pay": to_pay[:SHOWN],
        "paid": list(every.exclude(paid_on=None).order_by("-paid_on", "pk")[:LAST]),
        "more": len(to_engage) > SHOWN or len(to_pay) > SHOWN,
    }
    return render(request, "aids/payments.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@limited("aides-comptes", rate=30, per=timedelta(minutes=10))
def take(request: ActorRequest) -> HttpResponse:
    """The payments of a period, for the accounts of the house; told in the journal, and in each file."""
    _pays(request)
    form = TakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kind = data.pop("format")
        try:
            lines = leaving.take_payments(actor=request.actor, now=timezone.now(), **data)
        except UnableToKeepAids as problem:
            told(form, problem)
        else:
            answer = HttpResponse(ledger.written(lines, kind=kind), content_type=ledger.TYPES[kind])
            answer["Content-Disposition"] = f'attachment; filename="aides-{data["which"]}-{data["first"]}-{data["last"]}.{kind}"'
            return answer
    return page(request, "aids/take.html", {"form": form})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def engage(request: ActorRequest, decision_id: UUID) -> HttpResponse:
    """Engage a payment."""
    _pays(request)
    decision = house.granted(request.actor).filter(pk=decision_id).first()
    left = 0 if decision is None else decision.amount - decision.engaged
    if decision is None or (left < 1 and request.method != "POST"):
        raise OutOfScope
    form = EngageForm(request.POST or None, initial={"amount": euros(left)})
    back = reverse("aids:payments")

    def act() -> None:
        data = form.cleaned_data
        paying.engage(
            actor=request.actor,
            decision_id=decision_id,
            amount=as_cents(data["amount"]),
            channel=data["channel"],
            on=data["on"],
            now=timezone.now(),
        )

    done = acted(request, form, act, words=_("Le paiement est engagé."), to=back)
    title = _("Engager un paiement : demande %(number)s") % {"number": decision.request.code}
    return done or page(request, "aids/form.html", {"form": form, "title": title, "act": _("Engager"), "cancel": back})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def payment(request: ActorRequest, payment_id: UUID) -> HttpResponse:
    """Whom to pay, how much; then the day it was paid. Its reading is written in the file."""
    kept = sessions.payment(request.actor, payment_id)
    paying.note_payee(actor=request.actor, payment=kept, now=timezone.now())
    form = PayForm(request.POST or None)

    def act() -> None:
        data = form.cleaned_data
        paying.pay(actor=request.actor, payment_id=payment_id, on=data["on"], reference=data["reference"], now=timezone.now())

    done = acted(request, form, act, words=_("Le paiement est noté."), to=reverse("aids:payments"))
    payee, invoice = sheets.payee_of(kept)
    return done or page(request, "aids/payment.html", {"form": form, "payment": kept, "payee": payee, "invoice": invoice})


@signed_in
@require_POST
@sent_once
def disengage(request: ActorRequest, payment_id: UUID) -> HttpResponse:
    """Take back what was engaged and not paid."""
    sessions.payment(request.actor, payment_id)
    return pressed(
        request,
        lambda: paying.disengage(actor=request.actor, payment_id=payment_id, now=timezone.now()),
        words=_("L’engagement est annulé : le montant est de nouveau à engager."),
        to=reverse("aids:payments"),
    )


@signed_in
@require_POST
@sent_once
def unpay(request: ActorRequest, payment_id: UUID) -> HttpResponse:
    """Take back what was noted as paid and was not."""
    sessions.payment(request.actor, payment_id)
    return pressed(
        request,
        lambda: paying.unpay(actor=request.actor, payment_id=payment_id, now=timezone.now()),
        words=_("Ce paiement est de nouveau à faire. S’il est déjà parti en comptabilité, prévenez-la."),
        to=reverse("aids:payment", kwargs={"payment_id": payment_id}),
    )
