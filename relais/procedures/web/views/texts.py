"""``/outils/textes/``: a structure adds or corrects a letter or a sheet on screen, sees it first, and may come back on it."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.kernel.decisions import Refused
from relais.procedures import shelf
from relais.procedures.kinds import Kind
from relais.procedures.queries import texts as queries
from relais.procedures.rules.text_lines import Problem
from relais.procedures.rules.texts import TO_NAME, code_of, same_breaks
from relais.procedures.services import texts as services
from relais.procedures.web.text_forms import TextForm
from relais.ui.sentences import said

PREVIEW = "apercu"
#: exchanges from one network address: trying a text reads the whole folder.
RATE, PER = 300, timedelta(minutes=5)


@never_cache
@login_required
@require_safe
def listed(request: ActorRequest) -> HttpResponse:
    """Every text of this instance, by kind, and what may be corrected or taken as a model."""
    found = queries.shelves(request.actor)
    if not found:
        raise Http404
    return render(request, "procedures/texts.html", {"shelves": found})


@never_cache
@login_required
@limited("textes", rate=RATE, per=PER)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def new(request: ActorRequest, kind: str) -> HttpResponse:
    """A new text, or the correction of a national one, from the national text that the address names."""
    known = _kind(request, kind)
    if request.method == "POST":
        return _written(request, known, name="")
    model = request.GET.get("modele", "")
    national = known.national_text(model)
    if national is None:
        raise Http404
    corrects = request.GET.get("corriger") == "oui"
    if corrects and shelf.read(known, model) is not None:
        return redirect("tools:text", known.code, model)
    structure = queries.structure_of(request.actor)
    text = known.start(national, corrects=corrects, structure=structure, on=timezone.localdate())
    return _page(request, known, TextForm(initial={"texte": text}), name="")


@never_cache
@login_required
@limited("textes", rate=RATE, per=PER)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: ActorRequest, kind: str, name: str) -> HttpResponse:
    """One text: changed, seen, kept, with its versions."""
    known = _kind(request, kind)
    present = queries.text_of(request.actor, known, name)
    if present is None:
        raise Http404
    if request.method == "POST":
        return _written(request, known, name=name)
    form = TextForm(initial={"texte": present, "seen": shelf.digest(present)})
    return _page(request, known, form, name=name, tried=shelf.tried(known, name, present))


@never_cache
@login_required
@require_POST
def take_away(request: ActorRequest, kind: str, name: str) -> HttpResponse:
    """The text leaves; it may be put back from the list."""
    known = _kind(request, kind)
    if queries.text_of(request.actor, known, name) is None:
        raise Http404
    try:
        services.take_text_away(actor=request.actor, kind=known, name=name, now=timezone.now())
    except services.UnableToKeepText as problem:
        messages.error(request, " ".join(said(one.said) for one in problem.problems))
    else:
        messages.success(request, _("« %(name)s » est supprimé. Vous pouvez le remettre ci-dessous.") % {"name": name})
    return redirect("tools:texts")


@never_cache
@login_required
@require_POST
def put_back(request: ActorRequest, kind: str, name: str) -> HttpResponse:
    """A former version is in use again."""
    known, number = _kind(request, kind), request.POST.get("version", "")
    wanted = int(number) if number.isdecimal() and len(number) < 15 else 0
    try:
        services.put_text_back(actor=request.actor, kind=known, name=name, number=wanted, now=timezone.now())
    except Refused as problem:
        raise Http404 from problem
    except services.UnableToKeepText as problem:
        messages.error(request, _("Rien n’a changé. %(why)s") % {"why": problem})
        return redirect("tools:texts")
    messages.success(request, _("« %(name)s » est remis tel qu’il était.") % {"name": name})
    return redirect("tools:text", known.code, name)


def _kind(request: ActorRequest, code: str) -> Kind:
    known = queries.kind_for(request.actor, code)
    if known is None:
        raise Http404
    return known


def _written(request: ActorRequest, kind: Kind, *, name: str) -> HttpResponse:
    """Seen or kept, as the button says; a fault is a 422 with all that was typed."""
    form = TextForm(request.POST)
    if not form.is_valid():
        return _page(request, kind, form, name=name, status=422)
    typed = same_breaks(form.cleaned_data["texte"])
    if request.POST.get("etape") == PREVIEW:
        tried = shelf.tried(kind, name or code_of(typed) or TO_NAME, typed)
        return _page(request, kind, form, name=name, tried=tried, status=422 if tried.problems else 200)
    try:
        kept = services.keep_text(actor=request.actor, kind=kind, name=name, text=typed, seen=form.cleaned_data["seen"], now=timezone.now())
    except Refused as problem:
        return _page(request, kind, form, name=name, problems=(Problem(_(problem.decision.reason)),), status=422)
    except services.TextHasMoved as problem:
        present = shelf.read(kind, name)
        # the next press knows what it replaces
        again = TextForm(initial={"texte": typed, "seen": shelf.digest(present)})
        return _page(request, kind, again, name=name, problems=problem.problems, moved=present or "", status=422)
    except services.UnableToKeepText as problem:
        return _page(request, kind, form, name=name, problems=problem.problems, status=422)
    messages.success(request, _("« %(name)s » est enregistré, et en service.") % {"name": kept})
    # a redirection without its own fragment would keep that of the preview, and scroll past the message
    return redirect(f"{reverse('tools:text', args=[kind.code, kept])}#contenu")


def _page(
    request: ActorRequest,
    kind: Kind,
    form: TextForm,
    *,
    name: str,
    tried: shelf.Tried | None = None,
    problems: tuple[Problem, ...] = (),
    moved: str = "",
    status: int = 200,
) -> HttpResponse:
    seen = tried.found if tried is not None else None
    context = {
        "kind": kind,
        "form": form,
        "name": name,
        "problems": tried.problems if tried is not None else problems,
        "others": tried.others if tried is not None else (),
        "moved": moved,
        "corrects": request.GET.get("modele", "") if request.GET.get("corriger") == "oui" else "",
        "seen": seen is not None,
        "versions": queries.versions(request.actor, kind, name) if name else (),
    }
    if seen is not None:
        context |= kind.seen(seen, timezone.localdate())
    return render(request, "procedures/text.html", context, status=status)
