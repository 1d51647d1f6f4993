"""Following alerts: the list with what is proposed, one with its story, what is done of it, the letter, the open data."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relais.foundation import pdf
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import Refused
from relais.kernel.spreadsheets import csv_bytes
from relais.law.blockers.catalogue import bodies
from relais.observatory import paper, policies, queries, services
from relais.observatory.rules.letter import Letter
from relais.observatory.rules.life import OPEN, WAITING, WRITTEN, Act, State, can_do
from relais.observatory.services import Trouble, UnableToAlert
from relais.observatory.terms import ActLabel, StateLabel
from relais.observatory.web.forms import ActForm
from relais.observatory.web.gate import for_writers
from relais.observatory.web.views.writing import said, shown
from relais.procedures.terms.blockers import BlockedStep, blockage_title, service_name
from relais.ui.forms import in_words, told

PER_PAGE = 25
#: address of each act, and the words of its page.
ACTS = {
    Act.SENT: gettext_lazy("Noter l’envoi"),
    Act.ACKNOWLEDGED: gettext_lazy("Noter l’accusé de réception"),
    Act.CHASED: gettext_lazy("Noter la relance"),
    Act.ANSWERED: gettext_lazy("Noter la suite donnée"),
    Act.WITHDRAWN: gettext_lazy("Retirer l’alerte"),
}


def _rows(found: Iterable[queries.Shown]) -> list[dict[str, object]]:
    return [{"one": one, "title": blockage_title(one.alert.code), "service": service_name(one.alert.service)} for one in found]


@for_writers
@require_safe
def listed(request: ActorRequest) -> HttpResponse:
    """The alerts of the house, and what deserves one; ``?etat=``, ``?organisme=``. Nobody is named."""
    actor, today = request.actor, timezone.localdate()
    state, body = request.GET.get("etat", ""), request.GET.get("organisme", "")
    state, body = state if state in StateLabel.values else "", body if body in bodies() else ""
    page = Paginator(queries.with_stories(actor, queries.alerts(actor, state=state, body=body)), PER_PAGE).get_page(request.GET.get("page"))
    steps = dict(BlockedStep.choices)
    proposals = [
        {
            "found": one,
            "title": blockage_title(one.alike.code),
            "service": service_name(one.alike.service),
            "step": steps.get(one.alike.step, ""),
        }
        for one in queries.proposed(actor, on=today)
        if not (state or body)
    ]
    context = {
        "page": page,
        "rows": _rows(queries.shown(one, on=today) for one in page),
        "proposals": proposals,
        "states": StateLabel.choices,
        "bodies": list(bodies().values()),
        "state": state,
        "body": body,
        "kept": "".join(f"&{name}={value}" for name, value in (("etat", state), ("organisme", body)) if value),
    }
    return render(request, "observatory/list.html", context)


@for_writers
@require_safe
def show(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """One alert: what it says, its story, and what may be done now."""
    found = shown(request, alert_id)
    alert, actor = found.alert, request.actor
    changes, sends = bool(policies.can_change(actor, wrote=found.wrote)), bool(policies.can_send(actor))
    possible = [act for act in ACTS if can_do(act, state=State(alert.state))]
    if not sends:
        possible = [Act.WITHDRAWN] if changes and alert.state in WRITTEN else []
    last = found.last
    context = {
        "found": found,
        "alert": alert,
        **said(Trouble(alert.code, alert.service, alert.step)),
        "acts": [(f"observatory:{act.name.lower()}", ACTS[act], act) for act in possible],
        "main": {State.READY: Act.SENT, State.SENT: Act.ANSWERED, State.ACKNOWLEDGED: Act.ANSWERED}.get(State(alert.state), ""),
        "ready": changes and alert.state == State.DRAFT,
        "corrects": changes and alert.state in WRITTEN,
        "open": alert.state in OPEN,
        "waiting": alert.state in WAITING,
        "sends": sends,
        "undoes": last is not None and bool(policies.can_change(actor, wrote=found.wrote and not alert.sent)),
        "undone": ActLabel(last.act).label if last is not None else "",
    }
    return render(request, "observatory/alert.html", context)


def _note(request: ActorRequest, alert_id: UUID, act: Act) -> HttpResponse:
    found = shown(request, alert_id)
    alert = found.alert
    form = ActForm(request.POST or None, act=act)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_act(actor=request.actor, alert_id=alert_id, told=form.told(), now=timezone.now())
        except (UnableToAlert, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("observatory:alert", alert_id=alert_id)
    context = {"form": form, "alert": alert, "heading": ACTS[act], "who": "", **said(Trouble(alert.code, alert.service, alert.step))}
    return render(request, "observatory/act.html", context, status=422 if request.method == "POST" else 200)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def sent(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """It went: the day, the way."""
    return _note(request, alert_id, Act.SENT)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def acknowledged(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """The body says it has it."""
    return _note(request, alert_id, Act.ACKNOWLEDGED)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def chased(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """The body was reminded."""
    return _note(request, alert_id, Act.CHASED)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def answered(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """What came of it."""
    return _note(request, alert_id, Act.ANSWERED)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def withdrawn(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """It is told no more."""
    return _note(request, alert_id, Act.WITHDRAWN)


def _press(request: ActorRequest, alert_id: UUID, act: object, words: str) -> HttpResponse:
    try:
        act()  # type: ignore[operator]  # a function without argument
    except (UnableToAlert, Refused) as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, words)
    return redirect("observatory:alert", alert_id=alert_id)


@for_writers
@require_POST
def ready(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """It was read again: who sends it may send it."""
    act = services.ToldAct(Act.READY, timezone.localdate())
    words = _("L’alerte est prête : la référente ou le référent numérique, ou la ou le responsable, peut l’envoyer.")
    return _press(
        request, alert_id, lambda: services.record_act(actor=request.actor, alert_id=alert_id, told=act, now=timezone.now()), words
    )


@for_writers
@require_POST
def take_back(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """The last act was a mistake."""
    try:
        act_id = UUID(request.POST.get("acte", ""))
    except ValueError:
        act_id = alert_id
    words = _("L’acte est retiré. L’alerte est revenue où elle en était.")
    return _press(
        request, alert_id, lambda: services.take_back(actor=request.actor, alert_id=alert_id, act_id=act_id, now=timezone.now()), words
    )


@for_writers
@require_POST
def read(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """Its end was read by who told it."""
    words = _("C’est lu. Relais ne garde plus que vous aviez signalé ce blocage.")
    return _press(request, alert_id, lambda: services.read_answer(actor=request.actor, alert_id=alert_id, now=timezone.now()), words)


def _letter(request: ActorRequest, alert_id: UUID) -> tuple[queries.Shown, Letter]:
    """As it went; to send, when it has not gone; ``?relance=oui``: the reminder of today."""
    found, today = shown(request, alert_id), timezone.localdate()
    alert, went = found.alert, found.sent_on
    if went is None or not alert.sent:
        return found, paper.of_alert(alert, found.sightings, house=str(alert.organisation), on=today, copies=found.copies)
    if request.GET.get("relance") == "oui" and alert.state in WAITING:
        return found, paper.to_chase(alert, found.sightings, sent=went, on=today)
    return found, paper.as_sent(alert)


@for_writers
@require_safe
def letter(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """The letter on screen with its copies, to be read again, printed or copied."""
    found, made = _letter(request, alert_id)
    chases = request.GET.get("relance") == "oui"
    context = {"alert": found.alert, "letters": paper.with_copies(made, found.copies), "chases": chases, "unable": ""}
    return render(request, "observatory/letter.html", context)


@for_writers
@require_safe
def letter_pdf(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """The same as PDF/UA-1; the page again, with the reason, where this machine makes none."""
    found, made = _letter(request, alert_id)
    letters = paper.with_copies(made, found.copies)
    try:
        document = paper.as_pdf(letters)
    except pdf.UnableToRender as problem:
        context = {"alert": found.alert, "letters": letters, "chases": False, "unable": str(problem)}
        return render(request, "observatory/letter.html", context)
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="alerte.pdf"'
    return response


@for_writers
@require_safe
def open_data(_request: ActorRequest) -> HttpResponse:
    """What was told to bodies, by month, from eleven situations or three structures: codes and words of ours, nothing typed."""
    steps = dict(BlockedStep.choices)
    rows = [["mois", "organisme", "service", "etape", "code", "blocage", "situations"]]
    for line in queries.open_lines():
        title, step = blockage_title(line.code), str(steps.get(line.step, line.step))
        rows.append([f"{line.month:%Y-%m}", paper.body_name(line.service), line.service, step, line.code, title, str(line.people)])
    response = HttpResponse(csv_bytes(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="alertes.csv"'
    return response
