"""Screens of handovers: what one is asked to take, what one prepares for a colleague, what was refused, what nobody holds."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.people import queries, services
from relais.people.file_screens import signed_in
from relais.people.queries import due
from relais.people.services import Done, UnableToKeepFiles
from relais.people.web.flow_forms import AnswerForm, HandoverForm
from relais.ui.forms import in_words, told

if TYPE_CHECKING:
    from relais.accounts.models import Member
    from relais.people.models import Handover

#: a role that ends within this time is said to the head: there is still time to hand over.
DEPARTS_SOON = timedelta(days=30)
#: the button that proposes every file, whatever is ticked.
WHOLE = "tout"


@signed_in
@require_GET
def all_of_mine(request: ActorRequest) -> HttpResponse:
    """What the actor is asked to take over, what was refused or waits, what is in nobody's hands, and whose files they may hand over."""
    now = timezone.now()
    context = {
        "to_answer": _by_leaving(list(queries.handovers_to_answer(request.actor))),
        "refused": queries.handovers_refused(request.actor, now=now),
        "waiting": queries.handovers_waiting(request.actor, now=now),
        "left": due.left(request.actor, now=now),
        "without_lead": due.without_lead(request.actor, now=now).count(),
        "soon": timezone.localdate(now) + DEPARTS_SOON,
        "members": queries.may_prepare_for(request.actor),
        "me": request.actor.user_id,
    }
    return render(request, "people/handovers.html", context)


def _by_leaving(asked: "list[Handover]") -> "list[tuple[Member | None, list[Handover]]]":
    """What one is asked to take, member by member: several files of the same one may be taken at once."""
    grouped: dict[UUID | None, list[Handover]] = {}
    for one in asked:
        grouped.setdefault(one.from_member_id, []).append(one)
    return [(rows[0].from_member, rows) for rows in grouped.values()]


@signed_in
@require_POST
def settle(request: ActorRequest) -> HttpResponse:
    """Give what is in nobody's hands to the référent of its file."""
    try:
        lead = services.give_to_lead(actor=request.actor, key=request.POST.get("quoi", ""), now=timezone.now())
    except (Unable, Refused) as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("C’est confié à %(name)s.") % {"name": lead.display_name})
    return redirect("people:handovers")


def _leaving(request: ActorRequest, member_id: UUID) -> "Member":
    found = queries.may_prepare_for(request.actor).filter(pk=member_id).first()
    if found is None:
        raise OutOfScope
    return found


def _takers(request: ActorRequest, leaving: "Member") -> list[tuple[str, str]]:
    found = queries.colleagues_who_may_take(request.actor, leaving, now=timezone.now())
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
    form = HandoverForm(request.POST or None, files=choices, members=_takers(request, leaving), whole=WHOLE in request.POST)
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
    lines = due.in_files(request.actor, files, member=leaving, now=now, hidden=leaving.pk == request.actor.user_id)
    falling = [(one, lines[one.pk]) for one in files if lines[one.pk]]
    context = {"form": form, "member": leaving, "files": files, "falling": falling}
    return render(request, "people/handover.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_POST
def take_all(request: ActorRequest, leaving_id: UUID) -> HttpResponse:
    """Take over every file of this member that one was asked to, with all that falls due in them."""
    done = services.take_all_handovers(actor=request.actor, from_member_id=leaving_id, now=timezone.now())
    if done.done:
        text = ngettext(
            "Vous suivez maintenant %(number)s dossier de plus.", "Vous suivez maintenant %(number)s dossiers de plus.", done.done
        )
        messages.success(request, text % {"number": done.done})
    if done.left:
        text = ngettext(
            "%(number)s dossier attend encore votre réponse : ouvrez-le pour voir pourquoi.",
            "%(number)s dossiers attendent encore votre réponse : ouvrez-les pour voir pourquoi.",
            done.left,
        )
        messages.warning(request, text % {"number": done.left})
    return redirect("people:handovers")


def _falling(request: ActorRequest, asked: "Handover", now: datetime) -> "list[due.Line]":
    if asked.from_member is None:
        return []
    return due.in_files(request.actor, [asked.file], member=asked.from_member, now=now, hidden=True)[asked.file_id]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, handover_id: UUID) -> HttpResponse:
    """Take one file over with what falls due in it, thing by thing; or refuse it with a reason."""
    now = timezone.now()
    asked = queries.handovers_to_answer(request.actor).filter(pk=handover_id).first()
    if asked is None:
        raise OutOfScope
    lines = _falling(request, asked, now)
    offered = [(line.key, said_when(line)) for line in lines if line.can_change_hands]
    form = AnswerForm(request.POST or None, lines=offered)
    if request.method == "POST" and form.is_valid():
        accepted = form.cleaned_data["answer"] == "oui"
        said = {"accepted": accepted, "reason": form.cleaned_data["reason"], "taken": form.cleaned_data.get("taken", [])}
        try:
            services.answer_handover(actor=request.actor, handover_id=asked.pk, now=now, **said)
        except (Unable, Refused) as problem:
            told(form, problem)
        else:
            if accepted:
                text = _("Vous suivez maintenant ce dossier. La lettre qui le dit à la personne est prête, dans « Qui intervient ».")
                messages.success(request, text)
                return redirect("people:file", file_id=asked.file_id)
            messages.success(request, _("Votre refus est transmis."))
            return redirect("people:handovers")
    follows = [said_when(line) for line in lines if not line.can_change_hands]
    context = {"form": form, "asked": asked, "follows": follows}
    return render(request, "people/handover_answer.html", context, status=422 if request.method == "POST" else 200)


def said_when(line: "due.Line") -> str:
    """What falls due and when, in words that tell nothing of the person."""
    if line.due_on is None:
        return _("%(what)s, sans date") % {"what": line.kind.title}
    return _("%(what)s, le %(day)s") % {"what": line.kind.title, "day": date_format(line.due_on, "j F Y")}
