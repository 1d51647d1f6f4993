"""On the page of a file: what she wants, what is next, the last contacts, the notes by level. On one's day: steps due, texts under way."""

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from relais.accounts.rules import content_roles
from relais.casework.policies.notes import levels_to_write
from relais.casework.queries import interviews as queries
from relais.casework.queries import notes as written
from relais.casework.queries.transmissions import to_transmit
from relais.casework.terms.notes import NoteLevel
from relais.casework.web.opening import levels_of
from relais.foundation.access import ActorRequest
from relais.foundation.lines import Rows, row
from relais.foundation.slots import Panel
from relais.people import hand
from relais.people.rules import Level

if TYPE_CHECKING:
    from relais.people.models import File

#: lines of a panel, before the page that holds them all.
STEPS, CONTACTS, DUE = 6, 3, 12
#: the days ahead whose steps are shown on one's day.
AHEAD = timedelta(days=7)


def work(request: ActorRequest, found: "File") -> Panel | None:
    """The administrative part of the work: goals, steps, contacts; with the notes that the reader may open."""
    levels = levels_of(found)
    if not levels_to_write(levels):
        return None
    now = timezone.now()
    context: dict[str, Any] = {"file": found, "keeps": Level.ADMINISTRATIVE in levels, "today": timezone.localdate(now)}
    context["works"] = found.reading is not None and bool(found.reading.works)
    if context["keeps"]:
        context["goals"] = [goal for goal in queries.goals(request.actor, found, now=now) if goal.ended_at is None]
        context["steps"] = list(queries.steps_left(request.actor, found, now=now)[: STEPS + 1])
        context["contacts"] = list(queries.interviews(request.actor, now=now, found=found)[:CONTACTS])
    counted = Counter(written.notes(request.actor, now=now, found=found).values_list("level", flat=True))
    context["notes"] = [(level.label, counted[level]) for level in NoteLevel if counted[level]]
    return Panel("casework/file_panel.html", context)


#: name of these lines on the page of the day.
DUE_STEPS = "étapes"
WRITINGS = "écrits"


def day(request: ActorRequest, on: date) -> Panel | None:
    """My steps due within a week, late ones first; for whoever follows files. The page itself tells of the texts that wait."""
    due = sorted(hand.lines(request, DUE_STEPS, on), key=lambda line: (line.on or on, str(line.id)))
    writings = sorted(hand.lines(request, WRITINGS, on), key=lambda line: (line.on or on, str(line.id)))
    if not due and not writings and not queries.follows_files(request.actor):
        return None
    holds = bool(hand.of(request).files)
    return Panel("casework/day_panel.html", {"due": due[:DUE], "writings": writings, "more": len(due) > DUE, "today": on, "holds": holds})


def writings_of_the_day(request: ActorRequest, _on: date) -> Rows | None:
    """What the actor has to transmit: its day, and not a word."""
    if not content_roles(request.actor.roles):
        return None
    return row(to_transmit(request.actor, now=timezone.now(), held=hand.of(request))[:DUE], id="pk", file_id="file_id", on="due_on")


def steps_of_the_day(request: ActorRequest, on: date) -> Rows | None:
    """What they are drawn from; the roles that never write in a file have none."""
    if not content_roles(request.actor.roles):
        return None
    found = queries.my_steps_due(request.actor, now=timezone.now(), until=on + AHEAD, held=hand.of(request))
    return row(found[: DUE + 1], id="pk", file_id="file_id", on="due_on", words="what")
