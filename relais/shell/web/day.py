"""Ma journée: the home of every member after sign-in; what waits today, and the doors of one's roles."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from relais.accounts.queries import my_roles, myself
from relais.foundation import drafts, slots
from relais.foundation.access import ActorRequest
from relais.people.file_screens import signed_in
from relais.people.queries.changes import holds_files
from relais.shell import homes

#: drafts shown; they last a day, so there are few.
DRAFTS = 5


@signed_in
@require_GET
def day(request: ActorRequest) -> HttpResponse:
    """The panels that the rooms lay for this day, the texts left under way, and the tiles of one's roles."""
    now, today = timezone.now(), timezone.localdate()
    context = {
        "today": today,
        "member": myself(request.actor),
        "roles": my_roles(request.actor),
        "panels": slots.panels("day", request, today),
        "drafts": [(page, at) for page, at in drafts.waiting(request.actor, now=now) if page][:DRAFTS],
        "tiles": homes.tiles(request.actor, now=now),
        "not_yet": homes.not_yet(request.actor),
        "may_search": holds_files(request.actor),
    }
    return render(request, "shell/day.html", context)
