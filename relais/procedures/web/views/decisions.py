"""The person decides: of a right, of the renewal of one. «Oui» opens the démarche in one press; «plus tard» and «non» are kept as well."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relais.casework.queries.interviews import rights_offered
from relais.casework.queries.open_rights import open_rights
from relais.casework.terms.interviews import Said
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import Refused
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.procedures.queries import decisions as queries
from relais.procedures.services.decisions import Choice, decide, sheets_for
from relais.procedures.services.procedures import UnableToKeepProcedure
from relais.procedures.terms.take_up import NonTakeUpLabel
from relais.procedures.web.decision_forms import DecisionForm
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.people.models import File
    from relais.procedures.models import Procedure


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def right(request: ActorRequest, found: "File", right: str) -> HttpResponse:
    """One right of the catalogue: what she says of it today, what she said before, what was asked."""
    card = rights_offered().get(right)
    if card is None:
        raise Http404
    form = DecisionForm(request.POST or None, sheets=list(sheets_for(right).values()))
    if (done := _decided(request, found, form, Choice(Said.YES, right=right))) is not None:
        return done
    now = timezone.now()
    spoken = queries.of_right(request.actor, found, card, on=timezone.localdate(now), now=now)
    context = {"title": card.label, "sentence": card.sentence, "spoken": spoken}
    return _page(request, found, form, {**context, "figure": NonTakeUpLabel(spoken.cause).label if spoken.cause else ""})


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def renew(request: ActorRequest, found: "File", right_id: UUID) -> HttpResponse:
    """The renewal of a right open in the file."""
    now = timezone.now()
    kept = open_rights(request.actor, found, now=now).filter(pk=right_id).first()
    if kept is None:
        raise Http404
    form = DecisionForm(request.POST or None, sheets=())
    if (done := _decided(request, found, form, Choice(Said.YES, renews=kept.pk))) is not None:
        return done
    spoken = queries.of_renewal(request.actor, found, kept, on=timezone.localdate(now), now=now)
    context = {"title": _("Renouveler : %(right)s") % {"right": kept.name}, "ends_on": kept.ends_on, "spoken": spoken}
    return _page(request, found, form, context)


def _decided(request: ActorRequest, found: "File", form: DecisionForm, choice: Choice) -> HttpResponse | None:
    """Where the decision leads once it is kept; None when the page is shown, the form then says why it was not kept."""
    if request.method != "POST" or not form.is_valid():
        return None
    data = form.cleaned_data
    choice = replace(choice, said=Said(data["said"]), cause=data["cause"], sheet=data.get("sheet", ""))
    now = timezone.now()
    try:
        opened = decide(actor=request.actor, file_id=found.pk, choice=choice, now=now)
    except (UnableToKeepProcedure, Refused) as problem:
        told(form, problem)
        return None
    return decided(request, found, opened, now=now)


def decided(request: ActorRequest, found: "File", opened: "Procedure | None", *, now: datetime) -> HttpResponse:
    """Where what she said leads: the démarche, new or under way already; the file when none is followed."""
    if opened is not None:
        new = opened.opened_at == now
        messages.success(request, _("La démarche est suivie.") if new else _("Cette démarche était déjà suivie : la voici."))
        return redirect("procedures:procedure", file_id=found.pk, procedure_id=opened.pk)
    messages.success(request, _("C’est noté. Elle ou il peut changer d’avis à tout moment."))
    return redirect("people:file", file_id=found.pk)


def _page(request: ActorRequest, found: "File", form: DecisionForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(
        request, "procedures/followed/decide.html", {**context, "form": form, "file": found, "person": found.person}, status=status
    )
