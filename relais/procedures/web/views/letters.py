"""``/outils/ecrire/``: the letters by situation, then one letter: questions, a text that may be edited, paper. Nothing is stored.

What was typed goes by the body of each exchange and comes back in the page: no session, no row, no address, no log. The letters of a
démarche are written at the same desk (``views.sendings``), which may then keep the paper.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from relais.foundation import pdf
from relais.kernel.guards.reading import masked
from relais.law.letters.body import from_text
from relais.law.letters.letter import SENDING, Letter
from relais.law.letters.writing import Written, written
from relais.procedures import letters as reads
from relais.procedures.clocks import rules_of_letter
from relais.procedures.rules.letter_paper import Paper, opening, paper
from relais.procedures.web.letter_forms import SENDER, LetterForm
from relais.procedures.web.unkept import unkept
from relais.ui.guarded import is_masking, passages_in, secret_in
from relais.ui.typography import french

#: what a button asks for; anything else is the form.
PREVIEW, UPDATE, AGAIN, CHANGE, PDF, KEEP = "apercu", "actualiser", "reecrire", "modifier", "pdf", "garder"
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


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a letter is written. ``at``: the address of its pages; ``known``: answers already known; ``around``: what more the pages tell;
    ``keep``: what is done with a paper to keep (the PDF, and the letter as it stands), None where nothing is kept; ``signs``: who signs
    is asked."""

    at: str
    known: Mapping[str, object] = field(default_factory=dict)
    around: Mapping[str, object] = field(default_factory=dict)
    keep: Callable[[bytes, Draft], HttpResponse] | None = None
    signs: bool = False

    def context(self) -> dict[str, object]:
        """What the pages of a letter always tell."""
        return {"at": self.at, "keeps": self.keep is not None, "procedure": None, "file": None, "annex": "", **self.around}


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every letter, by situation."""
    return render(request, "procedures/letters.html", {"groups": reads.letters_by_situation()})


@unkept
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """One letter of the toolbox."""
    known = reads.letters().get(code)
    if known is None:
        raise Http404
    return answer(request, known, Desk(at=reverse("tools:letter", kwargs={"code": code})))


def answer(request: HttpRequest, known: Letter, desk: Desk) -> HttpResponse:
    """The questions, the preview, the PDF or the paper kept, as the button says. A form with a fault is a 422 with all that was typed."""
    step = request.POST.get("etape", "") or _step_of_masking(request)
    if step not in (PREVIEW, UPDATE, AGAIN, CHANGE, PDF, KEEP) or (step == KEEP and desk.keep is None):
        return questions(request, LetterForm(letter=known, initial=desk.known, signs=desk.signs), desk)
    form = LetterForm(request.POST, letter=known, signs=desk.signs)
    if step == CHANGE or not form.is_valid():
        return _questions_again(request, form, desk, changing=step == CHANGE)
    return _preview(request, draft_of(form, request.POST, step), desk, step=step)


def _step_of_masking(request: HttpRequest) -> str:
    """«Masquer et enregistrer» under a box names no step: the letter is shown again, as it was changed."""
    if not is_masking(request.POST):
        return ""
    return UPDATE if request.POST.get("corps") else PREVIEW


def _questions_again(request: HttpRequest, form: LetterForm, desk: Desk, *, changing: bool) -> HttpResponse:
    """The form with what was typed. A text that was edited comes along; one that was not is written anew after the answers."""
    kept = _same_breaks(request.POST.get("corps", ""))
    if form.is_valid() and kept == _text_of(written(form.letter, form.told), form):
        kept = ""
    if changing:
        # who could sign for the service is known, even when the page before did not ask
        ours = {name: desk.known[name] for name in SENDER if name in desk.known and not request.POST.get(name)}
        again = LetterForm(letter=form.letter, initial=request.POST.dict() | ours, signs=desk.signs)
        return questions(request, again, desk, kept=kept)
    return questions(request, form, desk, kept=kept, status=422)


def questions(request: HttpRequest, form: LetterForm, desk: Desk, *, kept: str = "", status: int = 200) -> HttpResponse:
    """The page of the questions. ``kept``: a text edited before, that comes along."""
    context = {
        "letter": form.letter,
        "form": form,
        "kept": kept,
        "sending": SENDING[form.letter.sending],
        "clocks": rules_of_letter(form.letter.code),
        **desk.context(),
    }
    return render(request, "procedures/letter_form.html", context, status=status)


def draft_of(form: LetterForm, posted: Mapping[str, str], step: str = PREVIEW) -> Draft:
    """The letter as it stands, from a form without a fault."""
    done = written(form.letter, form.told)
    fresh, typed = _text_of(done, form), _same_breaks(posted.get("corps", ""))
    typed = masked(typed) if is_masking(posted) else typed
    # from the questions comes only a text that was edited; from the preview, whatever is in the box
    rewriting = step == AGAIN or "corps" not in posted or (step == PREVIEW and not typed)
    text = fresh if rewriting else typed
    return Draft(form, done, text, text != fresh, bool(posted.get("grand")), "" if rewriting else _problem(text))


def _problem(text: str) -> str:
    if not text.strip():
        return _("Le texte est vide. Écrivez-le, ou réécrivez-le avec vos réponses.")
    if len(text) > LONGEST_TEXT:
        return _("Le texte est trop long : %(length)d signes, %(longest)d au plus.") % {"length": len(text), "longest": LONGEST_TEXT}
    secret = secret_in(text)
    return "" if secret is None else str(secret.message)


def _text_of(done: Written, form: LetterForm) -> str:
    """Her words, after the line of the service that writes for her."""
    return french("\n\n".join(filter(None, (opening(form.told), done.body_text))))


def _same_breaks(text: str) -> str:
    """A browser posts a text area with its own line ends."""
    return text.replace("\r\n", "\n").strip("\n")


def _preview(request: HttpRequest, draft: Draft, desk: Desk, *, step: str) -> HttpResponse:
    """The page with the paper, the PDF, or what keeping it answers; without a PDF, the page with the reason: it prints as well."""
    unable = ""
    if step in (PDF, KEEP) and not draft.problem:
        try:
            made = paper_pdf(draft)
        except pdf.UnableToRender as problem:
            unable = str(problem)
        else:
            return desk.keep(made, draft) if step == KEEP and desk.keep is not None else _inline(made)
    known: Letter = draft.form.letter
    context = {
        "letter": known,
        "draft": draft,
        "paper": draft.paper(),
        "level": 2,
        "large": draft.large,
        "passages": passages_in(draft.text) if draft.problem else [],
        "unable": unable,
        "sending": SENDING[known.sending],
        "clocks": rules_of_letter(known.code),
        **desk.context(),
    }
    return render(request, "procedures/letter_preview.html", context, status=422 if draft.problem else 200)


def paper_pdf(draft: Draft) -> bytes:
    """The letter as PDF/UA-1; ``pdf.UnableToRender`` where this machine makes none."""
    with translation.override("fr"):
        html = render_to_string("procedures/letter_document.html", {"paper": draft.paper(), "level": 1, "large": draft.large})
    return pdf.render(html, stylesheets=STYLES)


def _inline(made: bytes) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{FILE_NAME}"'
    return response
