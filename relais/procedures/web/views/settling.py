"""The mandates that a démarche may be done under, and the screen that puts right an act done without one."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.mandates.queries import act_holds, acts_signed, said
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.procedures.queries import procedures as queries
from relais.procedures.queries import sendings
from relais.procedures.services.procedures import UnableToKeepProcedure
from relais.procedures.services.settling import settle_act, settle_letter
from relais.procedures.web.followed_forms import SettleForm
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.people.models import File
    from relais.procedures.models import Procedure


def mandates_of(request: ActorRequest, found: "File") -> list[tuple[str, str]]:
    """The acts of the signed mandates of a file for a list to choose from, those in force first; one that ended says so."""
    today = timezone.localdate()
    acts = [(act, act_holds(act, act.mandate, on=today)) for act in acts_signed(request.actor, found, now=timezone.now())]
    in_force = [(str(act.pk), said(act)) for act, stands in acts if stands]
    return in_force + [(str(act.pk), _("%(act)s (n’est plus en cours)") % {"act": said(act)}) for act, stands in acts if not stands]


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def settle(request: ActorRequest, found: "File", procedure_id: UUID, act_id: UUID) -> HttpResponse:
    """Put right an act done for the person: a mandate signed since, or her own word."""
    followed = queries.followed(request.actor, found, procedure_id, on=timezone.localdate(), now=timezone.now())
    act = next((one for one in followed.standing if one.pk == act_id), None) if followed is not None else None
    if followed is None or act is None:
        raise Http404
    form = SettleForm(request.POST or None, mandates=mandates_of(request, found))
    if request.method == "POST" and form.is_valid():
        try:
            settle_act(
                actor=request.actor,
                procedure_id=procedure_id,
                act_id=act_id,
                mandate=form.mandate(),
                on=form.cleaned_data["on"],
                now=timezone.now(),
            )
        except UnableToKeepProcedure as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est régularisé."))
            return redirect("procedures:procedure", file_id=found.pk, procedure_id=procedure_id)
    what = {"what": act.get_act_display(), "on": act.on, "why_for": act.why_for}
    return _page(request, found, followed.procedure, form, what)


def _page(request: ActorRequest, found: "File", procedure: "Procedure", form: SettleForm, what: dict[str, object]) -> HttpResponse:
    context = {"form": form, "file": found, "person": found.person, "procedure": procedure, **what}
    return render(request, "procedures/followed/settle.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def letter(request: ActorRequest, found: "File", procedure_id: UUID, sending_id: UUID) -> HttpResponse:
    """Put right a letter sent for the person, that moved nothing."""
    kept = sendings.one(request.actor, found, procedure_id, sending_id, now=timezone.now())
    if kept is None or kept.sent_on is None:
        raise Http404
    form = SettleForm(request.POST or None, mandates=mandates_of(request, found))
    if request.method == "POST" and form.is_valid():
        told_on, under = form.cleaned_data["on"], form.mandate()
        try:
            settle_letter(
                actor=request.actor, procedure_id=procedure_id, sending_id=sending_id, mandate=under, on=told_on, now=timezone.now()
            )
        except UnableToKeepProcedure as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est régularisé."))
            return redirect("procedures:sending", file_id=found.pk, procedure_id=procedure_id, sending_id=sending_id)
    return _page(request, found, kept.procedure, form, {"what": kept.title, "on": kept.sent_on, "why_for": kept.why_for})
