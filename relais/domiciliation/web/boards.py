"""The board of domiciliations, the address of a service, the figures of a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relais.domiciliation import facts, paper
from relais.domiciliation.queries import board as queries
from relais.domiciliation.queries import files, years
from relais.domiciliation.services import desks
from relais.domiciliation.services.beginnings import UnableToDomicile
from relais.domiciliation.web.forms import DeskForm, YearForm
from relais.foundation.access import ActorRequest
from relais.foundation.marks import mark_of
from relais.kernel.decisions import OutOfScope
from relais.people.file_screens import signed_in
from relais.ui.forms import told


@dataclass(frozen=True, slots=True)
class _Part:
    """A list as a page tells it. ``empty``: what is said of nobody, "" to say nothing; ``said``: before the day of a line."""

    code: str
    listed: queries.Listed
    title: Promise
    empty: Promise | str
    said: Promise
    page: str = "show"


_TOLD: Mapping[str, tuple[Any, ...]] = {
    queries.ASKED: (_lazy("À décider"), _lazy("Aucune demande n’attend."), _lazy("réponse avant le")),
    queries.SILENT: (
        _lazy("À relancer : trois mois sans nouvelles"),
        _lazy("Tout le monde a donné des nouvelles."),
        _lazy("trois mois passés le"),
    ),
    queries.ANSWERED: (_lazy("Fins annoncées"), "", _lazy("peut répondre jusqu’au")),
    queries.RENEW: (_lazy("À renouveler"), _lazy("Aucune ne finit dans les deux mois."), _lazy("dernier jour")),
    queries.MAIL: (_lazy("Courrier qui attend"), _lazy("Aucun courrier n’attend."), _lazy("le plus ancien est du"), "card"),
    queries.EVERY: (_lazy("Domiciliations en cours"), _lazy("Personne n’est domicilié ici pour l’instant."), _lazy("dernier jour")),
}
#: figures of the number of a page.
_LONGEST_NUMBER = 6
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@require_safe
def board(request: ActorRequest) -> HttpResponse:
    """What is to decide, to renew, silent, answered, and the mail that waits; in the files that the reader may list."""
    found = queries.board(request.actor, on=timezone.localdate(), now=timezone.now())
    parts = [_Part(which, listed, *_TOLD[which]) for which, listed in found.lists.items()]
    context = {"active": found.active, "parts": parts, "every": queries.EVERY, "desks": files.desks_kept(request.actor)}
    return render(request, "domiciliation/board.html", context)


@signed_in
@require_safe
def listed(request: ActorRequest, which: str) -> HttpResponse:
    """One of these lists in full, or everybody who has an address here, page by page."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isdecimal() and len(asked) < _LONGEST_NUMBER else 1
    found = queries.listed(request.actor, which, page=number, on=timezone.localdate(), now=timezone.now())
    if number > 1 and not found.lines:
        return redirect("domiciliation:listed", which=which)
    pages = Paginator(range(found.number), queries.PER_PAGE).get_page(number)
    return render(request, "domiciliation/listed.html", {"part": _Part(which, found, *_TOLD[which]), "page": pages})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: ActorRequest, service_id: int) -> HttpResponse:
    """Where a service receives mail, for its head."""
    place = files.service_headed(request.actor, service_id)
    if place is None:
        raise OutOfScope
    kept = files.desk(request.actor, service_id)
    stands, names = mark_of(kept, desks.Address.__slots__), desks.Address.__slots__
    known = {} if kept is None else {name: getattr(kept, name) for name in names}
    form = DeskForm(request.POST or None, initial={**known, "seen": stands})
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            desks.write_desk(actor=request.actor, service_id=service_id, told=form.told(), seen=seen, now=timezone.now())
        except UnableToDomicile as problem:
            told(form, problem)
        else:
            messages.success(request, _("L’adresse est enregistrée : les attestations la porteront."))
            return redirect("domiciliation:board")
    context = {"form": form, "place": place, "recorded": form.recorded(stands)}
    return render(request, "domiciliation/desk.html", context, status=422 if request.method == "POST" else 200)


def _asked(request: ActorRequest) -> YearForm:
    on, places = timezone.localdate(), years.places(request.actor)
    sent = request.POST or request.GET
    data = sent if "annee" in sent else {"annee": str(on.year if on.month > 1 else on.year - 1), "service": ""}
    return YearForm(data, years=years.years(on), services=[(place.pk, place.name) for place in places])


def _year(request: ActorRequest, form: YearForm) -> years.Year:
    asked = form.cleaned_data
    service = next((place for place in years.places(request.actor) if str(place.pk) == asked["service"]), None)
    on, year = timezone.localdate(), int(asked["annee"])
    figures = facts.FIGURES if year < on.year else facts.UNDER_WAY
    return years.year_of(request.actor, figures, year=year, service=service, on=on)


@signed_in
@require_safe
def year(request: ActorRequest) -> HttpResponse:
    """The figures of a year."""
    form = _asked(request)
    if not form.is_valid():
        return render(request, "domiciliation/year.html", {"form": form}, status=422)
    return render(request, "domiciliation/year.html", {"form": form, "year": _year(request, form)})


@signed_in
@require_POST
def take(request: ActorRequest) -> HttpResponse:
    """The same figures as a workbook; told in the journal."""
    form = _asked(request)
    if not form.is_valid() or "annee" not in request.POST:
        return render(request, "domiciliation/year.html", {"form": form}, status=422)
    found = _year(request, form)
    desks.note_figures(actor=request.actor, now=timezone.now())
    answer = HttpResponse(paper.as_workbook(found), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="domiciliation-{found.year}.xlsx"'
    return answer
