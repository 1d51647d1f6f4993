"""Screens of the documents of a file: the list, a deposit, one document, its withdrawal, its levels, and the link that serves once."""

from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.casework.queries import documents as queries
from relais.casework.queries.documents import Shown
from relais.casework.rules import documents as rules
from relais.casework.services import documents as services
from relais.casework.services.documents import Deposit, UnableToKeepDocuments
from relais.casework.terms.documents import DocumentKind
from relais.casework.terms.notes import Ground, NoteLevel
from relais.casework.web.document_forms import DepositForm, LevelForm, ReaderForm
from relais.foundation.access import ActorRequest
from relais.foundation.guard import writes_on_read
from relais.foundation.limited import limited
from relais.foundation.once import sent_once
from relais.foundation.uploads import takes_file, too_large
from relais.kernel.decisions import OutOfScope, Refused
from relais.people.file_screens import of_file, signed_in, while_limited
from relais.people.rules import Level
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.people.models import File


@of_file(Level.EXISTENCE)
@require_GET
def documents(request: ActorRequest, found: "File") -> HttpResponse:
    """The documents of a file that the actor reads, by date or of one kind, and those withdrawn that may be put back."""
    now = timezone.now()
    if not queries.reads_some(request.actor, found, now=now):
        raise OutOfScope
    kind = request.GET.get("nature", "")
    kind = kind if kind in DocumentKind.values else ""
    context = {
        "file": found,
        "person": found.person,
        "shown": queries.kept(request.actor, found, now=now, kind=kind),
        "withdrawn": queries.withdrawn(request.actor, found, now=now),
        "kinds": DocumentKind.choices,
        "kind": kind,
    }
    return render(request, "casework/documents.html", context)


def _handed(form: DepositForm) -> Deposit:
    data = form.cleaned_data
    held = data["file"] or data["photo"]
    return Deposit(held.read(), held.name, DocumentKind(data["kind"]), data["title"], data["dated_on"], data["level"])


def _form(request: ActorRequest) -> DepositForm:
    if request.method != "POST":
        return DepositForm()
    return DepositForm(request.POST, request.FILES, too_large=too_large(request))


@takes_file(largest=rules.LARGEST)
@of_file(Level.RECEPTION)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("documents", rate=120, per=rules.WITHDRAWN_KEPT / 720)
@sent_once
def deposit(request: ActorRequest, found: "File") -> HttpResponse:
    """File a document: whoever receives the person may, even without reading it afterwards."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            services.deposit(actor=request.actor, file_id=found.pk, handed=_handed(form), now=timezone.now())
        except (UnableToKeepDocuments, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("Le document est déposé, chiffré."))
            if queries.reads_some(request.actor, found, now=timezone.now()):
                return redirect("casework:documents", file_id=found.pk)
            return redirect("people:file", file_id=found.pk)
    context = {"form": form, "file": found, "person": found.person, "replaced": None}
    return render(request, "casework/document_deposit.html", context, status=422 if request.method == "POST" else 200)


def _shown(request: ActorRequest, found: "File", document_id: UUID) -> Shown:
    shown = queries.one(request.actor, found, document_id, now=timezone.now())
    if shown is None:
        raise OutOfScope
    return shown


@takes_file(largest=rules.LARGEST)
@of_file(Level.EXISTENCE)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def replace(request: ActorRequest, found: "File", document_id: UUID) -> HttpResponse:
    """File a newer document in the place of one."""
    now = timezone.now()
    shown = _shown(request, found, document_id)
    if not queries.may_withdraw(request.actor, found, shown.document, now=now):
        raise OutOfScope
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            services.replace(actor=request.actor, file_id=found.pk, document_id=document_id, handed=_handed(form), now=now)
        except (UnableToKeepDocuments, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("Le nouveau document prend la place de l’ancien, qui peut être remis pendant 30 jours."))
            return redirect("casework:documents", file_id=found.pk)
    context = {"form": form, "file": found, "person": found.person, "replaced": shown}
    return render(request, "casework/document_deposit.html", context, status=422 if request.method == "POST" else 200)


@of_file(Level.EXISTENCE)
@require_GET
def document(request: ActorRequest, found: "File", document_id: UUID) -> HttpResponse:
    """One document: what is known of it, who reads it, and what may be done."""
    return _page(request, found, _shown(request, found, document_id))


def _members(request: ActorRequest, found: "File", shown: Shown) -> list[tuple[str, object]]:
    return [
        (str(member.pk), member.display_name) for member in queries.readers_to_add(request.actor, found, shown.document, now=timezone.now())
    ]


def _page(
    request: ActorRequest, found: "File", shown: Shown, *, level_form: LevelForm | None = None, reader_form: ReaderForm | None = None
) -> HttpResponse:
    members = _members(request, found, shown)
    is_mine = shown.document.author_id == request.actor.user_id
    context = {
        "file": found,
        "person": found.person,
        "shown": shown,
        "may_withdraw": queries.may_withdraw(request.actor, found, shown.document, now=timezone.now()),
        "level_form": (level_form or LevelForm(initial={"level": shown.document.level})) if is_mine else None,
        "readers": shown.document.readers.select_related("member").order_by("added_at", "pk"),
        "reader_form": reader_form or (ReaderForm(members=members) if members else None),
    }
    return render(request, "casework/document.html", context, status=200 if level_form is None and reader_form is None else 422)


@of_file(Level.EXISTENCE)
@require_POST
def withdraw(request: ActorRequest, found: "File", document_id: UUID) -> HttpResponse:
    """Take a document away; it may be put back for thirty days."""
    _shown(request, found, document_id)
    try:
        services.withdraw(actor=request.actor, file_id=found.pk, document_id=document_id, now=timezone.now())
    except Refused as problem:
        raise OutOfScope from problem
    messages.success(request, _("Le document est retiré. Vous pouvez le remettre pendant 30 jours."))
    return redirect("casework:documents", file_id=found.pk)


@of_file(Level.EXISTENCE)
@require_POST
def put_back(request: ActorRequest, found: "File", document_id: UUID) -> HttpResponse:
    """Undo a withdrawal."""
    try:
        services.put_back(actor=request.actor, file_id=found.pk, document_id=document_id, now=timezone.now())
    except Refused as problem:
        raise OutOfScope from problem
    messages.success(request, _("Le document est remis."))
    return redirect("casework:documents", file_id=found.pk)


@of_file(Level.EXISTENCE)
@require_POST
def set_level(request: ActorRequest, found: "File", document_id: UUID) -> HttpResponse:
    """Raise or lower the level, by the author."""
    shown = _shown(request, found, document_id)
    form = LevelForm(request.POST)
    if not form.is_valid():
        return _page(request, found, shown, level_form=form)
    level = NoteLevel(form.cleaned_data["level"])
    try:
        services.set_level(actor=request.actor, file_id=found.pk, document_id=document_id, level=level, now=timezone.now())
    except Refused as problem:
        raise OutOfScope from problem
    messages.success(request, _("C’est noté : %(level)s.") % {"level": str(level.label).lower()})
    return redirect("casework:document", file_id=found.pk, document_id=document_id)


@of_file(Level.EXISTENCE)
@require_POST
def add_reader(request: ActorRequest, found: "File", document_id: UUID) -> HttpResponse:
    """Let a colleague read a confidential document."""
    shown = _shown(request, found, document_id)
    form = ReaderForm(request.POST, members=_members(request, found, shown))
    if form.is_valid():
        member_id, ground = UUID(form.cleaned_data["member"]), Ground(form.cleaned_data["ground"])
        try:
            services.add_reader(
                actor=request.actor, file_id=found.pk, document_id=document_id, member_id=member_id, ground=ground, now=timezone.now()
            )
        except Refused as problem:
            raise OutOfScope from problem
        except UnableToKeepDocuments as problem:
            told(form, problem)
        else:
            messages.success(request, _("Cette personne peut lire le document dès maintenant."))
            return redirect("casework:document", file_id=found.pk, document_id=document_id)
    return _page(request, found, shown, reader_form=form)


@of_file(Level.EXISTENCE)
@while_limited
@require_POST
def fetch(request: ActorRequest, found: "File", document_id: UUID) -> HttpResponse:
    """Make the link that serves once, and go to it."""
    token = services.make_link(actor=request.actor, file_id=found.pk, document_id=document_id, now=timezone.now())
    return redirect("casework:handed", token=token)


@writes_on_read("Le lien ne sert qu’une fois : le prendre l’use, et sa lecture s’écrit au journal avant la remise.")
@signed_in
@require_GET
def handed(request: ActorRequest, token: str) -> HttpResponse:
    """The document of a link, as an attachment that no browser keeps nor runs."""
    taken = services.take(actor=request.actor, token=token, now=timezone.now())
    response = HttpResponse(taken.content, content_type=taken.media)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(taken.name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store, private"
    return response
