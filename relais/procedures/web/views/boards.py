"""Boards across one's own files: what is to renew, what a body leaves without an answer. Never the files of another."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from relais.casework.rules.debrief import shown
from relais.foundation.access import ActorRequest
from relais.kernel.tallies import SMALLEST
from relais.people import hand
from relais.people.file_screens import signed_in
from relais.procedures.queries import procedures as followed
from relais.procedures.queries import reminders
from relais.procedures.queries import renewals as queries
from relais.procedures.queries import to_raise as raised
from relais.procedures.terms.renewals import StageLabel

#: lines of a board: beyond, the first to end are enough to work.
SHOWN = 200


@signed_in
@require_http_methods(["GET", "HEAD"])
def to_renew(request: ActorRequest) -> HttpResponse:
    """My rights to renew; for a head, counts of the service, hidden under eleven, and what nobody holds."""
    actor, now, today = request.actor, timezone.now(), timezone.localdate()
    heads = queries.heads(actor)
    if not heads and not queries.follows(actor):
        raise Http404
    lines = queries.mine(actor, on=today, now=now, held=hand.of(request)) if queries.follows(actor) else []
    context = {"lines": lines[:SHOWN], "more": len(lines) > SHOWN, "heads": heads, "smallest": SMALLEST}
    if heads:
        counts = shown(queries.in_service(actor, on=today))
        context["counts"] = None if counts is None else [(StageLabel(code).label, number) for code, number in counts.items()]
        context["nobody"] = queries.held_by_nobody(actor, on=today, now=now)
    return render(request, "procedures/renewals/board.html", context)


@signed_in
@require_http_methods(["GET", "HEAD"])
def to_raise(request: ActorRequest) -> HttpResponse:
    """In my files, the rights to raise at the next appointment; for a head, of how many files the answers are of this month."""
    actor, now, today = request.actor, timezone.now(), timezone.localdate()
    heads = queries.heads(actor)
    if not heads and not queries.follows(actor):
        raise Http404
    found = raised.in_hand(actor, hand.of(request), now=now)
    context = {"found": found, "files": found.files[:SHOWN], "more": len(found.files) > SHOWN, "follows": queries.follows(actor)}
    if heads:
        number = raised.answered_in_service(actor, on=today)
        context |= {"heads": True, "smallest": SMALLEST, "answered": number if number >= SMALLEST else None}
    return render(request, "procedures/raise/board.html", context)


@signed_in
@require_http_methods(["GET", "HEAD"])
def unanswered(request: ActorRequest) -> HttpResponse:
    """My démarches whose body let its time run out, the longest silent first."""
    if not queries.follows(request.actor):
        raise Http404
    return unanswered_page(request)


def unanswered_page(request: ActorRequest, *, problem: str = "", ticked: Sequence[UUID] = (), status: int = 200) -> HttpResponse:
    """The board; with the reason, and what was ticked, when no reminder could be prepared. ``lot``: the run that this page would begin."""
    actor, now, today = request.actor, timezone.now(), timezone.localdate()
    found = list(followed.unanswered(actor, on=today, now=now, held=hand.of(request))[: SHOWN + 1])
    lines = [followed.late(one, on=today) for one in found[:SHOWN]]
    context = {
        "lines": lines,
        "more": len(found) > SHOWN,
        "runs": reminders.last(actor, now=now),
        "lot": uuid4(),
        "problem": problem,
        "ticked": ticked,
    }
    return render(request, "procedures/followed/unanswered.html", context, status=status)
