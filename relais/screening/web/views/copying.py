"""``/droits/copier/``: the screening in a few lines of plain text, to paste in another tool."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relais.screening import queries
from relais.screening.copying import copied_text
from relais.screening.rules.board import reserves_of
from relais.screening.web.exchange import guarded, received
from relais.screening.web.page import Outcome, outcome_of, page_of
from relais.screening.web.summary import summary_of

NAME = "screening:copy"


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest) -> HttpResponse:
    """The text in a box that can be selected, with a copy button where scripts run."""
    exchange = received(request)
    outcome = outcome_of(exchange.told)
    page = page_of(outcome, name=NAME, state_problem=exchange.state_problem)
    return render(request, "screening/copier.html", {"page": page, "text": _text(outcome)})


def _text(outcome: Outcome) -> str:
    """Empty when nothing was told."""
    if outcome.board is None:
        return ""
    told = [_("%(label)s : %(words)s") % {"label": line.label, "words": line.words} for line in summary_of(outcome)]
    shown = (*outcome.board.to_claim, *outcome.board.to_check)
    return copied_text(board=outcome.board, told=told, reserves=reserves_of(shown, queries.reserves()), on=outcome.today)
