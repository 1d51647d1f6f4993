"""Screen of one's own list to take away: the same columns as the table that comes in, journaled with its purpose."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from relais.exchange import sheets
from relais.exchange.services.leaving import Why, my_list
from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope
from relais.people import queries as people
from relais.people.file_screens import signed_in
from relais.ui.forms import ChoiceCards, Form


class TakeAway(Form):
    """Why, and in which format."""

    why = forms.ChoiceField(label=gettext_lazy("Pourquoi l’emportez-vous ?"), choices=Why.choices, widget=ChoiceCards)
    format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=[("xlsx", "Excel (.xlsx)"), ("csv", "CSV")], widget=ChoiceCards, initial="xlsx"
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def take_away(request: ActorRequest) -> HttpResponse:
    """One's own files as a table; protected addresses are not in it."""
    if not people.may_open_files(request.actor).exists():
        raise OutOfScope
    form = TakeAway(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["format"]
        rows = my_list(actor=request.actor, why=Why(form.cleaned_data["why"]), now=timezone.now())
        answer = HttpResponse(sheets.written(rows, kind=kind), content_type=sheets.CSV if kind == "csv" else sheets.XLSX)
        answer["Content-Disposition"] = f'attachment; filename="mes-dossiers.{kind}"'
        return answer
    return render(request, "exchange/take_away.html", {"form": form}, status=422 if request.method == "POST" else 200)
