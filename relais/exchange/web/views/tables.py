"""Screens of a table that comes in: bring it, confirm its columns, read what it would do, follow it, undo it."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.exchange import queries, sheets
from relais.exchange.reading import LARGEST
from relais.exchange.rules import columns as known
from relais.exchange.services import receiving, undoing
from relais.exchange.services.ground import UnableToTake
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.foundation.uploads import takes_file, too_large
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import queries as people
from relais.people.file_screens import signed_in
from relais.ui.forms import ChoiceCards, Form, in_words, told

if TYPE_CHECKING:
    from relais.exchange.models import Lot

#: in the address of a page that follows a table at work: once done without a fault, it leads to Ma journée.
FOLLOWED = "suivi"
#: seconds after which the page of a table under way asks again.
ASKS_AGAIN = 2
#: rows decided one by one; past that, what is said for all of them holds.
DECIDED = 100
#: rows shown with their reason; the file has them all.
SHOWN = 20
_TOO_LARGE = gettext_lazy("Ce fichier dépasse 5 Mo. Enregistrez la seule feuille de votre liste, ou coupez-la en deux.")


class TableForm(Form):
    """The file, and the service when there are several."""

    table = forms.FileField(
        label=gettext_lazy("Votre tableau"),
        help_text=gettext_lazy("Excel (.xlsx) ou CSV, 5 000 lignes et 5 Mo au plus. Rien n’est écrit avant votre accord."),
        error_messages={"required": gettext_lazy("Choisissez un fichier."), "empty": gettext_lazy("Ce fichier est vide.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    service = forms.ChoiceField(label=gettext_lazy("Pour quel service ?"), widget=ChoiceCards)

    def __init__(self, *args: object, services: list[tuple[str, str]], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # Django's own
        self.fields["service"].choices = services  # type: ignore[attr-defined]  # a ChoiceField has choices
        if len(services) == 1:
            self.fields["service"].widget = forms.HiddenInput()
            self.fields["service"].initial = services[0][0]


@takes_file(largest=LARGEST)
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@limited("tableau", rate=30, per=timedelta(hours=1))
@sent_once
def arrive(request: ActorRequest) -> HttpResponse:
    """Bring one's own table; one's former ones below."""
    services = [(str(service.pk), service.name) for service in queries.services_to_bring(request.actor)]
    if not services:
        raise OutOfScope
    form = TableForm(request.POST or None, request.FILES or None, services=services)
    if request.method == "POST" and too_large(request):
        form.add_error("table", _TOO_LARGE)
    elif request.method == "POST" and form.is_valid():
        content, service_id = form.cleaned_data["table"].read(), int(form.cleaned_data["service"])
        try:
            lot = receiving.receive_table(actor=request.actor, service_id=service_id, content=content, now=timezone.now())
        except (UnableToTake, Refused) as problem:
            told(form, problem)
        else:
            return redirect("exchange:columns", lot_id=lot.pk)
    context = {"form": form, "lots": queries.lots(request.actor)[:10], "offered": queries.offers(request.actor).count()}
    context["may_take_away"] = people.may_open_files(request.actor).exists()
    return render(request, "exchange/arrive.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_GET
def model(request: ActorRequest) -> HttpResponse:
    """An empty table with every column, for whoever begins one."""
    if not queries.services_to_bring(request.actor):
        raise OutOfScope
    rows = [list(known.LABELS.values()) + [f"{name} jusqu’au" for name in ("RSA", "C2S")]]
    answer = HttpResponse(sheets.written(rows, kind="xlsx"), content_type=sheets.XLSX)
    answer["Content-Disposition"] = 'attachment; filename="tableau-vide.xlsx"'
    return answer


def _mine(request: ActorRequest, lot_id: UUID) -> "Lot":
    lot = queries.lot(request.actor, lot_id)
    if lot is None:
        raise OutOfScope
    return lot


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: ActorRequest, lot_id: UUID) -> HttpResponse:
    """Say what each column is; the first rows as they will be."""
    lot = _mine(request, lot_id)
    if lot.state not in {"recu", "pret"}:
        return redirect("exchange:lot", lot_id=lot.pk)
    codes = list(lot.columns)
    problem = ""
    if request.method == "POST":
        codes = [request.POST.get(f"colonne-{rank}", "") for rank in range(len(codes))]
        if "revoir" not in request.POST:
            try:
                receiving.choose_columns(actor=request.actor, lot_id=lot.pk, codes=codes, now=timezone.now())
            except (UnableToTake, Refused) as refusal:
                problem = in_words(refusal)
            else:
                return redirect("exchange:lot", lot_id=lot.pk)
    table, first = queries.preview(lot, codes, on=timezone.localdate())
    samples = [list(dict.fromkeys(row.cells[rank] for row in table.rows[:3] if row.cells[rank])) for rank in range(len(table.headers))]
    lines = [
        {"rank": rank, "header": header or _("sans titre"), "code": code, "refused": table.refused.get(rank, ""), "samples": samples[rank]}
        for rank, (header, code) in enumerate(zip(table.headers, codes, strict=True))
    ]
    context = {
        "lot": lot,
        "lines": lines,
        "choices": known.choices(),
        "first": [(one, one.reasons(table.headers)) for one in first],
        "remarks": table.remarks,
        "problem": problem,
    }
    return render(request, "exchange/columns.html", context, status=422 if problem else 200)


@signed_in
@require_GET
def one(request: ActorRequest, lot_id: UUID) -> HttpResponse:
    """Where a table stands: what it would do, its progress, what it did."""
    lot = _mine(request, lot_id)
    if lot.state == "recu":
        return redirect("exchange:columns", lot_id=lot.pk)
    if lot.state == "fait" and FOLLOWED in request.GET and not lot.faults:
        messages.success(request, _("Votre tableau est repris : voici vos dossiers. Tout peut être remis comme avant pendant sept jours."))
        return redirect("day")
    report = queries.report(lot)
    may_undo = lot.state == "fait" and lot.settled_at is not None and timezone.now() <= lot.settled_at + undoing.UNDO_WITHIN
    context = {
        "lot": lot,
        "working": lot.state in {"reprise", "retour"},
        "report": report,
        "to_decide": queries.to_decide(request.actor, lot, now=timezone.now(), most=DECIDED),
        "more_to_decide": sum(number for code, _label, number in report if code in {"doublon", "ailleurs"}) > DECIDED,
        "faults": queries.faults(lot, most=SHOWN),
        "may_undo": may_undo,
        "undo_until": lot.settled_at + undoing.UNDO_WITHIN if lot.settled_at else None,
        "to_correct": bool(lot.faults) or lot.state == "pret",
    }
    answer = render(request, "exchange/lot.html", context)
    if context["working"]:
        # the page follows the work without a script, then leads to one's day
        answer["Refresh"] = f"{ASKS_AGAIN};url={request.path}?{FOLLOWED}"
    return answer


def _act(request: ActorRequest, lot_id: UUID, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except (UnableToTake, Refused) as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, done)
    return redirect("exchange:lot", lot_id=lot_id)


@signed_in
@require_POST
def take(request: ActorRequest, lot_id: UUID) -> HttpResponse:
    """Hand the table to the worker of the queue, with what was decided of each double."""
    lot = _mine(request, lot_id)
    asked = queries.to_decide(request.actor, lot, now=timezone.now(), most=DECIDED)
    decided = {one.row.pk: request.POST.get(f"doublon-{one.row.pk}", "") for one in asked}
    others = request.POST.get("autres", "")
    now = timezone.now()
    return _act(
        request,
        lot_id,
        lambda: receiving.confirm(actor=request.actor, lot_id=lot_id, doubles=decided, others=others, now=now),
        _("C’est parti. Vous pouvez quitter cette page : le travail continue."),
    )


@signed_in
@require_POST
def undo(request: ActorRequest, lot_id: UUID) -> HttpResponse:
    """Put everything back as it was before this table."""
    now = timezone.now()
    return _act(
        request, lot_id, lambda: undoing.ask_undo(actor=request.actor, lot_id=lot_id, now=now), _("Chaque dossier est remis comme avant.")
    )


@signed_in
@require_POST
def let_go(request: ActorRequest, lot_id: UUID) -> HttpResponse:
    """Forget a table of which nothing was applied."""
    try:
        receiving.let_go(actor=request.actor, lot_id=lot_id, now=timezone.now())
    except UnableToTake as problem:
        messages.error(request, in_words(problem))
        return redirect("exchange:lot", lot_id=lot_id)
    messages.success(request, _("Ce tableau est effacé. Rien n’a été repris."))
    return redirect("exchange:arrive")


@signed_in
@require_GET
def faults(request: ActorRequest, lot_id: UUID) -> HttpResponse:
    """The rows to correct: the same table with a column more."""
    rows = queries.rows_to_correct(_mine(request, lot_id))
    if not rows:
        raise OutOfScope
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    answer = HttpResponse(sheets.written(rows, kind=kind), content_type=sheets.CSV if kind == "csv" else sheets.XLSX)
    answer["Content-Disposition"] = f'attachment; filename="lignes-a-corriger.{kind}"'
    return answer
