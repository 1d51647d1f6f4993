"""Screens of the person: what she says of herself, how to reach her."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relais.foundation.access import ActorRequest
from relais.foundation.marks import mark_of
from relais.foundation.once import sent_once
from relais.kernel.decisions import Refused
from relais.people import queries, services
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.people.services import NewChannel, Told, UnableToKeepFiles
from relais.people.services.persons import ALWAYS
from relais.people.web.forms import ChannelForm, PersonForm
from relais.people.web.merge_forms import FormerNameForm
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.people.models import File


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: ActorRequest, found: "File") -> HttpResponse:
    """What is known of the person, all on one page."""
    hidden = not queries.reads_address(request.actor, found, now=timezone.now())
    initial = {name: getattr(found.person, name) for name in PersonForm.base_fields if name != "seen"}
    form = PersonForm(request.POST or None, initial=initial, address_hidden=hidden)
    names = [name for name in form.fields if name not in (*ALWAYS, "seen")]
    form.initial["seen"] = stands = mark_of(found.person, (*ALWAYS, *names))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = {name: data[name] for name in names}
        said = Told(called=data["called"], birth_on=data["birth_on"], birth_year=data["birth_year"], fields=fields)
        try:
            services.change_person(actor=request.actor, file_id=found.pk, told=said, seen=data["seen"], now=timezone.now())
        except (UnableToKeepFiles, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("people:file", file_id=found.pk)
    context = {"form": form, "file": found, "person": found.person, "address_hidden": hidden, "recorded": form.recorded(stands)}
    return render(request, "people/person.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.RECEPTION, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def channels(request: ActorRequest, found: "File") -> HttpResponse:
    """How to reach the person: what is known, and one more."""
    form = ChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        channel = NewChannel(data["kind"], data["value"], may_be_used=data["use"] == "oui", remark=data["remark"])
        try:
            services.add_channel(actor=request.actor, file_id=found.pk, channel=channel, now=timezone.now())
        except (UnableToKeepFiles, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("people:channels", file_id=found.pk)
    context = {"form": form, "file": found, "person": found.person}
    return render(request, "people/channels.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.RECEPTION, works=True)
@require_POST
def remove_channel(request: ActorRequest, found: "File", channel_id: int) -> HttpResponse:
    """Forget one way to reach the person."""
    services.remove_channel(actor=request.actor, file_id=found.pk, channel_id=channel_id, now=timezone.now())
    messages.success(request, _("Ce moyen de contact est retiré."))
    return redirect("people:channels", file_id=found.pk)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
def names(request: ActorRequest, found: "File") -> HttpResponse:
    """The names that the person bore, and one more."""
    form = FormerNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, until_on = form.cleaned_data["name"], form.cleaned_data["until_on"]
        try:
            services.add_former_name(actor=request.actor, file_id=found.pk, name=name, until_on=until_on, now=timezone.now())
        except (UnableToKeepFiles, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est enregistré : la personne se retrouve aussi sous ce nom."))
            return redirect("people:names", file_id=found.pk)
    context = {"form": form, "file": found, "person": found.person, "former": queries.former_names(found)}
    return render(request, "people/names.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def remove_name(request: ActorRequest, found: "File", name_id: int) -> HttpResponse:
    """Erase a former name."""
    services.remove_former_name(actor=request.actor, file_id=found.pk, name_id=name_id, now=timezone.now())
    messages.success(request, _("Cet ancien nom est effacé."))
    return redirect("people:names", file_id=found.pk)
