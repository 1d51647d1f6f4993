"""The report on screen, taken away, and the register of what is counted."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from relais.foundation import pdf
from relais.foundation.access import ActorRequest
from relais.reporting import paper, queries, services
from relais.reporting.web.forms import PeriodForm, PleadingForm, usual
from relais.ui.charts import BarChart, bar_chart
from relais.ui.typography import number

_KINDS = {
    "pdf": ("application/pdf", paper.as_pdf),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", paper.as_workbook),
}


def _form(request: ActorRequest) -> PeriodForm:
    if not queries.reads_reports(request.actor):
        raise Http404
    sent = request.POST or request.GET
    last = queries.told_through(request.actor, on=timezone.localdate())
    places = [(place.pk, place.name) for place in queries.places(request.actor)]
    asked = usual(last)
    initial = {"de": str(asked.first), "a": str(asked.last), "service": ""}
    return PeriodForm(sent if {"de", "a"} & set(sent) else initial, last=last, services=places)


def _chart(shown: queries.Shown) -> BarChart | None:
    """The cells that are told, as bars; None for a figure of one number."""
    if not shown.lines:
        return None
    title, summary, unit = (str(words) for words in (shown.figure.title, shown.figure.definition, shown.figure.of))
    bars = [(str(line.label), float(line.number or 0)) for line in shown.lines]
    return bar_chart(bars, title=title, summary=summary, label="", unit=unit, words=number)


@login_required
@never_cache
@require_safe
def report(request: ActorRequest) -> HttpResponse:
    """The figures of a period; those of the year under way when none is asked."""
    form = _form(request)
    if not form.is_valid():
        return render(request, "reporting/report.html", {"form": form}, status=422)
    page = queries.page(request.actor, form.asked(), on=timezone.localdate())
    shown = [(one, _chart(one)) for one in page.figures if one.whole.number is not None]
    context = {"form": form, "page": page, "period": paper.period(page), "shown": shown}
    return render(request, "reporting/report.html", context)


@login_required
@never_cache
@require_POST
def take(request: ActorRequest) -> HttpResponse:
    """The same figures as a file; told in the journal."""
    form = _form(request)
    kind = request.POST.get("fichier", "")
    if not form.is_valid() or kind not in _KINDS:
        return render(request, "reporting/report.html", {"form": form}, status=422)
    page = queries.page(request.actor, form.asked(), on=timezone.localdate())
    media, made = _KINDS[kind]
    try:
        body = made(page)
    except pdf.UnableToRender as problem:
        return render(request, "reporting/report.html", {"form": form, "unable": str(problem)}, status=503)
    services.take(actor=request.actor, service=page.service, now=timezone.now())
    answer = HttpResponse(body, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="bilan-{page.asked.first}-{page.asked.last}.{kind}"'
    return answer


@login_required
@never_cache
@require_safe
def register(request: ActorRequest) -> HttpResponse:
    """Everything that is counted here, and for whom: nothing is counted beside this list (doctrine, S34)."""
    if not queries.reads_reports(request.actor):
        raise Http404
    return render(request, "reporting/register.html", {"figures": queries.register()})


_PLEADINGS = {
    "pdf": ("application/pdf", paper.pleading_pdf),
    "csv": ("text/csv; charset=utf-8", paper.pleading_csv),
}


def _of_body(request: ActorRequest) -> PleadingForm:
    if not queries.reads_reports(request.actor):
        raise Http404
    sent = request.POST or request.GET
    last, known = queries.told_through(request.actor, on=timezone.localdate()), list(queries.bodies().items())
    asked = usual(last)
    initial = {"de": str(asked.first), "a": str(asked.last)}
    return PleadingForm(sent if sent else None, initial=initial, last=last, bodies=known)


@login_required
@never_cache
@require_safe
def pleading(request: ActorRequest) -> HttpResponse:
    """What one body's services blocked in a period, to be told to it (doctrine, S53); the question alone when no body is asked."""
    form = _of_body(request)
    if form.is_bound and not form.is_valid():
        return render(request, "reporting/pleading.html", {"form": form}, status=422)
    context: dict[str, object] = {"form": form}
    if form.is_bound:
        told = queries.pleading(request.actor, form.asked(), form.cleaned_data["organisme"], on=timezone.localdate())
        context |= {"told": told, "period": paper.period(told)}
    return render(request, "reporting/pleading.html", context)


@login_required
@never_cache
@require_POST
def take_pleading(request: ActorRequest) -> HttpResponse:
    """The same as a file to hand over; told in the journal."""
    form = _of_body(request)
    kind = request.POST.get("fichier", "")
    if not form.is_valid() or kind not in _PLEADINGS:
        return render(request, "reporting/pleading.html", {"form": form}, status=422)
    told = queries.pleading(request.actor, form.asked(), form.cleaned_data["organisme"], on=timezone.localdate())
    media, made = _PLEADINGS[kind]
    try:
        body = made(told)
    except pdf.UnableToRender as problem:
        return render(request, "reporting/pleading.html", {"form": form, "unable": str(problem)}, status=503)
    services.take(actor=request.actor, service=None, now=timezone.now())
    answer = HttpResponse(body, content_type=media)
    answer["Content-Disposition"] = (
        f'attachment; filename="dossier-{form.cleaned_data["organisme"]}-{told.asked.first}-{told.asked.last}.{kind}"'
    )
    return answer
