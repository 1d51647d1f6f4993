"""``/outils/ecrire/``: the letters by situation, then one letter: questions, a text that may be edited, paper. Nothing is stored.

What was typed goes by the body of each exchange and comes back in the page: no session, no row, no address, no log.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from relais.foundation import pdf
from relais.law.letters.body import from_text
from relais.law.letters.letter import SENDING, Letter
from relais.law.letters.writing import Written, written
from relais.procedures import letters as reads
from relais.procedures.clocks import rules_of_letter
from relais.procedures.rules.letter_paper import Paper, paper
from relais.procedures.web.letter_forms import LetterForm
from relais.procedures.web.unkept import unkept
from relais.ui.typography import french

#: what a button asks for; anything else is the form.
PREVIEW, UPDATE, AGAIN, CHANGE, PDF = "apercu", "actualiser", "reecrire", "modifier", "pdf"
STYLES = ("procedures/letter.css",)
#: a file name that tells nothing in a folder of downloads.
FILE_NAME = "courrier.pdf"
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Draft:
    """The letter as it stands. ``text``: its body, edited or not; ``problem``: why that text is not printed."""

    form: LetterForm
    done: Written
    text: str
    edited: bool
    large: bool
    problem: str = ""

    def paper(self) -> Paper:
        """The sheet to print."""
        with translation.override("fr"):
            return paper(
                letter=self.form.letter,
                told=self.form.told,
                subject=french(self.done.subject),
                body=from_text(self.text),
                enclosures=tuple(french(one) for one in self.done.enclosures),
            )


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every letter, by situation."""
    return render(request, "procedures/letters.html", {"groups": reads.letters_by_situation()})


@unkept
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """The questions, the preview or the PDF, as the button says. A form with a fault is a 422 with all that was typed."""
    known = reads.letters().get(code)
    if known is None:
        raise Http404
    step = request.POST.get("etape", "")
    if step not in (PREVIEW, UPDATE, AGAIN, CHANGE, PDF):
        return _questions(request, LetterForm(letter=known), kept="")
    form = LetterForm(request.POST, letter=known)
    if step == CHANGE or not form.is_valid():
        return _questions_again(request, form, changing=step == CHANGE)
    draft = _draft(request.POST, form, step)
    return _preview(request, draft, as_pdf=step == PDF)


def _questions_again(request: HttpRequest, form: LetterForm, *, changing: bool) -> HttpResponse:
    """The form with what was typed. A text that was edited comes along; one that was not is written anew after the answers."""
    kept = _same_breaks(request.POST.get("corps", ""))
    if form.is_valid() and kept == _text_of(written(form.letter, form.told)):
        kept = ""
    if changing:
        return _questions(request, LetterForm(letter=form.letter, initial=request.POST.dict()), kept=kept)
    return _questions(request, form, kept=kept, status=422)


def _questions(request: HttpRequest, form: LetterForm, *, kept: str, status: int = 200) -> HttpResponse:
    context = {
        "letter": form.letter,
        "form": form,
        "kept": kept,
        "sending": SENDING[form.letter.sending],
        "clocks": rules_of_letter(form.letter.code),
    }
    return render(request, "procedures/letter_form.html", context, status=status)


def _draft(posted: Mapping[str, str], form: LetterForm, step: str) -> Draft:
    done = written(form.letter, form.told)
    fresh, typed = _text_of(done), _same_breaks(posted.get("corps", ""))
    # from the questions comes only a text that was edited; from the preview, whatever is in the box
    rewriting = step == AGAIN or "corps" not in posted or (step == PREVIEW and not typed)
    text = fresh if rewriting else typed
    return Draft(form, done, text, text != fresh, bool(posted.get("grand")), "" if rewriting else _problem(text))


def _problem(text: str) -> str:
    if not text.strip():
        return _("Le texte est vide. Écrivez-le, ou réécrivez-le avec vos réponses.")
    if len(text) > LONGEST_TEXT:
        return _("Le texte est trop long : %(length)d signes, %(longest)d au plus.") % {"length": len(text), "longest": LONGEST_TEXT}
    return ""


def _text_of(done: Written) -> str:
    return french(done.body_text)


def _same_breaks(text: str) -> str:
    """A browser posts a text area with its own line ends."""
    return text.replace("\r\n", "\n").strip("\n")


def _preview(request: HttpRequest, draft: Draft, *, as_pdf: bool) -> HttpResponse:
    """The page with the paper, or the PDF; when no PDF can be made, the page again with the reason: it prints as well."""
    sheet, unable = draft.paper(), ""
    if as_pdf and not draft.problem:
        try:
            return _pdf(sheet, large=draft.large)
        except pdf.UnableToRender as problem:
            unable = str(problem)
    known: Letter = draft.form.letter
    context = {
        "letter": known,
        "draft": draft,
        "paper": sheet,
        "level": 2,
        "large": draft.large,
        "unable": unable,
        "sending": SENDING[known.sending],
        "clocks": rules_of_letter(known.code),
    }
    return render(request, "procedures/letter_preview.html", context, status=422 if draft.problem else 200)


def _pdf(sheet: Paper, *, large: bool) -> HttpResponse:
    with translation.override("fr"):
        html = render_to_string("procedures/letter_document.html", {"paper": sheet, "level": 1, "large": large})
    response = HttpResponse(pdf.render(html, stylesheets=STYLES), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{FILE_NAME}"'
    return response
