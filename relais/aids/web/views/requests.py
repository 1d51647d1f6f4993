"""Screens of the aids of a file: asked, completed, presented. What follows: ``papers``."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relais.aids.queries import house, sessions, sheets
from relais.aids.queries import requests as queries
from relais.aids.queries.seen import mark
from relais.aids.rules.budget import computed
from relais.aids.rules.money import still_due
from relais.aids.services import requests as services
from relais.aids.services import sessions as deciding
from relais.aids.terms import CHARGES, LACKING, RESOURCES, PayeeKind, State
from relais.aids.web import prefill
from relais.aids.web.acting import acted, page, pressed
from relais.aids.web.forms import (
    BudgetForm,
    EvaluationForm,
    ProofsForm,
    ProposalForm,
    RequestForm,
)
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope
from relais.kernel.money import Cents, euros
from relais.people.file_screens import of_file
from relais.people.rules import Level
from relais.ui.forms import Form
from relais.ui.sentences import language
from relais.ui.typography import euros as in_words

if TYPE_CHECKING:
    from relais.aids.models import AidRequest
    from relais.people.models import File


def one(request: ActorRequest, found: "File", aid_id: UUID) -> "AidRequest":
    """The request, of this file; OutOfScope otherwise."""
    kept = queries.one(request.actor, found, aid_id, now=timezone.now())
    if kept is None:
        raise OutOfScope
    return kept


def at(name: str, found: "File", aid_id: UUID | None = None) -> str:
    """An address of this file, or of one request of it."""
    return reverse(f"aids:{name}", kwargs={"file_id": found.pk} | ({"aid_id": aid_id} if aid_id else {}))


def form_page(request: ActorRequest, found: "File", form: Form, **more: object) -> HttpResponse:
    """The plain page of a form of this file."""
    return page(request, "aids/form.html", {"form": form, "file": found, "person": found.person, **more})


@of_file(Level.ADMINISTRATIVE)
@require_safe
def listed(request: ActorRequest, found: "File") -> HttpResponse:
    """The aids of the person, the newest first."""
    every = queries.in_file(request.actor, found, now=timezone.now())
    return render(request, "aids/list.html", {"file": found, "person": found.person, "aids": every})


def _kinds(request: ActorRequest) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in house.kinds(request.actor)]


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def ask(request: ActorRequest, found: "File") -> HttpResponse:
    """What the person asks, with her words."""
    form = RequestForm(request.POST or None, kinds=_kinds(request))
    kept: list[AidRequest] = []

    def act() -> None:
        kept.append(services.ask(actor=request.actor, file_id=found.pk, told=form.told(), now=timezone.now()))

    done = acted(
        request, form, act, words=_("La demande est notée. Complétez-la : ressources, pièces, proposition."), to=at("listed", found)
    )
    if done is not None:
        done["Location"] = at("aid", found, kept[0].pk)
        return done
    context = {"title": _("Demander une aide facultative"), "act": _("Noter la demande"), "cancel": at("listed", found)}
    return form_page(request, found, form, none=not form.fields["kind"].choices[1:], **context)  # type: ignore[attr-defined]  # a ChoiceField


@of_file(Level.ADMINISTRATIVE)
@require_safe
def show(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """The whole request: what it lacks, its budget explained, what was decided, paid, paid back."""
    kept = one(request, found, aid_id)
    told = sheets.budget(kept)
    decision = queries.decision_standing(kept)
    levels = found.levels_read  # type: ignore[attr-defined]  # written by of_file
    note = kept.evaluation
    instalments = list(kept.instalments.all())
    context = {
        "file": found,
        "person": found.person,
        "aid": kept,
        "texts": sheets.texts(kept),
        "lacking": [LACKING[code] for code in sheets.lacking(kept)],
        "budget": told,
        "figures": computed(told) if told else None,
        "resources": lines(told.resources, RESOURCES) if told else [],
        "charges": lines(told.charges, CHARGES) if told else [],
        "decision": decision,
        "words": sheets.words_of(decision) if decision else "",
        "decisions": kept.decisions.all(),
        "payments": [one for row in kept.decisions.all() for one in row.payments.all()],
        "instalments": instalments,
        "still_due": still_due([(one.amount, bool(one.paid_on or one.remitted_on)) for one in instalments]),
        "today": timezone.localdate(),
        "proofs": len(kept.proofs.all()),
        "note": note if note is not None and (note.level == "n1" or Level.EVALUATION in levels) else None,
        "changes": kept.state in {State.PREPARED, State.READY, State.POSTPONED},
        "sessions": list(sessions.to_come(request.actor, on=timezone.localdate())[:6]) if kept.state == State.READY else [],
    }
    return render(request, "aids/request.html", context)


def in_euros(amount: Cents) -> str:
    """An amount as a page says it: «320,50 €»."""
    return in_words(euros(amount), decimals=2, language=language())


def lines(told: Mapping[str, int], labels: Mapping[str, Promise]) -> list[tuple[Promise, int]]:
    """The lines of a budget that hold an amount, in order, with their words."""
    return [(labels[code], told[code]) for code in labels if code in told]


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def change(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """Change what is asked."""
    kept = one(request, found, aid_id)
    texts = sheets.texts(kept)
    initial = {
        "kind": kept.kind_id,
        "need": texts.need,
        "asked": euros(kept.asked),
        "payee_kind": kept.payee_kind,
        "payee": texts.payee,
        "invoice": texts.invoice,
        "seen": mark(kept, "request"),
    }
    form = RequestForm(request.POST or None, kinds=_kinds(request), initial=initial)
    here = at("aid", found, aid_id)
    done = acted(
        request,
        form,
        lambda: services.change_request(
            actor=request.actor, aid_id=aid_id, told=form.told(), seen=form.cleaned_data["seen"], now=timezone.now()
        ),
        words=_("La demande est changée."),
        to=here,
    )
    if done is not None:
        return done
    payee = f"{PayeeKind(kept.payee_kind).label} {texts.payee} {texts.invoice}".strip()
    stands = {_("Aide"): kept.kind.name, _("Besoin"): texts.need, _("Montant demandé"): in_euros(kept.asked), _("À payer à"): payee}
    recorded = stands if form.left_behind(mark(kept, "request")) else {}
    return form_page(request, found, form, title=_("Changer la demande"), act=_("Enregistrer"), cancel=here, recorded=recorded)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def budget(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """Resources and charges, filled from what the file knows, confirmed by the person."""
    kept = one(request, found, aid_id)
    now, today = timezone.now(), timezone.localdate()
    told, since = sheets.budget(kept), None
    initial: dict[str, object] = {}
    if request.method != "POST":
        initial, since = (prefill.of_budget(told), None) if told else prefill.of_file(request.actor, found, on=today, now=now)
    form = BudgetForm(request.POST or None, initial=initial | {"seen": mark(kept, "budget")})
    here = at("aid", found, aid_id)
    done = acted(
        request,
        form,
        lambda: services.keep_budget(actor=request.actor, aid_id=aid_id, told=form.told(), seen=form.cleaned_data["seen"], now=now),
        words=_("Le budget est enregistré. Le reste à vivre est calculé."),
        to=here,
    )
    if done is not None:
        return done
    recorded: dict[str, str] = {}
    if form.left_behind(mark(kept, "budget")) and told is not None:
        ages = prefill.of_budget(told)
        recorded = {_("Âges des adultes"): str(ages["adults"]), _("Âges des enfants"): str(ages["children"])}
        rows = (*lines(told.resources, RESOURCES), *lines(told.charges, CHARGES))
        recorded |= {str(label): in_euros(amount) for label, amount in rows}
    context = {"form": form, "file": found, "person": found.person, "aid": kept, "since": since, "cancel": here, "recorded": recorded}
    return page(request, "aids/budget_form.html", context)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def proofs(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """The documents that prove it, and what is still to bring."""
    kept, now = one(request, found, aid_id), timezone.now()
    every = [(str(one.document.pk), one.title) for one in queries.documents_of(request.actor, found, now=now)]
    initial = {"documents": [str(one.document_id) for one in kept.proofs.all()], "missing": sheets.texts(kept).missing}
    initial |= {"seen": mark(kept, "proofs")}
    form = ProofsForm(request.POST or None, documents=every, initial=initial)
    here = at("aid", found, aid_id)
    done = acted(
        request,
        form,
        lambda: services.keep_proofs(
            actor=request.actor,
            aid_id=aid_id,
            document_ids=form.chosen(),
            now=now,
            **{name: form.cleaned_data[name] for name in ("missing", "seen")},
        ),
        words=_("Les pièces sont choisies."),
        to=here,
    )
    if done is not None:
        return done
    context: dict[str, object] = {
        "act": _("Enregistrer"),
        "cancel": here,
        "deposit": reverse("casework:deposit", kwargs={"file_id": found.pk}),
    }
    if form.left_behind(mark(kept, "proofs")):
        chosen = ", ".join(title for pk, title in every if pk in initial["documents"])
        context["recorded"] = {_("Pièces du dossier"): chosen, _("Ce qui est encore à apporter"): sheets.texts(kept).missing}
    return form_page(request, found, form, title=_("Pièces de la demande"), **context)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def propose(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """What the commission will read, with a warning for what may name the person."""
    kept = one(request, found, aid_id)
    texts = sheets.texts(kept)
    proposed = None if kept.proposed is None else euros(kept.proposed)
    initial = {"presentation": texts.presentation, "proposal": texts.proposal, "proposed": proposed, "seen": mark(kept, "proposal")}
    form = ProposalForm(request.POST or None, initial=initial)
    here = at("aid", found, aid_id)
    done = acted(
        request,
        form,
        lambda: services.propose(actor=request.actor, aid_id=aid_id, told=form.told(), seen=form.cleaned_data["seen"], now=timezone.now()),
        words=_("La proposition est enregistrée. Relisez la fiche : c’est tout ce que la commission lira."),
        to=here,
    )
    if done is not None:
        return done
    amount = "" if kept.proposed is None else in_euros(kept.proposed)
    stands = {_("Présentation"): texts.presentation, _("Proposition"): texts.proposal, _("Montant proposé"): amount}
    recorded = stands if form.left_behind(mark(kept, "proposal")) else {}
    return form_page(request, found, form, title=_("Ce que lira la commission"), act=_("Enregistrer"), cancel=here, recorded=recorded)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def evaluate(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """The evaluation, a note of the file: the commission never reads it."""
    one(request, found, aid_id)
    form = EvaluationForm(request.POST or None)
    here = at("aid", found, aid_id)

    def act() -> None:
        data = form.cleaned_data
        services.evaluate(actor=request.actor, aid_id=aid_id, level=data["level"], words=data["words"], now=timezone.now())

    done = acted(request, form, act, words=_("L’évaluation est dans les notes du dossier."), to=here)
    return done or form_page(request, found, form, title=_("Évaluation"), act=_("Enregistrer la note"), cancel=here)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def enrol(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """Put it in the agenda of a session."""
    one(request, found, aid_id)
    try:
        session_id = UUID(request.POST.get("session", ""))
    except ValueError:
        raise OutOfScope from None
    return pressed(
        request,
        lambda: deciding.enrol(actor=request.actor, aid_id=aid_id, session_id=session_id, now=timezone.now()),
        words=_("La fiche est inscrite à la séance, sans nom."),
        to=at("aid", found, aid_id),
    )


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def send_urgent(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """Ask the head to decide now."""
    one(request, found, aid_id)
    return pressed(
        request,
        lambda: deciding.send_urgent(actor=request.actor, aid_id=aid_id, now=timezone.now()),
        words=_("La fiche attend la décision de la ou du responsable."),
        to=at("aid", found, aid_id),
    )


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def take_back(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """Take it out of the agenda."""
    one(request, found, aid_id)
    return pressed(
        request,
        lambda: deciding.take_back(actor=request.actor, aid_id=aid_id, now=timezone.now()),
        words=_("La demande est de nouveau entre vos mains."),
        to=at("aid", found, aid_id),
    )


@of_file(Level.ADMINISTRATIVE, works=True)
@require_POST
def give_up(request: ActorRequest, found: "File", aid_id: UUID) -> HttpResponse:
    """She asks no more."""
    one(request, found, aid_id)
    return pressed(
        request,
        lambda: services.give_up(actor=request.actor, aid_id=aid_id, now=timezone.now()),
        words=_("La demande est abandonnée. Rien d’autre ne change pour la personne."),
        to=at("listed", found),
    )
