"""Writing an alert: from what blocks to its words; the same trouble met again; its words corrected."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import Refused
from relais.law.blockers.catalogue import blockages
from relais.observatory import heard, paper, policies, queries, services
from relais.observatory.rules.life import OPEN, WRITTEN
from relais.observatory.services import Trouble, UnableToAlert
from relais.observatory.web.forms import AlertForm, CorrectForm, SightingForm, TroubleForm, day_of
from relais.observatory.web.gate import for_writers
from relais.procedures.terms.blockers import BlockedStep, Harm, blockage_title, body_in, service_name
from relais.ui.forms import told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relais.observatory.models import Alert


def _chosen(request: ActorRequest) -> Trouble | None:
    """The trouble that the address names: codes, and nothing else; None when it names none."""
    asked = request.GET
    body, _dot, way = asked.get("ou", "").partition(".")
    form = TroubleForm(
        {
            "blocage": asked.get("blocage", ""),
            "organisme": asked.get("organisme", body),
            "moyen": asked.get("moyen", way),
            "etape": asked.get("etape", ""),
        }
    )
    return form.trouble() if form.is_valid() else None


def said(trouble: Trouble) -> dict[str, str]:
    """A trouble in words."""
    return {
        "title": blockage_title(trouble.code),
        "service": service_name(trouble.service),
        "step": str(dict(BlockedStep.choices).get(trouble.step, trouble.step)),
    }


def _texts(code: str) -> tuple[str, ...]:
    return blockages()[code].texts if code in blockages() else ()


def _initial(request: ActorRequest, trouble: Trouble, gathered: heard.Alike | None) -> "Mapping[str, Any]":
    """What is already known: the day and the harm that the address gives, how many were met, to whom one writes."""
    today = timezone.localdate()
    lines = heard.lines(request.actor, body_in(trouble.service), on=today)
    to = next((one for one in lines if one.post), lines[0] if lines else None)
    day = day_of(request.GET.get("jour", ""))
    harm = request.GET.get("consequence", "")
    first: dict[str, Any] = {
        "day": min(day, today) if day else today,
        "harm": harm if harm in Harm.values else "",
        "recipient": to.name if to else paper.body_name(trouble.service),
        "address": to.value if to else "",
    }
    return first | ({"people": gathered.count, "day": gathered.last} if gathered is not None else {})


def _another(request: ActorRequest) -> str:
    """The same address, for another alert about the same trouble."""
    again = request.GET.copy()
    again["autre"] = "oui"
    return again.urlencode()


def _first_question(request: ActorRequest) -> HttpResponse:
    asked = {"blocage", "organisme", "moyen", "etape"} & set(request.GET)
    form = TroubleForm(request.GET if asked and "ou" not in request.GET else None)
    return render(request, "observatory/trouble.html", {"form": form}, status=422 if form.is_bound else 200)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def write(request: ActorRequest) -> HttpResponse:
    """``?blocage=&ou=&etape=&jour=&consequence=``: codes and a day, all that a blocker gives; asked first when they are missing."""
    trouble = _chosen(request)
    if trouble is None:
        return _first_question(request)
    today, actor = timezone.localdate(), request.actor
    where = {"code": trouble.code, "service": trouble.service, "step": trouble.step}
    same = queries.same_open(actor, **where)
    known = same if request.GET.get("autre") != "oui" else None
    if request.method != "POST" and known is not None:
        context = {"alert": known, "day": request.GET.get("jour", ""), "harm": request.GET.get("consequence", ""), **said(trouble)}
        return render(request, "observatory/same.html", {**context, "other": _another(request)})
    gathered = queries.alike(actor, **where, on=today)
    form = AlertForm(request.POST or None, initial=_initial(request, trouble, gathered), texts=_texts(trouble.code))
    if request.method == "POST" and form.is_valid() and known is not None:
        form.add_error(None, _("Ce blocage vient d’être signalé dans la structure. Rien de ce que vous avez écrit n’est perdu."))
    elif request.method == "POST" and form.is_valid():
        try:
            kept = services.write_alert(actor=actor, trouble=trouble, told=form.told(), seen=form.seen(), now=timezone.now())
        except UnableToAlert as problem:
            told(form, problem)
        else:
            messages.success(request, _("L’alerte est écrite. Relisez la lettre, puis dites qu’elle est prête."))
            return redirect("observatory:alert", alert_id=kept.pk)
    lines = heard.lines(actor, body_in(trouble.service), on=today)
    context = {"form": form, "gathered": gathered, "lines": lines, "known": known, "other": _another(request), **said(trouble)}
    return render(request, "observatory/write.html", context, status=422 if request.method == "POST" else 200)


def shown(request: ActorRequest, alert_id: UUID) -> queries.Shown:
    """One alert of the house, or 404."""
    found = queries.one(request.actor, alert_id, on=timezone.localdate())
    if found is None:
        raise Http404
    return found


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def add(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """The same trouble again: one more time in the alert under way."""
    found = shown(request, alert_id)
    alert = found.alert
    day = day_of(request.GET.get("jour", ""))
    harm = request.GET.get("consequence", "")
    first = ({"day": min(day, timezone.localdate())} if day else {}) | ({"harm": harm} if harm in Harm.values else {})
    form = SightingForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_sighting(actor=request.actor, alert_id=alert_id, seen=form.seen(), now=timezone.now())
        except UnableToAlert as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est ajouté, sans votre nom. La réponse de l’organisme vous reviendra."))
            return redirect("observatory:alert", alert_id=alert_id)
    context = {"form": form, "alert": alert, "open": alert.state in OPEN, **said(Trouble(alert.code, alert.service, alert.step))}
    return render(request, "observatory/add.html", context, status=422 if request.method == "POST" else 200)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def correct(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """Its words, before it goes; for who wrote it, and who sends it. Gone since the page was opened: said, and what was typed stays."""
    found = shown(request, alert_id)
    alert = found.alert
    gone = alert.state not in WRITTEN and request.method != "POST"
    if gone or not policies.can_change(request.actor, wrote=found.wrote):
        raise Http404
    now = queries.mark_of_words(alert)
    first = {name: getattr(alert, name) for name in services.ToldAlert.__slots__ if name != "copies"} | {"seen": now}
    first |= {services.copy_field(one.kind): one.address for one in found.copies}
    form = CorrectForm(request.POST or None, initial=first, texts=_texts(alert.code))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            services.correct_alert(actor=request.actor, alert_id=alert_id, told=form.told(), seen=seen, now=timezone.now())
        except (UnableToAlert, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("L’alerte est corrigée."))
            return redirect("observatory:alert", alert_id=alert_id)
    lines = heard.lines(request.actor, body_in(alert.service), on=timezone.localdate())
    context = {"form": form, "alert": alert, "lines": lines, **said(Trouble(alert.code, alert.service, alert.step))}
    if form.left_behind(now):
        context["recorded"] = _recorded(alert)
    return render(request, "observatory/correct.html", context, status=422 if request.method == "POST" else 200)


def _recorded(alert: "Alert") -> dict[str, str]:
    """What an alert says now, field by field."""
    told = {_("Message vu"): alert.message, _("Situation que le service ne prévoit pas"): alert.unfit, _("Correction proposée"): alert.fix}
    return told | {_("À demander en attendant"): alert.get_meanwhile_display(), _("À qui ?"): alert.recipient, _("Adresse"): alert.address}
