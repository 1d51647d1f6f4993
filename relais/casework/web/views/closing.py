"""«Clore l’entretien»: one screen, one save, then the sheet."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relais.casework.offered import Screened, screened, simulates_at
from relais.casework.policies.notes import levels_to_write
from relais.casework.queries import agenda
from relais.casework.queries import interviews as queries
from relais.casework.rules.agenda import Span, whole_day
from relais.casework.rules.decisions import waiting
from relais.casework.services import interviews as services
from relais.casework.services.interviews import Closing
from relais.casework.terms.interviews import Writing
from relais.casework.terms.notes import NoteLevel
from relais.casework.web.closing_form import CAUSE, SAID, ClosingForm, Spoken
from relais.casework.web.opening import levels_of
from relais.casework.web.views.notes import read_again
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import Refused, Unable
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.ui.drafted import Desk
from relais.ui.forms import told
from relais.ui.sentences import language
from relais.ui.typography import long_date

if TYPE_CHECKING:
    from relais.casework.models import RightDecision
    from relais.casework.services.agenda import Meeting
    from relais.law.rights.card import Card
    from relais.people.models import File

#: the button that keeps an appointment over another one.
ANYWAY = "garder"
#: fields of an appointment, as the agenda names them → the fields of this page.
_BESIDE = {"starts_at": "next_on", "member": "next_hour"}


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def close(request: ActorRequest, found: "File") -> HttpResponse:
    """The end of an interview: what was said, what she says of her rights, what comes next."""
    now = timezone.now()
    # the pad of the interview arrives here to be read again together, and is not kept by that
    arrives = request.method == "POST" and "bloc" in request.POST
    screening = screened(request, found)
    said = {one.right: one for one in queries.decisions_of(request.actor, found, now=now)}
    pad = request.POST.get("bloc", "") if arrives else ""
    form = _form(request, found, screening, said, now=now, pad=pad, bound=not arrives)
    remarks: list[tuple[str, str, str]] = []
    met: list[str] = []
    if request.method == "POST" and not arrives and form.is_valid():
        if "relire" in request.POST:
            remarks = read_again(form.parts())
        elif met := _met(request, form, now=now):
            form.add_error("next_hour", _("Votre agenda a déjà quelque chose à cette heure : %(what)s.") % {"what": " · ".join(met)})
        elif _closed(request, form, found, now=now):
            return redirect("casework:sheet", file_id=found.pk)
    failed = request.method == "POST" and not arrives and bool(form.errors)
    context = {"form": form, "file": found, "person": found.person, "screening": screening, "decided": _decided(said)}
    context |= {"simulate": "" if screening else simulates_at(found)}
    context |= {"remarks": remarks, "read_again": "relire" in request.POST, "conflict": bool(met)}
    return render(request, "casework/closing.html", context, status=422 if failed else 200)


def _form(
    request: ActorRequest,
    found: "File",
    screening: Screened | None,
    said: "Mapping[str, RightDecision]",
    *,
    now: datetime,
    pad: str,
    bound: bool,
) -> ClosingForm:
    cards = queries.rights_offered()
    shown = {"on": timezone.localdate(now), "hour": timezone.localtime(now).strftime("%H:%M")}
    return ClosingForm(
        (request.POST or None) if bound else None,
        levels=levels_to_write(levels_of(found)),
        spoken=list(_spoken(request, screening, said, cards).values()),
        rights={code: card.label for code, card in cards.items()},
        keeps_agenda=agenda.keeps_agenda(request.actor),
        desk=Desk(request.actor, key=f"casework.closing:{found.pk}", page=request.path),
        initial={**shown, "words": pad, **({"writing": Writing.DURING} if pad else {})},
    )


def _spoken(
    request: ActorRequest, screening: Screened | None, said: "Mapping[str, RightDecision]", cards: "Mapping[str, Card]"
) -> dict[str, Spoken]:
    """The answers of the screening, then what was put off before. A yes is under way and a no is respected: neither is asked again.

    What a page posts is read even when the answers changed since it was shown.
    """
    shown: dict[str, Spoken] = {}
    for one in () if screening is None else screening.rights:
        if one.right in cards and (one.right not in said or waiting(said=said[one.right].said)):
            shown[one.right] = Spoken(one.right, one.label, one.group, one.amount, _before(said.get(one.right)))
    put_off = [code for code, one in said.items() if waiting(said=one.said)]
    posted = [
        name.removeprefix(start) for start in (SAID, CAUSE) for name, value in request.POST.items() if name.startswith(start) and value
    ]
    for code in (*put_off, *posted):
        if code in cards and code not in shown:
            shown[code] = Spoken(code, cards[code].label, before=_before(said.get(code)))
    return shown


def _before(one: "RightDecision | None") -> str:
    """«Plus tard, le 3 mars 2027», or nothing."""
    if one is None:
        return ""
    day = long_date(timezone.localdate(one.decided_at), language=language())
    return _("%(said)s, le %(day)s") % {"said": one.get_said_display(), "day": day}


def _decided(said: "Mapping[str, RightDecision]") -> list[tuple[str, str]]:
    """The rights that are not asked again, and what was said of each."""
    cards = queries.rights_offered()
    return [(cards[code].short, _before(one)) for code, one in said.items() if code in cards and not waiting(said=one.said)]


def _met(request: ActorRequest, form: ClosingForm, *, now: datetime) -> list[str]:
    """What the agenda already has at the hour given: shown once, before it is kept all the same."""
    meeting = form.meeting()
    if meeting is None or ANYWAY in request.POST or request.actor.user_id is None:
        return []
    return list(_taken(request, meeting, now=now))


def _taken(request: ActorRequest, meeting: "Meeting", *, now: datetime) -> Iterable[str]:
    me = [request.actor.user_id] if request.actor.user_id else []
    span = Span(meeting.starts_at, meeting.starts_at + timedelta(minutes=meeting.minutes))
    for slot in agenda.hours(request.actor, members=me, span=span, now=now):
        who = slot.appointment
        name = "" if who is None else who.file.person.called if who.file is not None else who.title
        hours = f"{timezone.localtime(slot.starts_at):%H:%M}–{timezone.localtime(slot.ends_at):%H:%M}"
        yield f"{hours} {name or _('occupé')}"
    zone = timezone.get_current_timezone()
    for away in agenda.absences(request.actor, members=me, since=timezone.localdate(meeting.starts_at)):
        if whole_day(away.starts_on, zone=zone).starts_at <= meeting.starts_at:
            yield _("absence")


def _closed(request: ActorRequest, form: ClosingForm, found: "File", *, now: datetime) -> bool:
    """Whether the interview was kept; the form says why not."""
    data = form.cleaned_data
    closing = Closing(
        contact=form.contact(now, mode=data["mode"], duration=data["duration"], place=data["place"]),
        parts=form.parts(),
        level=NoteLevel(data["level"]),
        writing=Writing(data["writing"] or Writing.AFTER),
        goal=data["goal"],
        decisions=form.decisions(),
        steps=form.steps(),
        meeting=form.meeting(),
    )
    try:
        services.close_interview(actor=request.actor, file_id=found.pk, closing=closing, now=now)
    except Unable as problem:
        told(form, Unable(**{_BESIDE.get(name, name): words for name, words in problem.problems.items()}))
        return False
    except Refused as problem:
        told(form, problem)
        return False
    form.forget_draft()
    messages.success(request, _("L’entretien est enregistré."))
    return True
