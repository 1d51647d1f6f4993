"""The letters of one démarche: chosen here, filled from the file, read and changed as in the toolbox, kept when they are to be sent."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.law.letters.letter import Letter
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.procedures import letters as reads
from relais.procedures.clocks import help_of
from relais.procedures.queries import procedures as queries
from relais.procedures.services import sendings as services
from relais.procedures.services.procedures import UnableToKeepProcedure
from relais.procedures.terms.sendings import Sender
from relais.procedures.web.file_letters import answers
from relais.procedures.web.letter_forms import LetterForm
from relais.procedures.web.unkept import unkept
from relais.procedures.web.views.letters import Desk, Draft, answer, questions
from relais.ui.typography import french

if TYPE_CHECKING:
    from relais.people.models import File

#: letters that a chronology goes with, by code or by situation, and for whom it is then made.
_ANNEXED: Final = {"defenseur_droits": "defenseur", "contester": "organisme", "mediation": "mediation"}


@unkept
@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: ActorRequest, found: "File", procedure_id: UUID) -> HttpResponse:
    """Choose a letter, those of the clock of the démarche first; posted with ``lettre``: its questions, with what the file knows."""
    followed = queries.followed(request.actor, found, procedure_id, on=timezone.localdate(), now=timezone.now())
    if followed is None:
        raise Http404
    if request.method != "POST":
        useful = help_of(followed.clock.rule).letters if followed.clock is not None else ()
        context = {"file": found, "person": found.person, "procedure": followed.procedure, "useful": useful}
        return render(request, "procedures/followed/letters.html", {**context, "groups": reads.letters_by_situation()})
    chosen = reads.letters().get(request.POST.get("lettre", ""))
    if chosen is None:
        raise Http404
    desk = desk_of(request, found, followed, chosen)
    return questions(request, LetterForm(letter=chosen, initial=desk.known, signs=True), desk)


def desk_of(
    request: ActorRequest,
    found: "File",
    followed: queries.Followed,
    chosen: Letter,
    keep: Callable[[bytes, Draft], HttpResponse] | None = None,
) -> Desk:
    """Where a letter of a démarche is written: what the file knows, where its annexes are made."""
    ids = {"file_id": found.pk, "procedure_id": followed.procedure.pk}
    known = answers(request.actor, found, followed, chosen, now=timezone.now())
    recipient = _ANNEXED.get(chosen.code) or _ANNEXED.get(chosen.situation, "")
    annex = f"{reverse('procedures:chronology', kwargs=ids)}?pour={recipient}" if recipient else ""
    around = {"procedure": followed.procedure, "file": found, "annex": annex}
    return Desk(reverse("procedures:write", kwargs={**ids, "code": chosen.code}), known, around, keep, signs=True)


@unkept
@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def write(request: ActorRequest, found: "File", procedure_id: UUID, code: str) -> HttpResponse:
    """One letter of a démarche: as in the toolbox, and kept, to be sent, when it is asked."""
    followed = queries.followed(request.actor, found, procedure_id, on=timezone.localdate(), now=timezone.now())
    chosen = reads.letters().get(code)
    if followed is None or chosen is None:
        raise Http404

    def keep(made: bytes, draft: Draft) -> HttpResponse:
        kept = prepared(chosen, draft, made)
        try:
            sending = services.prepare_letter(actor=request.actor, procedure_id=procedure_id, letter=kept, now=timezone.now())
        except UnableToKeepProcedure as problem:
            draft.form.add_error(None, _(str(problem)))
            return questions(request, draft.form, desk, kept=draft.text, status=422)
        messages.success(request, _("La lettre est gardée. Imprimez-la, faites-la signer, puis notez son envoi."))
        return redirect("procedures:sending", file_id=found.pk, procedure_id=procedure_id, sending_id=sending.pk)

    desk = desk_of(request, found, followed, chosen, keep)
    return answer(request, chosen, desk)


def prepared(chosen: Letter, draft: Draft, made: bytes) -> services.PreparedLetter:
    """A letter as it is kept."""
    lines = str(draft.form.told.get("destinataire") or "").splitlines()
    first = next((line.strip() for line in lines if line.strip()), "")
    told = draft.form.cleaned_data
    return services.PreparedLetter(chosen.code, french(str(chosen.title)), first, made, told["le"], told.get("expediteur") or Sender.PERSON)
