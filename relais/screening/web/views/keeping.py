"""A screening opened from a file: told again from the last situation kept there, kept there again, and what changed between two.

No fact stands in an address, a session or a cookie: the page carries the file in its sealed state, as it carries the rest (docs/adr/0022).
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope
from relais.people import queries as people
from relais.people import services
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.people.services import UnableToKeepFiles
from relais.screening import queries
from relais.screening.rules.retelling import told_again
from relais.screening.rules.told import Told
from relais.screening.web.answer_views import question_label
from relais.screening.web.exchange import Exchange, guarded, received
from relais.screening.web.page import Page, expert_sections, outcome_of, page_of, read_only
from relais.screening.web.page_state import StateProblem
from relais.screening.web.probable import answer_again
from relais.screening.web.summary import fact_key, summary_of

if TYPE_CHECKING:
    from datetime import datetime

    from relais.people.models import File, KeptSituation

NAME = "screening:start"
TEMPLATE = "screening/droits.html"
#: situations compared on the page of the history.
COMPARED = 12
_SIGN_IN_AGAIN = StateProblem(
    gettext_lazy("Votre session est terminée"),
    gettext_lazy("Rien n’est perdu. Connectez-vous dans un autre onglet, puis appuyez de nouveau sur « Garder »."),
)


@guarded
@of_file(Level.ADMINISTRATIVE, works=True)
@require_GET
def of_one_file(request: ActorRequest, found: "File") -> HttpResponse:
    """The screening, told again from the last situation kept in this file, or from the one named."""
    now = timezone.now()
    kept = _named(request, found, now=now)
    told = Told() if kept is None else told_again(services.read_situation(actor=request.actor, kept=kept, now=now), facts=queries.facts())
    told = replace(told, file=str(found.pk), called=found.person.called)
    if kept is not None and not people.reads_address(request.actor, found, now=now):
        messages.info(request, _("Adresse protégée : la commune n’est pas montrée ici. Celle qui est gardée le reste."))
    return render(request, TEMPLATE, {"page": _page(Exchange(told, None)), "live": False})


def _named(request: ActorRequest, found: "File", *, now: "datetime") -> "KeptSituation | None":
    asked = request.GET.get("situation", "")
    if not asked:
        return people.last_situation(request.actor, found, now=now)
    try:
        kept = people.situations(request.actor, found.pk, now=now).filter(pk=UUID(asked)).first()
    except ValueError as wrong:
        raise Http404 from wrong
    if kept is None:
        raise Http404
    return kept


@guarded
@require_POST
def keep(request: ActorRequest) -> HttpResponse:
    """Keep what the page tells in the file that it was opened from. A session that ended loses nothing of the page."""
    exchange = received(request)
    if not exchange.told.file:
        raise Http404
    if request.actor.is_anonymous:
        return _not_kept(request, exchange, _SIGN_IN_AGAIN)
    file_id = UUID(exchange.told.file)
    try:
        situation = read_only(exchange.told).reading.household
        kept = services.keep_situation(actor=request.actor, file_id=file_id, situation=situation, now=timezone.now())
    except OutOfScope as out:
        raise Http404 from out
    except UnableToKeepFiles as problem:
        return _not_kept(request, exchange, StateProblem(gettext_lazy("Rien n’est gardé"), str(problem)))
    answer_again(request, kept, exchange.told)
    messages.success(request, _("La situation est gardée dans le dossier."))
    return redirect("screening:situations", file_id=file_id)


@guarded
@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def recompute(request: ActorRequest, found: "File") -> HttpResponse:
    """Answer the last situation kept again, with the rules of this month: one press on the page of the file."""
    now = timezone.now()
    kept = people.last_situation(request.actor, found, now=now)
    if kept is None:
        raise Http404
    try:
        told = told_again(services.read_situation(actor=request.actor, kept=kept, now=now), facts=queries.facts())
        done = answer_again(request, kept, told)
    except UnableToKeepFiles as problem:
        messages.error(request, str(problem))
    else:
        if done:
            messages.success(request, _("Les droits probables sont calculés avec les règles de ce mois."))
        else:
            messages.error(request, _("Le calcul ne répond pas. La situation reste gardée : réessayez plus tard."))
    return redirect("people:file", file_id=found.pk)


def _not_kept(request: ActorRequest, exchange: Exchange, problem: StateProblem) -> HttpResponse:
    page = _page(replace(exchange, state_problem=problem))
    return render(request, TEMPLATE, {"page": page, "live": False}, status=422)


def _page(exchange: Exchange) -> Page:
    outcome = outcome_of(exchange.told)
    return page_of(outcome, name=NAME, state_problem=exchange.state_problem, sections=expert_sections(outcome))


@dataclass(frozen=True, slots=True)
class Changed:
    """One fact that is no longer told as it was. ``before``, ``after``: in words, empty for what was not known."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One situation of the history, and what changed since the one before."""

    key: UUID
    at: "datetime"
    by: str
    first: bool
    changes: tuple[Changed, ...]


@of_file(Level.ADMINISTRATIVE)
@require_GET
def history(request: ActorRequest, found: "File") -> HttpResponse:
    """The situations kept in this file, and what changed from one to the next, in the words of the questions."""
    now = timezone.now()
    rows = list(people.situations(request.actor, found.pk, now=now)[: COMPARED + 1])
    works = Level.ADMINISTRATIVE in people.works(request.actor, found, now=now)
    shown = _compared(request, rows, now=now)
    withheld = bool(rows) and not people.reads_address(request.actor, found, now=now)
    context = {"file": found, "person": found.person, "kept": shown, "works": works, "withheld": withheld}
    return render(request, "screening/situations.html", context)


def _compared(request: ActorRequest, rows: "list[KeptSituation]", *, now: "datetime") -> list[Kept]:
    if not rows:
        return []
    situations = services.read_situations(actor=request.actor, rows=rows, now=now)
    told = [_in_words(told_again(one, facts=queries.facts())) for one in situations]
    shown = []
    for rank, (row, words) in enumerate(list(zip(rows, told, strict=True))[:COMPARED]):
        before = told[rank + 1] if rank + 1 < len(told) else None
        shown.append(Kept(row.pk, row.kept_at, row.kept_by.display_name, before is None, _changes(before or {}, words)))
    return shown


def _in_words(told: Told) -> dict[str, tuple[str, str]]:
    """Question → its label, and what was told."""
    return {line.key: (line.label, line.words) for line in summary_of(read_only(told))}


def _changes(before: dict[str, tuple[str, str]], after: dict[str, tuple[str, str]]) -> tuple[Changed, ...]:
    found = []
    for key in [*after, *(key for key in before if key not in after)]:
        was, now = before.get(key, ("", ""))[1], after.get(key, ("", ""))[1]
        if was != now:
            label = (after.get(key) or before.get(key) or (question_label(fact_key(key), {}), ""))[0]
            found.append(Changed(label, was, now))
    return tuple(found)
