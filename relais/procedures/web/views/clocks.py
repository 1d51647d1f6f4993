"""``/outils/delai/``: the rules by need, then one rule: its facts, its dates, what changes them. Nothing is stored.

Facts go by the body of each exchange and come back in the page: no session, no row, no address, no log.
"""

import secrets
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relais.foundation.limited import limited
from relais.kernel.sentences import Sentence
from relais.law.clocks.asking import ahead
from relais.law.clocks.changes import changes
from relais.law.clocks.engine import Dated
from relais.law.clocks.notes import notes
from relais.law.clocks.shape import as_text, in_order
from relais.law.clocks.tables import Rule, rules
from relais.procedures import clocks as reads
from relais.procedures.finding import found_clocks
from relais.procedures.rules.calendar_file import Event, calendar_file
from relais.procedures.rules.search import LONGEST
from relais.procedures.rules.timeline import timeline
from relais.procedures.web.clock_forms import ClockForm
from relais.procedures.web.unkept import unkept
from relais.procedures.web.views.home import PER, RATE
from relais.ui.fragments import page_or_part

#: what the button of the calendar asks for; anything else posted is the answer.
CALENDAR = "agenda"
#: a file name that tells nothing in a folder of downloads.
FILE_NAME = "dates.ics"


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence under the dates. ``french``: of a table, so in French whatever the language of the page."""

    words: str
    french: bool


@limited("outils", rate=RATE, per=PER)
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Every rule, by need; posted, those that answer the words typed."""
    asked = request.POST.get("mots", "")[:LONGEST].strip()
    context = {
        "needs": reads.rules_by_need(),
        "asked": asked,
        "longest": LONGEST,
        "searched": request.method == "POST",
        "found": found_clocks(asked),
    }
    return page_or_part(request, "procedures/clocks.html", context, part="found")


@unkept
@require_http_methods(["GET", "HEAD", "POST"])
def clock(request: HttpRequest, code: str) -> HttpResponse:
    """The facts to give; posted, the dates, or their file for a calendar. A fault is a 422 with all that was typed."""
    rule = rules().get(code)
    if rule is None:
        raise Http404
    if request.method != "POST":
        return render(request, "procedures/clock.html", _about(rule) | {"form": ClockForm(rule=rule)})
    form = ClockForm(request.POST, rule=rule)
    if not form.is_valid():
        return render(request, "procedures/clock.html", _about(rule) | {"form": form}, status=422)
    if request.POST.get("etape") == CALENDAR:
        return _calendar(form)
    return render(request, "procedures/clock.html", _about(rule) | {"form": form} | _answered(form))


def _about(rule: Rule) -> dict[str, object]:
    today = timezone.localdate()
    return {"rule": rule, "help": reads.help_of(rule), "ahead": ahead(rule), "expired": today > rule.valid_until, "today": today}


def _answered(form: ClockForm) -> dict[str, object]:
    found, given, today = form.found, form.given, timezone.localdate()
    coming = [dated for dated in in_order(found.dates) if dated.legal >= today]
    return {
        "found": found,
        "line": timeline(found, today=today) if found.dates else None,
        "first": next((dated for dated in coming if dated.meaning == "limite"), None) or next(iter(coming), None),
        "over": bool(found.dates) and not coming,
        "notes": [Note(words, not isinstance(words, Sentence)) for words in notes(found, given)],
        "changes": changes(found, given, on=today),
        "text": as_text(found, given),
    }


def _calendar(form: ClockForm) -> HttpResponse:
    """The dates as a file made in the answer; their numbers are those of the page."""
    events = [event for rank, dated in enumerate(in_order(form.found.dates), start=1) for event in _events(rank, dated)]
    made = calendar_file(events, mark=secrets.token_hex(8), made_at=timezone.now())
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def _events(rank: int, dated: Dated) -> list[Event]:
    number = {"number": rank}
    if dated.meaning != "limite":
        return [Event(f"{rank}", dated.legal, _("Date %(number)d : à regarder") % number)]
    if dated.safe == dated.legal:
        return [Event(f"{rank}", dated.legal, _("Date %(number)d : dernier jour") % number)]
    return [
        Event(f"{rank}-s", dated.safe, _("Date %(number)d : à faire avant ce soir") % number),
        Event(f"{rank}-l", dated.legal, _("Date %(number)d : dernier jour légal") % number),
    ]
