"""``/dossiers/…/courrier/``: a letter that the person received, decoded in her file: what she wants to answer becomes her démarches."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.procedures import mail as reads
from relais.procedures.rules.mail_lines import told as lines_of
from relais.procedures.services.mail import Received, answers, follow_mail
from relais.procedures.services.procedures import UnableToKeepProcedure
from relais.procedures.web.file_mail_forms import FileMailForm
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.people.models import File


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD"])
def listed(request: ActorRequest, found: "File") -> HttpResponse:
    """The letters that a démarche answers, by who sends them."""
    groups = [(sender.name, [one for one in mails if answers(one)]) for _code, sender, mails in reads.mails_by_sender()]
    context = {"file": found, "person": found.person, "groups": [group for group in groups if group[1]]}
    return render(request, "procedures/followed/mails.html", context)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def follow(request: ActorRequest, found: "File", code: str) -> HttpResponse:
    """One letter: its day, what the person wants to answer; each answer is a démarche with its clock."""
    known = reads.mails().get(code)
    if known is None or not answers(known):
        raise Http404
    form = FileMailForm(request.POST or None, mail=known)
    if request.method == "POST" and form.is_valid():
        received = Received(known, form.told.received, form.told.written, form.told.number)
        chosen = form.cleaned_data["replies"]
        try:
            opened = follow_mail(
                actor=request.actor, file_id=found.pk, received=received, chosen=chosen, word=form.word(), now=timezone.now()
            )
        except UnableToKeepProcedure as problem:
            told(form, problem)
        else:
            messages.success(request, ngettext("La démarche est suivie.", "Les démarches sont suivies.", len(opened)))
            if len(opened) == 1:
                return redirect("procedures:procedure", file_id=found.pk, procedure_id=opened[0].pk)
            return redirect("procedures:listed", file_id=found.pk)
    view = lines_of(known, age=known.age(on=timezone.localdate()))
    context = {"file": found, "person": found.person, "form": form, "view": view}
    return render(request, "procedures/followed/mail.html", context, status=422 if request.method == "POST" else 200)
