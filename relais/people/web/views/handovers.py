"""Screens of handovers: what one is asked to take, what one prepares for a colleague, what was refused, an absence covered."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import queries, services
from relais.people.file_screens import signed_in
from relais.people.services import Done, UnableToKeepFiles
from relais.people.web.flow_forms import AbsenceForm, AnswerForm, HandoverForm
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.accounts.models import Member


@signed_in
@require_GET
def all_of_mine(request: ActorRequest) -> HttpResponse:
    """What the actor is asked to take over, what was refused, and whose files they may hand over."""
    now = timezone.now()
    context = {
        "to_answer": queries.handovers_to_answer(request.actor),
        "refused": queries.handovers_refused(request.actor, now=now),
        "members": queries.may_prepare_for(request.actor),
        "me": request.actor.user_id,
    }
    return render(request, "people/handovers.html", context)


def _leaving(request: ActorRequest, member_id: UUID) -> "Member":
    found = queries.may_prepare_for(request.actor).filter(pk=member_id).first()
    if found is None:
        raise OutOfScope
    return found


def _takers(request: ActorRequest, leaving: "Member") -> list[tuple[str, str]]:
    found = queries.colleagues_who_may_take(request.actor, leaving)
    return [(str(one.pk), f"{one.display_name}, {one.job_title}".strip(", ")) for one in found]


def _said(request: ActorRequest, done: Done, sentence: str) -> None:
    messages.success(request, sentence)
    if done.left:
        text = ngettext(
            "%(number)s dossier reste à passer à quelqu’un d’autre.", "%(number)s dossiers restent à passer à quelqu’un d’autre.", done.left
        )
        messages.warning(request, text % {"number": done.left})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: ActorRequest, leaving_id: UUID) -> HttpResponse:
    """The files that a member leads, drawn from what is: propose some of them to a colleague, who accepts or refuses each."""
    leaving, now = _leaving(request, leaving_id), timezone.now()
    files = list(queries.to_hand_over(request.actor, leaving, now=now))
    asked = _("déjà proposé")
    choices = [(str(one.pk), f"{one.person.called} ({asked})" if getattr(one, "waiting", False) else one.person.called) for one in files]
    form = HandoverForm(request.POST or None, files=choices, members=_takers(request, leaving))
    if request.method == "POST" and form.is_valid():
        ids, taker = [UUID(one) for one in form.cleaned_data["chosen"]], UUID(form.cleaned_data["to_member"])
        try:
            done = services.propose_handover(actor=request.actor, from_member_id=leaving.pk, to_member_id=taker, file_ids=ids, now=now)
        except (UnableToKeepFiles, Refused) as problem:
            told(form, problem)
        else:
            text = ngettext("%(number)s dossier proposé.", "%(number)s dossiers proposés.", done.done) % {"number": done.done}
            _said(request, done, text)
            return redirect("people:handovers")
    context = {"form": form, "member": leaving, "files": files}
    return render(request, "people/handover.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: ActorRequest, leaving_id: UUID) -> HttpResponse:
    """A colleague stands in for all the files of an absent one, in one act."""
    absent = _leaving(request, leaving_id)
    form = AbsenceForm(request.POST or None, members=_takers(request, absent))
    if request.method == "POST" and form.is_valid():
        # the last day is included: the end is the midnight that follows it
        until = timezone.make_aware(datetime.combine(form.cleaned_data["until"] + timedelta(days=1), time.min))
        substitute = UUID(form.cleaned_data["to_member"])
        try:
            done = services.cover_absence(
                actor=request.actor, member_id=absent.pk, substitute_id=substitute, ends_at=until, now=timezone.now()
            )
        except (UnableToKeepFiles, Refused) as problem:
            told(form, problem)
        else:
            text = ngettext("%(number)s dossier couvert.", "%(number)s dossiers couverts.", done.done) % {"number": done.done}
            _said(request, done, text)
            return redirect("people:handovers")
    return render(request, "people/absence.html", {"form": form, "member": absent}, status=422 if request.method == "POST" else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, handover_id: UUID) -> HttpResponse:
    """Take one file over, or refuse it with a reason."""
    asked = queries.handovers_to_answer(request.actor).filter(pk=handover_id).first()
    if asked is None:
        raise OutOfScope
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accepted, reason = form.cleaned_data["answer"] == "oui", form.cleaned_data["reason"]
        try:
            services.answer_handover(actor=request.actor, handover_id=asked.pk, accepted=accepted, reason=reason, now=timezone.now())
        except (UnableToKeepFiles, Refused) as problem:
            told(form, problem)
        else:
            if accepted:
                messages.success(request, _("Vous suivez maintenant ce dossier."))
                return redirect("people:file", file_id=asked.file_id)
            messages.success(request, _("Votre refus est transmis."))
            return redirect("people:handovers")
    return render(request, "people/handover_answer.html", {"form": form, "asked": asked}, status=422 if request.method == "POST" else 200)
