"""Screens of what is shared of a file, of what the person agreed to or was told, and of who reads her protected address."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import queries, services
from relais.people.file_screens import of_file, while_limited
from relais.people.rules import Level
from relais.people.services import NewConsent, NewSharing, Receiver, UnableToKeepFiles
from relais.people.terms import Basis, ConsentForm, ConsentKind, InformationForm, InformationKind
from relais.people.web.forms import ChooseMember
from relais.people.web.sharing_forms import ConsentOf, InformationOf, SharingForm
from relais.ui.forms import Form, told

if TYPE_CHECKING:
    from relais.accounts.models import Member
    from relais.people.models import File


def _midnight_after(day: date) -> datetime:
    """The end of a day: the last one is included."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


@of_file(Level.ADMINISTRATIVE, works=True)
@require_GET
def sharings(request: ActorRequest, found: "File") -> HttpResponse:
    """What was shared, with whom, until when; agreements, information given, opposition."""
    now = timezone.now()
    context = {
        "file": found,
        "person": found.person,
        "all": queries.agreements(request.actor, found.pk, now=now),
        "now": now,
        "names_readers": queries.names_address_readers(request.actor, found, now=now),
    }
    return render(request, "people/sharings.html", context)


def _receiver(member: "Member") -> str:
    """Who they are, and that a partner is one: they are of no team here."""
    outside = _("partenaire") if queries.is_outside(member) else ""
    return ", ".join(part for part in (member.display_name, member.job_title, outside) if part)


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def share(request: ActorRequest, found: "File") -> HttpResponse:
    """Share something precise with somebody identified."""
    members = [(str(one.pk), _receiver(one)) for one in queries.may_receive(request.actor, found, now=timezone.now())]
    form = SharingForm(request.POST or None, members=members)
    if request.method == "POST" and form.is_valid():
        what = _asked(form)
        if _done(form, lambda: services.share(actor=request.actor, file_id=found.pk, what=what, now=timezone.now())):
            return _back(request, found, _("Le partage est enregistré."))
    return _form(request, found, form, "people/share.html", opposed=queries.opposed(found))


def _asked(form: SharingForm) -> NewSharing:
    data = form.cleaned_data
    member_id = UUID(data["member"]) if data["member"] else None
    return NewSharing(
        receiver=Receiver(member_id, data["to_name"], data["to_body"], data["to_secrecy"] or "aucun"),
        basis=Basis(data["basis"]),
        necessity=data["necessity"],
        ends_at=_midnight_after(data["until"]),
        levels=frozenset(Level(code) for code in data["levels"]),
        things=data["things"],
        reference=data["reference"],
        consent_form=data["consent_form"],
        consent_on=data["consent_on"],
        parents_told=data["parents_told"],
    )


@of_file(Level.ADMINISTRATIVE, works=True)
@require_GET
def sharing(request: ActorRequest, found: "File", sharing_id: UUID) -> HttpResponse:
    """One act of sharing, to print and hand to the person."""
    given = queries.sharing(request.actor, found.pk, sharing_id, now=timezone.now())
    if given is None:
        raise OutOfScope
    return render(request, "people/sharing.html", {"file": found, "person": found.person, "one": given})


@of_file(Level.ADMINISTRATIVE, works=True)
@while_limited
@require_POST
def withdraw(request: ActorRequest, found: "File", sharing_id: UUID) -> HttpResponse:
    """Stop a sharing at once."""
    services.withdraw_sharing(actor=request.actor, file_id=found.pk, sharing_id=sharing_id, now=timezone.now())
    return _back(request, found, _("Le partage est arrêté."))


@of_file(Level.ADMINISTRATIVE, works=True)
@while_limited
@require_POST
def oppose(request: ActorRequest, found: "File") -> HttpResponse:
    """The person says no to sharing, or changed her mind."""
    if request.POST.get("lever"):
        services.lift_opposition(actor=request.actor, file_id=found.pk, now=timezone.now())
        return _back(request, found, _("C’est noté : elle ne s’oppose plus au partage."))
    services.oppose(actor=request.actor, file_id=found.pk, now=timezone.now())
    return _back(request, found, _("C’est noté : plus aucun partage, sauf obligation de la loi."))


@of_file(Level.ADMINISTRATIVE, works=True)
@while_limited
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def consent(request: ActorRequest, found: "File") -> HttpResponse:
    """Write what the person agrees to."""
    form = ConsentOf(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = NewConsent(ConsentKind(data["kind"]), ConsentForm(data["form"]), data["scope"], data["given_on"])
        if _done(form, lambda: services.record_consent(actor=request.actor, file_id=found.pk, said=said, now=timezone.now())):
            return _back(request, found, _("Son accord est noté."))
    return _form(request, found, form, "people/consent.html")


@of_file(Level.ADMINISTRATIVE, works=True)
@while_limited
@require_POST
def withdraw_consent(request: ActorRequest, found: "File", consent_id: UUID) -> HttpResponse:
    """The person takes her agreement back."""
    services.withdraw_consent(actor=request.actor, file_id=found.pk, consent_id=consent_id, now=timezone.now())
    return _back(request, found, _("Le retrait est noté. Ce qui reposait sur cet accord est arrêté."))


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def information(request: ActorRequest, found: "File") -> HttpResponse:
    """Write that the person was told something."""
    form = InformationOf(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kind, how, on = InformationKind(data["kind"]), InformationForm(data["form"]), data["given_on"]

        def act() -> object:
            return services.record_information(actor=request.actor, file_id=found.pk, kind=kind, form=how, given_on=on, now=timezone.now())

        if _done(form, act):
            return _back(request, found, _("L’information est notée."))
    return _form(request, found, form, "people/information.html")


@of_file(Level.ADMINISTRATIVE, works=True)
@require_http_methods(["GET", "HEAD", "POST"])
def address_readers(request: ActorRequest, found: "File") -> HttpResponse:
    """Whom the person lets read her protected address; for her référent only."""
    now = timezone.now()
    if not queries.names_address_readers(request.actor, found, now=now):
        raise OutOfScope
    members = [(str(one.pk), one.display_name) for one in queries.may_receive(request.actor, found, now=now)]
    form = ChooseMember(request.POST or None, members=members)
    if request.method == "POST" and form.is_valid():
        member_id = UUID(form.cleaned_data["member"])
        if _done(form, lambda: services.name_address_reader(actor=request.actor, file_id=found.pk, member_id=member_id, now=now)):
            messages.success(request, _("Elle ou il peut lire l’adresse."))
            return redirect("people:address_readers", file_id=found.pk)
    return _form(request, found, form, "people/address_readers.html", readers=queries.address_readers(request.actor, found, now=now))


@of_file(Level.ADMINISTRATIVE, works=True)
@while_limited
@require_POST
def withdraw_reader(request: ActorRequest, found: "File", reader_id: int) -> HttpResponse:
    """The person no longer lets this member read her address."""
    services.withdraw_address_reader(actor=request.actor, file_id=found.pk, reader_id=reader_id, now=timezone.now())
    messages.success(request, _("L’adresse lui est cachée dès maintenant."))
    return redirect("people:address_readers", file_id=found.pk)


def _done(form: Form, act: Callable[[], object]) -> bool:
    """Whether the act was done; else why it was not stands in the form."""
    try:
        act()
    except (UnableToKeepFiles, Refused) as problem:
        told(form, problem)
        return False
    return True


def _form(request: ActorRequest, found: "File", form: Form, template: str, **more: object) -> HttpResponse:
    context = {"form": form, "file": found, "person": found.person, **more}
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _back(request: ActorRequest, found: "File", words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("people:sharings", file_id=found.pk)
