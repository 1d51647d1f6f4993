"""The agenda by day and by week: one's own, or a colleague's hours."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from relais.casework.queries import agenda as queries
from relais.casework.rules.agenda import Span, week_of, whole_day
from relais.casework.web.agenda_forms import asked_day
from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope
from relais.people.file_screens import signed_in

if TYPE_CHECKING:
    from datetime import date

    from relais.accounts.models import Member


def _whose(request: ActorRequest, *, on: "date") -> "tuple[Member, list[Member]]":
    """Whose agenda is asked, and those that may be; one's own first, 404 for somebody whose hours are not for this reader."""
    if not queries.keeps_agenda(request.actor):
        raise OutOfScope
    members = list(queries.receiving(request.actor, on=on))
    asked = request.GET.get("qui", "")
    try:
        wanted = UUID(asked) if asked else request.actor.user_id
    except ValueError as wrong:
        raise OutOfScope from wrong
    chosen = next((member for member in members if member.pk == wanted), None)
    if chosen is None:
        raise OutOfScope
    return chosen, members


def _frame(request: ActorRequest, member: "Member", members: "list[Member]", on: "date", step: timedelta) -> dict[str, Any]:
    return {
        "member": member,
        "members": members,
        "is_mine": member.pk == request.actor.user_id,
        "on": on,
        "today": timezone.localdate(),
        "before": on - step,
        "after": on + step,
    }


@signed_in
@require_GET
def day(request: ActorRequest) -> HttpResponse:
    """One day of one agenda, hour by hour."""
    now, today = timezone.now(), timezone.localdate()
    on = asked_day(request.GET.get("jour", ""), today=today)
    member, members = _whose(request, on=today)
    span = whole_day(on, zone=timezone.get_current_timezone())
    context = {
        **_frame(request, member, members, on, timedelta(days=1)),
        "slots": queries.hours(request.actor, members=[member.pk], span=span, now=now),
        "away": [away for away in queries.absences(request.actor, members=[member.pk], since=on) if away.starts_on <= on],
        "number_to_cover": queries.number_to_cover(request.actor, now=now),
    }
    return render(request, "casework/agenda/day.html", context)


@signed_in
@require_GET
def week(request: ActorRequest) -> HttpResponse:
    """Seven days of one agenda; those of the end of the week only when something is kept there."""
    now, today, zone = timezone.now(), timezone.localdate(), timezone.get_current_timezone()
    days = week_of(asked_day(request.GET.get("jour", ""), today=today))
    member, members = _whose(request, on=today)
    span = Span(whole_day(days[0], zone=zone).starts_at, whole_day(days[-1], zone=zone).ends_at)
    slots = queries.hours(request.actor, members=[member.pk], span=span, now=now)
    away = list(queries.absences(request.actor, members=[member.pk], since=days[0]))
    shown = [
        {
            "on": on,
            "slots": [slot for slot in slots if timezone.localdate(slot.starts_at) == on],
            "away": any(one.starts_on <= on < one.ends_on for one in away),
        }
        for on in days
    ]
    kept = [one for one in shown if one["slots"] or one["on"].weekday() < 5]  # type: ignore[attr-defined]  # a date
    context = {**_frame(request, member, members, days[0], timedelta(days=7)), "days": kept, "last": days[-1]}
    return render(request, "casework/agenda/week.html", context)
