"""Ma journée: the home of every member after sign-in; what waits today, and the doors of one's roles."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from relais.accounts.queries import my_roles
from relais.foundation import day_lines, drafts, slots
from relais.foundation.access import ActorRequest
from relais.foundation.lines import Rows, row
from relais.people.file_screens import signed_in
from relais.people.queries.changes import holds_files
from relais.shell import homes

#: drafts shown; they last a day, so there are few.
DRAFTS = 5
#: name of the texts left under way among the lines of the day.
TEXTS = "textes en cours"


def texts(request: ActorRequest, _day: date) -> Rows | None:
    """The texts left under way, by page."""
    if request.actor.user_id is None:
        return None
    return row(drafts.waiting_rows(request.actor, now=timezone.now()), words="page", at="kept_at")


@signed_in
@require_GET
def day(request: ActorRequest) -> HttpResponse:
    """The panels that the rooms lay for this day, the texts left under way, and the tiles of one's roles."""
    today = timezone.localdate()
    lines = sorted(day_lines.of(request, TEXTS, today), key=lambda line: str(line.at), reverse=True)
    waiting = [(line.words, line.at) for line in lines if line.at is not None]
    context = {
        "today": today,
        "roles": my_roles(request.actor),
        "panels": slots.panels("day", request, today),
        "drafts": drafts.by_page(waiting)[:DRAFTS],
        "tiles": homes.tiles(request, today),
        "not_yet": homes.not_yet(request.actor),
        "may_search": holds_files(request.actor),
    }
    return render(request, "shell/day.html", context)
