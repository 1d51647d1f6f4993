"""The letters of one démarche: chosen here, filled from the file, then read and changed in the tool of letters, which keeps nothing."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from relais.foundation.access import ActorRequest
from relais.law.letters.letter import SENDING
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.procedures import letters as reads
from relais.procedures.clocks import help_of, rules_of_letter
from relais.procedures.queries import procedures as queries
from relais.procedures.web.file_letters import answers
from relais.procedures.web.letter_forms import LetterForm
from relais.procedures.web.unkept import unkept

if TYPE_CHECKING:
    from relais.people.models import File


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
    known = answers(request.actor, found, followed, chosen, now=timezone.now())
    context = {
        "letter": chosen,
        "form": LetterForm(letter=chosen, initial=known),
        "kept": "",
        "sending": SENDING[chosen.sending],
        "clocks": rules_of_letter(chosen.code),
    }
    return render(request, "procedures/letter_form.html", context)
