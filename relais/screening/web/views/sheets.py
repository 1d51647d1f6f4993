"""``/droits/feuille/`` and ``/droits/feuille-du-professionnel/``: the two printed sheets. Posted with the page state, kept nowhere.

The person's sheet takes three steps on one address: she chooses, the worker adds what only they know, the sheet shows and prints.
Each sheet is a page that the browser prints, and a PDF when this machine can make one; the page stays when it cannot.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from relais.foundation import pdf
from relais.screening.rules.board import Board
from relais.screening.rules.sheet_person import person_sheet
from relais.screening.rules.sheet_professional import professional_words
from relais.screening.rules.sheet_words import FRENCH, words
from relais.screening.web.exchange import guarded, received
from relais.screening.web.page import Outcome, Page, outcome_of, page_of
from relais.screening.web.professional_sheet import professional_sheet
from relais.screening.web.sheet_forms import RIGHTS, DetailsForm, choice_problem, offered, offered_groups, usual_choice
from relais.ui.guarded import is_masking

PERSON, PROFESSIONAL = "screening:sheet_person", "screening:sheet_professional"
#: what a button asks for: the details, the sheet, its PDF; anything else is the choice.
DETAILS, SHEET, PDF = "details", "feuille", "pdf"
STYLES = ("screening/sheet.css",)
#: a file name that tells nothing in a folder of downloads.
FILE_NAME = "feuille.pdf"


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet to show or to make a PDF of: its page, what the page shows around it, and the printed part."""

    template: str
    title: str
    body: SafeString
    around: Mapping[str, object] = field(default_factory=dict)


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_person(request: HttpRequest) -> HttpResponse:
    """The choice, the details, the sheet or its PDF, as the button says."""
    exchange = received(request)
    outcome = outcome_of(exchange.told)
    page = page_of(outcome, name=PERSON, state_problem=exchange.state_problem)
    if outcome.board is None:
        return render(request, "screening/sheet_choice.html", {"page": page, "groups": (), "chosen": (), "problem": ""})
    rights, step = offered(outcome.board), request.POST.get("etape", "") or (SHEET if is_masking(request.POST) else "")
    chosen = tuple(code for code in rights if code in request.POST.getlist(RIGHTS))
    problem = choice_problem(chosen) if step in (DETAILS, SHEET, PDF) else ""
    if problem or step not in (DETAILS, SHEET, PDF):
        return _choice(request, page, outcome.board, chosen, problem)
    typed = request.POST if "service" in request.POST else None
    form = DetailsForm(typed, kept=[rights[code] for code in chosen])
    if step == DETAILS or (form.is_bound and not form.is_valid()):
        context = {"page": page, "form": form, "chosen": chosen}
        return render(request, "screening/sheet_details.html", context, status=422 if step != DETAILS else 200)
    return _answer(request, page, _person_paper(form, outcome, chosen), as_pdf=step == PDF)


def _choice(request: HttpRequest, page: Page, board: Board, chosen: tuple[str, ...], problem: str) -> HttpResponse:
    """Which rights she keeps. Those that only the facts closed are left out; nothing is ticked when more than three are open."""
    ticked = chosen if chosen or problem else usual_choice(board)
    context = {"page": page, "groups": offered_groups(board, ticked), "chosen": ticked, "problem": problem}
    return render(request, "screening/sheet_choice.html", context, status=422 if problem else 200)


def _person_paper(form: DetailsForm, outcome: Outcome, chosen: tuple[str, ...]) -> Paper:
    language = form.language
    with translation.override("fr"):
        sheet = person_sheet(
            kept=form.rights(),
            on=outcome.today,
            french=words(FRENCH),
            beside=words(language) if language != FRENCH else None,
            service=form.service_name,
        )
        body = render_to_string("screening/sheet_person_body.html", {"sheet": sheet})
    return Paper("screening/sheet_person.html", words(FRENCH).texts["outside"], body, {"form": form, "chosen": chosen})


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_professional(request: HttpRequest) -> HttpResponse:
    """What the answers rest on, or its PDF."""
    exchange = received(request)
    outcome = outcome_of(exchange.told)
    page = page_of(outcome, name=PROFESSIONAL, state_problem=exchange.state_problem)
    if outcome.board is None:
        return render(request, "screening/sheet_professional.html", {"page": page, "body": ""})
    with translation.override("fr"):
        board = outcome.board_view()
        body = render_to_string("screening/sheet_professional_body.html", {"sheet": professional_sheet(outcome, board)}) if board else ""
    paper = Paper("screening/sheet_professional.html", professional_words().title, SafeString(body))
    return _answer(request, page, paper, as_pdf=request.POST.get("etape") == PDF)


def _answer(request: HttpRequest, page: Page, paper: Paper, *, as_pdf: bool) -> HttpResponse:
    """The page, or the PDF; when no PDF can be made, the page again with the reason: it prints as well."""
    unable = ""
    if as_pdf:
        try:
            return _pdf(paper)
        except pdf.UnableToRender as problem:
            unable = str(problem)
    return render(request, paper.template, {"page": page, "body": paper.body, "unable": unable, **paper.around})


def _pdf(paper: Paper) -> HttpResponse:
    html = render_to_string("screening/sheet_document.html", {"title": paper.title, "body": paper.body})
    response = HttpResponse(pdf.render(html, stylesheets=STYLES), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{FILE_NAME}"'
    return response
