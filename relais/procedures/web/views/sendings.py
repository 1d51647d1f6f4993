"""Screens of a letter of a démarche: to print and send, sent with its proof, taken back, left aside."""

from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relais.casework.rules.documents import LARGEST
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.foundation.uploads import takes_file, too_large
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.procedures import letters as reads
from relais.procedures.queries import procedures as followed_reads
from relais.procedures.queries import sendings as queries
from relais.procedures.rules.progress import Act
from relais.procedures.services import sendings as services
from relais.procedures.services.procedures import UnableToKeepProcedure
from relais.procedures.terms.procedures import Doer
from relais.procedures.terms.sendings import Sender
from relais.procedures.web.sending_forms import ProofForm, SendingForm
from relais.procedures.web.views.settling import mandates_of
from relais.ui.forms import in_words, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from relais.people.models import File
    from relais.procedures.models import Sending

#: what a letter most often is, by its situation in the toolbox, when the démarche lets it be.
_LIKELY: Final = {"contester": (Act.APPEALED,), "dossier": (Act.COMPLETED, Act.FILED), "demander": (Act.CHASED, Act.FILED)}


def _sending(request: ActorRequest, found: "File", procedure_id: UUID, sending_id: UUID) -> "Sending":
    kept = queries.one(request.actor, found, procedure_id, sending_id, now=timezone.now())
    if kept is None:
        raise Http404
    return kept


def _likely(code: str, may: tuple[Act, ...]) -> Act | None:
    letter = reads.letters().get(code)
    wanted = _LIKELY.get(letter.situation, ()) if letter is not None else ()
    return next((one for one in wanted if one in may), None)


@takes_file(largest=LARGEST)
@of_file(Level.ADMINISTRATIVE)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def sending(request: ActorRequest, found: "File", procedure_id: UUID, sending_id: UUID) -> HttpResponse:
    """One letter: prepared, how it is sent is noted here; sent, how it went."""
    kept, now = _sending(request, found, procedure_id, sending_id), timezone.now()
    followed = followed_reads.followed(request.actor, found, procedure_id, on=timezone.localdate(now), now=now)
    if followed is None:
        raise Http404
    form = SendingForm(
        request.POST or None,
        request.FILES or None,
        may=followed.may,
        act=_likely(kept.letter, followed.may),
        mandates=mandates_of(request, found),
        too_large=too_large(request),
        # the service that signs for her most often sends for her too
        initial={"seen": len(followed.standing)} | ({"doer": Doer.FOR} if kept.sender == Sender.SERVICE else {}),
    )
    if request.method == "POST" and form.is_valid():
        receipt = form.receipt(_("Preuve d’envoi : %(letter)s") % {"letter": kept.title})
        try:
            services.record_sending(
                actor=request.actor,
                procedure_id=procedure_id,
                sending_id=sending_id,
                told=form.told(),
                seen=form.cleaned_data["seen"],
                receipt=receipt,
                now=now,
            )
        except UnableToKeepProcedure as problem:
            told(form, problem)
        else:
            messages.success(request, _("L’envoi est noté. La lettre et sa preuve sont des pièces de la démarche."))
            return redirect("procedures:sending", file_id=found.pk, procedure_id=procedure_id, sending_id=sending_id)
    return _page(request, found, followed, kept, form=form, status=422 if request.method == "POST" else 200)


def _page(
    request: ActorRequest,
    found: "File",
    followed: followed_reads.Followed,
    kept: "Sending",
    *,
    form: SendingForm | None = None,
    proof: ProofForm | None = None,
    status: int,
) -> HttpResponse:
    context = {
        "file": found,
        "person": found.person,
        "procedure": followed.procedure,
        "sending": kept,
        "exhibits": list(kept.exhibits.all()),
        "form": form,
        "proof_form": proof or ProofForm(),
    }
    return render(request, "procedures/sendings/sending.html", context, status=status)


@takes_file(largest=LARGEST)
@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
@sent_once
def proof(request: ActorRequest, found: "File", procedure_id: UUID, sending_id: UUID) -> HttpResponse:
    """The proof of a sending came later."""
    kept, now = _sending(request, found, procedure_id, sending_id), timezone.now()
    form = ProofForm(request.POST, request.FILES, too_large=too_large(request))
    if form.is_valid():
        receipt = form.receipt(_("Preuve d’envoi : %(letter)s") % {"letter": kept.title})
        try:
            if receipt is not None:
                services.add_proof(actor=request.actor, procedure_id=procedure_id, sending_id=sending_id, receipt=receipt, now=now)
        except UnableToKeepProcedure as problem:
            told(form, problem)
        else:
            messages.success(request, _("La preuve est gardée, et numérotée."))
            return redirect("procedures:sending", file_id=found.pk, procedure_id=procedure_id, sending_id=sending_id)
    followed = followed_reads.followed(request.actor, found, procedure_id, on=timezone.localdate(now), now=now)
    if followed is None:
        raise Http404
    if kept.sent_on is None:
        # its page asks how it left before any proof
        messages.error(request, _("Cette lettre n’est pas encore notée comme envoyée : notez d’abord son envoi."))
        return redirect("procedures:sending", file_id=found.pk, procedure_id=procedure_id, sending_id=sending_id)
    return _page(request, found, followed, kept, proof=form, status=422)


def _acted(request: ActorRequest, found: "File", kept: "Sending", act: "Callable[[], object]", done: str) -> HttpResponse:
    """Do one act of a letter, say it, and come back to it."""
    try:
        act()
    except UnableToKeepProcedure as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, done)
    return redirect("procedures:sending", file_id=found.pk, procedure_id=kept.procedure_id, sending_id=kept.pk)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def take_back(request: ActorRequest, found: "File", procedure_id: UUID, sending_id: UUID) -> HttpResponse:
    """The sending was noted by mistake."""
    kept = _sending(request, found, procedure_id, sending_id)
    return _acted(
        request,
        found,
        kept,
        lambda: services.take_back_sending(actor=request.actor, procedure_id=procedure_id, sending_id=sending_id, now=timezone.now()),
        _("Cet envoi ne compte plus. La lettre est gardée, à envoyer."),
    )


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def leave(request: ActorRequest, found: "File", procedure_id: UUID, sending_id: UUID) -> HttpResponse:
    """Leave a prepared letter aside, or take it up again (``reprendre``)."""
    kept, aside = _sending(request, found, procedure_id, sending_id), "reprendre" not in request.POST
    return _acted(
        request,
        found,
        kept,
        lambda: services.leave_letter(
            actor=request.actor, procedure_id=procedure_id, sending_id=sending_id, aside=aside, now=timezone.now()
        ),
        _("La lettre est laissée de côté. Vous pouvez la reprendre pendant 30 jours.") if aside else _("La lettre est reprise."),
    )
