"""``/outils/courrier/``: choose a letter by its look, tell two or three facts, read what it means, until when and what to do first.

Facts are posted and answered in the page: no row, no session, no log line, no address holds one.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from relais.law.mail.mail import Mail
from relais.procedures import letters as letter_reads
from relais.procedures import mail as reads
from relais.procedures.finding import found_mail
from relais.procedures.rules.mail_lines import copied, drawn, mediation, to_send, told
from relais.procedures.rules.search import LONGEST
from relais.procedures.web.letter_forms import PREFIX as LETTER_PREFIX
from relais.procedures.web.mail_forms import MailForm
from relais.procedures.web.unkept import unkept
from relais.ui.fragments import page_or_part
from relais.ui.guarded import is_masking

#: what a button asks for; anything else is the questions.
ANSWER, CHANGE = "reponse", "modifier"


@unkept
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Every type, by sender; posted, those that answer the words typed. Posted since words may be a name: never in an address."""
    asked = request.POST.get("mots", "")[:LONGEST].strip()
    context = {
        "groups": reads.mails_by_sender(),
        "asked": asked,
        "longest": LONGEST,
        "searched": request.method == "POST",
        "found": found_mail(asked),
    }
    return page_or_part(request, "procedures/mails.html", context, part="found")


@unkept
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest, code: str) -> HttpResponse:
    """The look and the questions, or the answer, as the button says. A form with a fault is a 422 with all that was typed."""
    known = reads.mails().get(code)
    if known is None:
        raise Http404
    step = request.POST.get("etape", "") or (ANSWER if is_masking(request.POST) else "")
    if step == CHANGE:
        return _questions(request, known, MailForm(mail=known, initial=request.POST.dict()))
    if step != ANSWER:
        return _questions(request, known, MailForm(mail=known))
    form = MailForm(request.POST, mail=known)
    if not form.is_valid():
        return _questions(request, known, form, status=422)
    return _answer(request, known, form)


def _questions(request: HttpRequest, known: Mail, form: MailForm, *, status: int = 200) -> HttpResponse:
    view = told(known, age=known.age(on=timezone.localdate()))
    return render(request, "procedures/mail_form.html", {"view": view, "form": form}, status=status)


def _answer(request: HttpRequest, known: Mail, form: MailForm) -> HttpResponse:
    found = form.found
    view = told(known, age=known.age(on=found.today))
    context = {
        "view": view,
        "form": form,
        "found": found,
        "clocks": drawn(found),
        "replies": to_send(found, letter_reads.letters(), prefix=LETTER_PREFIX),
        "mediation": mediation(known),
        "sheets": reads.sheets_of(known),
        "text": copied(view, found),
        "typed": [(name, request.POST[name]) for name in form.fields if request.POST.get(name)],
    }
    return render(request, "procedures/mail_answer.html", context)
