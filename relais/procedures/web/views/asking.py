"""The letter that asks the person for what a démarche waits for from her: neutral words, a slip to send back with it."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from relais.accounts.queries import myself
from relais.foundation.access import ActorRequest
from relais.people import queries as people
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.people.slips import address_lines, reply_slip
from relais.procedures.queries.procedures import followed
from relais.procedures.rules.progress import Act
from relais.procedures.rules.turns import Whose
from relais.ui.paper import Choice

if TYPE_CHECKING:
    from relais.people.models import File


@of_file(Level.ADMINISTRATIVE)
@require_safe
def letter(request: ActorRequest, found: "File", procedure_id: UUID) -> HttpResponse:
    """What she was asked last, by when; 404 while nothing waits for her. Nobody writes to whoever wants no contact (S1)."""
    now, person = timezone.now(), found.person
    one = followed(request.actor, found, procedure_id, on=timezone.localdate(now), now=now)
    if one is None or one.turn.whose is not Whose.PERSON:
        raise Http404
    asked = [act for act in one.standing if act.act == Act.PERSON_ASKED]
    me = myself(request.actor)
    agent = me.display_name if me is not None else ""
    choices = (Choice("Voici ce que vous demandez"), Choice("Je ne l’ai pas, aidez-moi"))
    context = {
        "file": found,
        "person": person,
        "procedure": one.procedure,
        "asked": asked[-1] if asked else None,
        "agent": agent,
        "address": people.writes_to(request.actor, found, now=now),
        "slip": reply_slip(found, to=(agent, *address_lines(request.actor)), choices=choices),
        "today": timezone.localdate(now),
    }
    return render(request, "procedures/followed/ask.html", context)
