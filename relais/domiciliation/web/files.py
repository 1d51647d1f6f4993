"""The domiciliation on the pages of a file: asked, completed, decided, ended. The head of the service reads what decides, and no more."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relais.domiciliation.queries import counter as at_counter
from relais.domiciliation.queries import files as queries
from relais.domiciliation.queries.papers import lacks_identity
from relais.domiciliation.services import ends, requests
from relais.domiciliation.services.beginnings import UnableToDomicile
from relais.domiciliation.web.forms import AskForm, DecideForm, EndForm, InterviewForm, NoticeForm
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.ui.forms import in_words, told

if TYPE_CHECKING:
    from relais.people.models import File


def _standing(request: ActorRequest, found: "File") -> queries.Standing:
    standing = queries.of_file(request.actor, found, on=timezone.localdate())
    if standing is None:
        raise OutOfScope
    return standing


def _to_end(request: ActorRequest, found: "File") -> queries.Standing:
    """The same for whoever ends; nothing for the counter."""
    standing = _standing(request, found)
    if not queries.may_end(request.actor, standing.domiciliation, found):
        raise OutOfScope
    return standing


@of_file(Level.RECEPTION)
@require_safe
def show(request: ActorRequest, found: "File") -> HttpResponse:
    """How it stands, its requests, what may be printed; the interview for who keeps the file."""
    on = timezone.localdate()
    standing = queries.of_file(request.actor, found, on=on)
    reads = Level.ADMINISTRATIVE in found.levels_read  # type: ignore[attr-defined]  # written by of_file
    if standing is None and not reads:
        raise OutOfScope
    context = {
        "file": found,
        "person": found.person,
        "standing": standing,
        "waiting": at_counter.waiting(request.actor, found) if standing else [],
        "reads": reads,
        "counts": found.reading is not None and Level.RECEPTION in found.reading.works,
        "decides": standing is not None and queries.may_decide(request.actor, standing.domiciliation),
        "ends": standing is not None and queries.may_end(request.actor, standing.domiciliation, found),
        "desk": queries.desk(request.actor, found.service_id if standing is None else standing.domiciliation.service_id),
        "lacks_identity": reads and lacks_identity(found.person),
        "today": on,
    }
    return render(request, "domiciliation/show.html", context)


def _prints(found: "File") -> bool:
    """Whether who acts finds the letter on the page where they are led: a head decides, and who keeps the file prints."""
    return Level.ADMINISTRATIVE in found.levels_read  # type: ignore[attr-defined]  # written by of_file


def _back(found: "File") -> HttpResponse:
    return redirect("domiciliation:show", file_id=found.pk)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def ask(request: ActorRequest, found: "File") -> HttpResponse:
    """A first request, or a renewal."""
    on, now = timezone.localdate(), timezone.now()
    standing = queries.of_file(request.actor, found, on=on)
    form = AskForm(request.POST or None, home=queries.home_of(request.actor, found, now=now, on=on), initial=_last(standing))
    if request.method == "POST" and form.is_valid():
        asked_on = form.cleaned_data["asked_on"]
        try:
            requests.ask(actor=request.actor, file_id=found.pk, asked_on=asked_on, told=form.told(), now=now)
        except UnableToDomicile as problem:
            told(form, problem)
        else:
            messages.success(request, _("La demande est enregistrée. Imprimez l’accusé de réception pour la personne."))
            return _back(found)
    context = {"form": form, "file": found, "person": found.person, "standing": standing}
    return render(request, "domiciliation/ask.html", context, status=422 if request.method == "POST" else 200)


def _last(standing: queries.Standing | None) -> dict[str, object]:
    """What the last interview said: a renewal begins from it."""
    if standing is None or not standing.requests:
        return {}
    last = standing.requests[0].election
    return {name: getattr(last, name) for name in ("cause", "residence", "home", "link", "reason")}


def _one(request: ActorRequest, found: "File", election_id: UUID) -> tuple[queries.Standing, queries.Request]:
    one = queries.request(request.actor, found, election_id, on=timezone.localdate())
    if one is None:
        raise OutOfScope
    return one


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def complete(request: ActorRequest, found: "File", election_id: UUID) -> HttpResponse:
    """What the interview says, while nothing is decided."""
    _standing_now, one = _one(request, found, election_id)
    on, now, election = timezone.localdate(), timezone.now(), one.election
    home = queries.home_of(request.actor, found, now=now, on=on)
    known, stands = {name: getattr(election, name) for name in queries.INTERVIEW}, queries.mark_of_interview(election)
    also = [key for key, name in home if name in one.holders]
    initial = {**known, "interview_on": election.interview_on or on, "holders": also, "seen": stands}
    form = InterviewForm(request.POST or None, home=home, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            requests.complete(actor=request.actor, election_id=election_id, told=form.told(), seen=form.cleaned_data["seen"], now=now)
        except UnableToDomicile as problem:
            told(form, problem)
        else:
            messages.success(request, _("L’entretien est noté. La demande attend sa décision."))
            return _back(found)
    context = {"form": form, "file": found, "person": found.person, "one": one, "recorded": form.recorded(stands)}
    return render(request, "domiciliation/complete.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.RECEPTION, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def decide(request: ActorRequest, found: "File", election_id: UUID) -> HttpResponse:
    """The head of the service grants or refuses; they read the day, the clock and the link with the commune."""
    standing, one = _one(request, found, election_id)
    if not queries.may_decide(request.actor, standing.domiciliation):
        raise OutOfScope
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = requests.decide(actor=request.actor, election_id=election_id, decided=form.told(), now=timezone.now())
        except UnableToDomicile as problem:
            told(form, problem)
        else:
            granted = _("La domiciliation est accordée. L’attestation est prête.")
            mine, other = (
                _("Le refus est noté. La lettre est prête, avec les recours."),
                _("Le refus est noté. Qui suit le dossier imprime la lettre."),
            )
            messages.success(request, granted if done.starts_on else mine if _prints(found) else other)
            return _back(found)
    context = {"form": form, "file": found, "person": found.person, "one": one, "standing": standing}
    context["desk"] = queries.desk(request.actor, standing.domiciliation.service_id)
    return render(request, "domiciliation/decide.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def withdraw(request: ActorRequest, found: "File", election_id: UUID) -> HttpResponse:
    """The person takes her request back."""
    _one(request, found, election_id)
    try:
        requests.withdraw(actor=request.actor, election_id=election_id, now=timezone.now())
    except UnableToDomicile as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("La demande est retirée. Rien n’est refusé."))
    return _back(found)


@of_file(Level.RECEPTION, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def notice(request: ActorRequest, found: "File") -> HttpResponse:
    """Write to the person before an end that she did not ask."""
    standing = _to_end(request, found)
    form = NoticeForm(request.POST or None, initial={"reason": "non_manifestation"} if standing.silent else None)
    if request.method == "POST" and form.is_valid():
        try:
            ends.notice(actor=request.actor, file_id=found.pk, reason=form.cleaned_data["reason"], now=timezone.now())
        except UnableToDomicile as problem:
            told(form, problem)
        else:
            mine, other = (
                _("La lettre est prête : imprimez-la et envoyez-la. Rien n’est encore décidé."),
                _("C’est noté. Qui suit le dossier imprime la lettre et l’envoie. Rien n’est encore décidé."),
            )
            messages.success(request, mine if _prints(found) else other)
            return _back(found)
    context = {"form": form, "file": found, "person": found.person, "standing": standing}
    return render(request, "domiciliation/notice.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.RECEPTION, works=True)
@require_POST
def lift_notice(request: ActorRequest, found: "File") -> HttpResponse:
    """She answered: the domiciliation goes on."""
    _to_end(request, found)
    try:
        ends.lift_notice(actor=request.actor, file_id=found.pk, now=timezone.now())
    except UnableToDomicile as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("L’avertissement est retiré : la domiciliation continue."))
    return _back(found)


@of_file(Level.RECEPTION, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def end(request: ActorRequest, found: "File") -> HttpResponse:
    """End it: what she did not ask, by the head of the service and after her time to answer."""
    standing = _to_end(request, found)
    noticed = standing.domiciliation.noticed if queries.may_decide(request.actor, standing.domiciliation) else ""
    form = EndForm(request.POST or None, noticed=noticed)
    if request.method == "POST" and form.is_valid():
        try:
            ends.end(actor=request.actor, file_id=found.pk, now=timezone.now(), **form.cleaned_data)
        except (UnableToDomicile, Refused) as problem:
            told(form, problem)
        else:
            mine, other = (
                _("La domiciliation est terminée. La lettre est prête."),
                _("La domiciliation est terminée. Qui suit le dossier imprime la lettre."),
            )
            messages.success(request, mine if _prints(found) else other)
            return _back(found)
    context = {"form": form, "file": found, "person": found.person, "standing": standing}
    return render(request, "domiciliation/end.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.RECEPTION, works=True)
@require_POST
def take_end_back(request: ActorRequest, found: "File") -> HttpResponse:
    """An end noted today by mistake."""
    _to_end(request, found)
    try:
        ends.take_end_back(actor=request.actor, file_id=found.pk, now=timezone.now())
    except (UnableToDomicile, Refused) as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("La fin est retirée : la domiciliation continue."))
    return _back(found)
