"""Screens of the accesses that last a time: exceptional access and its review, presence at the duty desk."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import queries, rules, services
from relais.people.file_screens import of_file, signed_in, while_limited
from relais.people.journal_words import words_of
from relais.people.rules import Level
from relais.people.services import Opening, UnableToKeepFiles
from relais.people.terms import Motive, Review
from relais.people.web.forms import ChooseMember, ExceptionalForm, ReviewForm
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.people.models import File

PER_PAGE = 50


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@limited("acces-exceptionnel", rate=10, per=rules.EXCEPTIONAL_ACCESS)
@sent_once
def exceptional(request: ActorRequest) -> HttpResponse:
    """Open one file for 24 hours, with a motive of the closed list and a sentence."""
    if not queries.may_break_glass(request.actor):
        raise OutOfScope
    form = ExceptionalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        motive, said = Motive(data["motive"]), {"called": data["called"], "birth_year": data["birth_year"], "words": data["words"]}
        try:
            access = services.take_exceptional_access(actor=request.actor, motive=motive, now=timezone.now(), **said)
        except OutOfScope:
            form.add_error(
                None, _("Ce nom et cette année ne désignent pas un seul dossier que vous pourriez ouvrir. Demandez à l’accueil.")
            )
        except Refused as problem:
            told(form, problem)
        else:
            messages.warning(
                request, _("Ce dossier vous est ouvert pour 24 heures. La référente ou le référent et la responsable le sauront.")
            )
            return redirect("people:file", file_id=access.file_id)
    context = {"form": form, "counted": queries.exceptional_accesses_by_month(request.actor, now=timezone.now())}
    return render(request, "people/exceptional.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_GET
def reviews(request: ActorRequest) -> HttpResponse:
    """The exceptional accesses that the head of service has to review, or the delegate where no head may; the oldest first."""
    if not queries.examines(request.actor):
        raise OutOfScope
    found = queries.exceptional_accesses_to_review(request.actor, now=timezone.now())
    waiting = [(access, access.starts_at + rules.REVIEW_WITHIN) for access in found[:50]]
    return render(request, "people/reviews.html", {"waiting": waiting, "now": timezone.now(), "heads": queries.heads_some(request.actor)})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: ActorRequest, access_id: UUID) -> HttpResponse:
    """Say whether one exceptional access was justified."""
    access = queries.exceptional_accesses_to_review(request.actor, now=timezone.now()).filter(pk=access_id).first()
    if access is None:
        raise OutOfScope
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = Review(form.cleaned_data["review"])
        services.review_exceptional_access(actor=request.actor, access_id=access_id, review=said, now=timezone.now())
        messages.success(request, _("Votre examen est enregistré."))
        return redirect("people:reviews")
    context = {"form": form, "access": access, "due": access.starts_at + rules.REVIEW_WITHIN}
    return render(request, "people/review.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.RECEPTION, works=True)
@while_limited
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def presence(request: ActorRequest, found: "File") -> HttpResponse:
    """«La personne est là et le demande»: whoever is on duty receives her file until midnight."""
    on_duty = queries.on_duty(request.actor, found.service_id, now=timezone.now())
    members = [(str(day.member_id), day.member.display_name) for day in on_duty]
    form = ChooseMember(request.POST or None, members=members, label=_("Qui la reçoit ?"))
    if request.method == "POST" and form.is_valid():
        member_id = UUID(form.cleaned_data["member"])
        try:
            services.record_presence(actor=request.actor, file_id=found.pk, member_id=member_id, now=timezone.now())
        except (UnableToKeepFiles, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est noté. Le dossier lui est ouvert jusqu’à minuit."))
            return redirect("people:file", file_id=found.pk)
    context = {"form": form, "file": found, "person": found.person, "members": members}
    return render(request, "people/presence.html", context, status=422 if request.method == "POST" else 200)


def _by_minute(lines: Iterable[Opening]) -> list[list[Opening]]:
    """Lines of one minute that would read the same, told once: one press may open several, and a busy hour the same page often."""
    same: dict[tuple[object, ...], list[Opening]] = {}
    for one in lines:
        who = one.member.pk if one.member is not None else one.by_itself or id(one)
        same.setdefault((who, one.action, one.at.replace(second=0, microsecond=0)), []).append(one)
    return list(same.values())


@of_file(Level.EXISTENCE)
@require_GET
def openings(request: ActorRequest, found: "File") -> HttpResponse:
    """Who read or changed this file: what the person may be told at any time. Consulting it is itself a line of it."""
    lines = services.openings(actor=request.actor, file_id=found.pk, now=timezone.now())
    page = Paginator(_by_minute(lines), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(same[0], words_of(same[0].action), len(same)) for same in page.object_list]
    return render(request, "people/who_opened.html", {"file": found, "person": found.person, "page": page, "rows": rows})
