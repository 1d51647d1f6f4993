"""Screens of the rights open to a person: one page to write one, the act that closes one, the panel of the file's page."""

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from relais.casework.queries import open_rights as queries
from relais.casework.services import open_rights as services
from relais.casework.services.open_rights import ToldRight, UnableToKeepRight
from relais.casework.web.panels.open_rights import when
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.ui.forms import Form, TypedDateField, told

if TYPE_CHECKING:
    from relais.people.models import File


class RightForm(Form):
    """One right: its name, its last day, its number where it helps."""

    name = forms.CharField(
        label=gettext_lazy("Droit ouvert"),
        max_length=80,
        help_text=gettext_lazy("Par exemple : RSA, C2S, AAH, titre de séjour."),
        error_messages={"required": gettext_lazy("Dites quel droit est ouvert.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    ends_on = TypedDateField(label=gettext_lazy("Dernier jour"), required=False, help_text=gettext_lazy("Par exemple 31/3/2027."))
    body = forms.CharField(
        label=gettext_lazy("Organisme"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    number = forms.CharField(
        label=gettext_lazy("Numéro chez cet organisme"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Numéro d’allocataire ou de dossier. Jamais un mot de passe ni un code."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@of_file(Level.ADMINISTRATIVE)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def rights(request: ActorRequest, found: "File") -> HttpResponse:
    """The rights open to the person; write one more, or correct one by the same name."""
    now = timezone.now()
    form = RightForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_right(actor=request.actor, file_id=found.pk, told=ToldRight(**form.cleaned_data), now=now)
        except UnableToKeepRight as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("casework:rights", file_id=found.pk)
    lines = [(right, when(right.ends_on)) for right in queries.open_rights(request.actor, found, now=now)]
    context = {"form": form, "file": found, "person": found.person, "lines": lines}
    return render(request, "casework/rights.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.ADMINISTRATIVE)
@require_POST
def close(request: ActorRequest, found: "File", right_id: UUID) -> HttpResponse:
    """This right is no longer followed."""
    services.close_right(actor=request.actor, file_id=found.pk, right_id=right_id, now=timezone.now())
    messages.success(request, _("Ce droit n’est plus suivi."))
    return redirect("casework:rights", file_id=found.pk)
