"""Screens of two files that are one person's: compared, merged once everything was told, made two again."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import queries, services
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.people.services import UnableToKeepFiles
from relais.people.web.merge_forms import MergeForm
from relais.ui.forms import in_words, told

if TYPE_CHECKING:
    from relais.people.models import File


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: ActorRequest, found: "File", other_id: UUID) -> HttpResponse:
    """Both files side by side, what would become of each row, and the act: this file is kept, the other one joins it."""
    now = timezone.now()
    if queries.merged_into(other_id) == found.pk:
        messages.info(request, _("Ces deux dossiers sont déjà réunis : voici celui qui a été gardé."))
        return redirect("people:file", file_id=found.pk)
    other = queries.other_file(request.actor, found, other_id, now=now)
    if other is None:
        raise OutOfScope
    services.note_reading(actor=request.actor, found=other, now=now)
    preview = queries.merge_preview(request.actor, found, other, now=now)
    form = MergeForm(request.POST or None, differences=preview.differences, digest=preview.digest)
    if request.method == "POST" and form.is_valid():
        seen, chosen = form.cleaned_data["apercu"], form.chosen()
        try:
            services.merge_persons(actor=request.actor, file_id=found.pk, other_id=other.pk, chosen=chosen, seen=seen, now=now)
        except (UnableToKeepFiles, Refused) as problem:
            # what is shown again is what is true now: the next press is about it
            form.data = form.data.copy()  # type: ignore[attr-defined]  # a posted form is a QueryDict
            form.data["apercu"] = preview.digest  # type: ignore[index]  # as above
            told(form, problem)
        else:
            messages.success(request, _("C’est fait : un seul dossier. Vous pouvez annuler pendant trente jours."))
            return redirect("people:file", file_id=found.pk)
    context = {"form": form, "file": found, "person": found.person, "other": other, "preview": preview}
    return render(request, "people/merge.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: ActorRequest, found: "File", merge_id: UUID) -> HttpResponse:
    """What undoing would put back and what would stay; then it is done."""
    now = timezone.now()
    preview = queries.undo_preview(request.actor, found, merge_id, now=now)
    if preview is None:
        raise OutOfScope
    unable = ""
    if request.method == "POST":
        try:
            services.undo_merge(actor=request.actor, file_id=found.pk, merge_id=merge_id, now=now)
        except (UnableToKeepFiles, Refused) as problem:
            unable = in_words(problem)
        else:
            messages.success(request, _("C’est fait : les deux dossiers sont de nouveau séparés."))
            return redirect("people:file", file_id=found.pk)
    context = {"file": found, "person": found.person, "preview": preview, "unable": unable}
    return render(request, "people/undo_merge.html", context, status=422 if unable else 200)
