"""Screens of notes: those of a file, a new one, one of them opened, corrected, answered, entrusted."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relais.casework.lexicon import words
from relais.casework.policies.notes import is_author, levels_to_write
from relais.casework.queries import notes as queries
from relais.casework.rules.writing import remarks
from relais.casework.services import notes as services
from relais.casework.services.notes import OpenNote, Parts
from relais.casework.terms.notes import Ground, NoteLevel
from relais.casework.web.note_forms import AnswerForm, LevelForm, NoteForm, PartsForm, ReaderForm
from relais.casework.web.opening import levels_of, note_of, of_notes
from relais.foundation.access import ActorRequest
from relais.foundation.once import sent_once
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.ui.drafted import Desk
from relais.ui.forms import told

if TYPE_CHECKING:
    from relais.people.models import File

#: notes listed at once.
SHOWN = 100


@of_notes
@require_GET
def all_notes(request: ActorRequest, found: "File") -> HttpResponse:
    """The notes that the actor reads in this file: level, author, date; not a word of them before one is opened."""
    listed = list(queries.notes_of(request.actor, found, now=timezone.now())[:SHOWN])
    writes = levels_to_write(levels_of(found))
    context = {"file": found, "person": found.person, "notes": listed, "may_write": bool(writes)}
    context["may_transmit"] = NoteLevel.CONFIDENTIAL in writes
    return render(request, "casework/notes.html", context)


@of_notes
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def write(request: ActorRequest, found: "File") -> HttpResponse:
    """Write a note outside an interview."""
    desk = Desk(request.actor, key=f"casework.note:{found.pk}", page=request.path)
    form = NoteForm(request.POST or None, levels=levels_to_write(levels_of(found)), desk=desk)
    told_again: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        if "relire" in request.POST:
            told_again = read_again(form.parts())
        else:
            level = NoteLevel(form.cleaned_data["level"])
            try:
                note = services.write_note(actor=request.actor, file_id=found.pk, level=level, parts=form.parts(), now=timezone.now())
            except (Unable, Refused) as problem:
                told(form, problem)
            else:
                form.forget_draft()
                messages.success(request, _("La note est gardée."))
                return redirect("casework:note", file_id=found.pk, note_id=note.pk)
    context = {"form": form, "file": found, "person": found.person, "remarks": told_again, "read_again": "relire" in request.POST}
    return render(request, "casework/note_write.html", context, status=_status(request, form.is_bound and bool(form.errors)))


def _status(request: ActorRequest, failed: bool) -> int:
    return 422 if request.method == "POST" and failed else 200


def read_again(parts: Parts) -> list[tuple[str, str, str]]:
    """What the writing aid says to the author: passage, what it is about, what may be written instead. Kept nowhere."""
    known = words()
    said = (parts.facts, parts.analysis)
    return [(text[one.start : one.end], one.about.value, one.instead) for text in said for one in remarks(text, known)]


@of_notes
@require_GET
def one(request: ActorRequest, found: "File", note_id: UUID) -> HttpResponse:
    """One note, opened: the journal says so first."""
    note_of(request, found, note_id, now=timezone.now())
    return render(request, "casework/note.html", _opened(request, found, note_id))


def _opened(request: ActorRequest, found: "File", note_id: UUID) -> dict[str, object]:
    opened: OpenNote = services.open_note(actor=request.actor, note_id=note_id, now=timezone.now())
    mine = bool(is_author(request.actor, opened.note))
    return {
        "file": found,
        "person": found.person,
        "note": opened.note,
        "last": opened.last,
        "former": opened.versions[1:],
        "answers": opened.disagreements,
        "readers": opened.readers,
        "mine": mine,
        "remarks": read_again(opened.last.parts) if mine else [],
        "confidential": opened.note.level == NoteLevel.CONFIDENTIAL,
    }


@of_notes
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def correct(request: ActorRequest, found: "File", note_id: UUID) -> HttpResponse:
    """Correct one's note: the former words stay."""
    _mine(request, found, note_id)
    opened = services.open_note(actor=request.actor, note_id=note_id, now=timezone.now())
    desk = Desk(request.actor, key=f"casework.correction:{note_id}", page=request.path)
    form = PartsForm(request.POST or None, initial=opened.last.parts.told(), desk=desk)
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_note(actor=request.actor, note_id=note_id, parts=form.parts(), now=timezone.now())
        except (Unable, Refused) as problem:
            told(form, problem)
        else:
            form.forget_draft()
            messages.success(request, _("La correction est gardée ; les mots d’avant restent lisibles."))
            return redirect("casework:note", file_id=found.pk, note_id=note_id)
    return _page(request, "casework/note_correct.html", form, found, note_id)


def _mine(request: ActorRequest, found: "File", note_id: UUID) -> None:
    """OutOfScope on a page that only the author of the note sees."""
    if not is_author(request.actor, note_of(request, found, note_id, now=timezone.now())):
        raise OutOfScope


def _page(request: ActorRequest, template: str, form: object, found: "File", note_id: UUID) -> HttpResponse:
    context = {"form": form, "file": found, "person": found.person, "note_id": note_id}
    return render(request, template, context, status=422 if request.method == "POST" else 200)


@of_notes
@require_http_methods(["GET", "HEAD", "POST"])
def level(request: ActorRequest, found: "File", note_id: UUID) -> HttpResponse:
    """Raise or lower the level of one's note."""
    _mine(request, found, note_id)
    note = note_of(request, found, note_id, now=timezone.now())
    form = LevelForm(request.POST or None, levels=levels_to_write(levels_of(found)), now=note.level)
    if request.method == "POST" and form.is_valid():
        chosen = NoteLevel(form.cleaned_data["level"])
        services.set_level(actor=request.actor, note_id=note_id, level=chosen, now=timezone.now())
        messages.success(request, _("Le niveau de la note est changé."))
        return redirect("casework:note", file_id=found.pk, note_id=note_id)
    return _page(request, "casework/note_level.html", form, found, note_id)


@of_notes
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def answer(request: ActorRequest, found: "File", note_id: UUID) -> HttpResponse:
    """What the person answers to a note; kept with it for good."""
    note_of(request, found, note_id, now=timezone.now())
    desk = Desk(request.actor, key=f"casework.answer:{note_id}", page=request.path)
    form = AnswerForm(request.POST or None, desk=desk)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_disagreement(actor=request.actor, note_id=note_id, words=form.cleaned_data["words"], now=timezone.now())
        except (Unable, Refused) as problem:
            told(form, problem)
        else:
            form.forget_draft()
            messages.success(request, _("La réponse de la personne est jointe à la note."))
            return redirect("casework:note", file_id=found.pk, note_id=note_id)
    return _page(request, "casework/note_answer.html", form, found, note_id)


@of_notes
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def readers(request: ActorRequest, found: "File", note_id: UUID) -> HttpResponse:
    """Entrust a confidential note to one more colleague."""
    _mine(request, found, note_id)
    note = note_of(request, found, note_id, now=timezone.now())
    if note.level != NoteLevel.CONFIDENTIAL:
        raise OutOfScope
    known = queries.may_be_added(request.actor, note, now=timezone.now())
    members = [(str(member.pk), member.display_name) for member in known]
    form = ReaderForm(request.POST or None, members=members)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = {"ground": Ground(data["ground"]), "necessity": data["necessity"]}
        try:
            services.add_reader(actor=request.actor, note_id=note_id, member_id=UUID(data["member"]), now=timezone.now(), **said)
        except (Unable, Refused) as problem:
            told(form, problem)
        else:
            messages.success(request, _("Elle ou il peut lire cette note, et le fondement est gardé."))
            return redirect("casework:note", file_id=found.pk, note_id=note_id)
    return _page(request, "casework/note_readers.html", form, found, note_id)


@of_notes
@require_POST
def withdraw(request: ActorRequest, found: "File", note_id: UUID, reader_id: UUID) -> HttpResponse:
    """Close a confidential note to somebody."""
    _mine(request, found, note_id)
    services.withdraw_reader(actor=request.actor, note_id=note_id, reader_id=reader_id, now=timezone.now())
    messages.success(request, _("Cette note ne lui est plus ouverte."))
    return redirect("casework:note", file_id=found.pk, note_id=note_id)
