"""Reminders of appointments: who is called, to whom a message or a letter goes, in words that reveal nothing, by the way she chose."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from relais.casework.queries import agenda as queries
from relais.casework.rules.agenda import Span, Way, reminder, whole_day
from relais.casework.services import agenda as services
from relais.casework.terms.agenda import Reminded
from relais.casework.web import slips
from relais.casework.web.agenda_forms import RemindedForm
from relais.casework.web.views.appointments import back
from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope
from relais.people.file_screens import signed_in
from relais.people.slips import address_lines

if TYPE_CHECKING:
    from relais.casework.models.agenda import Appointment
    from relais.people.models import Channel

#: days ahead that the list of reminders looks at, from tomorrow.
AHEAD = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Line:
    """One person to remind. ``channel``: the way she chose; None for a letter to her correspondence address, or for no way at all."""

    one: "Appointment"
    how: str
    channel: "Channel | None"
    address: str


def _address(row: "Appointment", channel: "Channel | None") -> str:
    """Where a letter goes: the address where she asked to be written to, before any other; never a protected one."""
    if row.file is None:
        return ""
    return row.file.person.correspondence_address or (channel.value if channel is not None and channel.kind == "courrier" else "")


def _line(row: "Appointment") -> Line:
    found: list[Channel] = getattr(row, "ways", [])
    person = row.file.person if row.file is not None else None
    silent, writes_to = (True, "") if person is None else (person.do_not_contact, person.correspondence_address)
    how, place = reminder([Way(one.kind, one.may_be_used) for one in found], do_not_contact=silent, writes_to=writes_to)
    channel = found[place] if place is not None else None
    address = _address(row, channel) if how == Reminded.LETTER else ""
    # a letter to nowhere: her address is not for who looks, and she gave no other
    return Line(row, "" if how == Reminded.LETTER and not address else how, channel if channel is None or channel.value else None, address)


def _lines(request: ActorRequest) -> list[Line]:
    if not queries.keeps_agenda(request.actor):
        raise OutOfScope
    now, zone = timezone.now(), timezone.get_current_timezone()
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    span = Span(whole_day(tomorrow, zone=zone).starts_at, whole_day(tomorrow + AHEAD, zone=zone).starts_at)
    return [_line(row) for row in queries.to_remind(request.actor, span=span, now=now)]


@signed_in
@require_GET
def calls(request: ActorRequest) -> HttpResponse:
    """The appointments of the coming days, by the way each person chose."""
    lines = _lines(request)
    context = {name: [line for line in lines if line.how == how] for name, how in _KINDS.items()}
    return render(request, "casework/agenda/reminders.html", context)


_KINDS = {"calls": Reminded.CALL, "messages_to_send": Reminded.MESSAGE, "letters": Reminded.LETTER, "silent": ""}


@signed_in
@require_GET
def letters(request: ActorRequest) -> HttpResponse:
    """Letters to print, one a page, without a word that tells who writes but a name."""
    found = [line for line in _lines(request) if line.how == Reminded.LETTER]
    back_to = address_lines(request.actor)
    context = {"letters": [(line, slips.of_appointment(line.one, to=back_to)) for line in found], "today": timezone.localdate()}
    return render(request, "casework/agenda/letters.html", context)


@signed_in
@require_POST
def done(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    """She was reminded: the line leaves the list."""
    form = RemindedForm(request.POST)
    if not form.is_valid():
        raise OutOfScope
    how = Reminded(form.cleaned_data["how"])
    services.record_reminder(actor=request.actor, appointment_id=appointment_id, how=how, now=timezone.now())
    messages.success(request, _("C’est noté."))
    return back(request, appointment_id)
