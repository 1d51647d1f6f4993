"""What those who were told by a copy answered: noted line by line, taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import Refused
from relais.observatory import policies, services
from relais.observatory.services import Trouble, UnableToAlert
from relais.observatory.web.forms import CopyAnswerForm
from relais.observatory.web.gate import for_writers
from relais.observatory.web.views.writing import said, shown
from relais.ui.forms import in_words, told


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def answered(request: ActorRequest, alert_id: UUID, copy_id: UUID) -> HttpResponse:
    """The day of the answer, and what it says; for who sends."""
    found = shown(request, alert_id)
    kept = next((one for one in found.copies if one.pk == copy_id), None)
    if kept is None or not policies.can_send(request.actor):
        raise Http404
    form = CopyAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.note_copy_answer(actor=request.actor, alert_id=alert_id, copy_id=copy_id, now=timezone.now(), **form.cleaned_data)
        except (UnableToAlert, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("observatory:alert", alert_id=alert_id)
    alert = found.alert
    context = {"form": form, "alert": alert, "heading": _("Noter sa réponse"), **said(Trouble(alert.code, alert.service, alert.step))}
    context["who"] = kept.get_kind_display()
    return render(request, "observatory/act.html", context, status=422 if request.method == "POST" else 200)


@for_writers
@require_POST
def take_back(request: ActorRequest, alert_id: UUID, copy_id: UUID) -> HttpResponse:
    """The answer was noted by mistake."""
    try:
        services.take_back_copy_answer(actor=request.actor, alert_id=alert_id, copy_id=copy_id, now=timezone.now())
    except (UnableToAlert, Refused) as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("La réponse est retirée."))
    return redirect("observatory:alert", alert_id=alert_id)
