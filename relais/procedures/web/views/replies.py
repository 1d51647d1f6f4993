"""The screen of a slip that came back."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import Refused, Unable
from relais.kernel.references import reference
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.procedures.queries.replies import awaited
from relais.procedures.services.replies import record_reply
from relais.procedures.web.reply_forms import ReplyForm
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.people.models import File


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def reply(request: ActorRequest, found: "File") -> HttpResponse:
    """Tick what she ticked; one press keeps it all."""
    now = timezone.now()
    form = ReplyForm(request.POST or None, awaited=awaited(request.actor, found, now=now))
    if request.method == "POST" and form.is_valid():
        try:
            record_reply(actor=request.actor, file_id=found.pk, reply=form.told(), now=now)
        except (Unable, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("La réponse est notée, et chaque chose à sa place."))
            return redirect("people:file", file_id=found.pk)
    context = {"form": form, "file": found, "person": found.person, "reference": reference(found.pk)}
    return render(request, "procedures/followed/reply.html", context, status=422 if request.method == "POST" else 200)
