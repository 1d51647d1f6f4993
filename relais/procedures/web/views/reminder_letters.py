"""The reminder of one démarche written from what its file knows: the first letter that nothing more has to be asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from relais.foundation import pdf
from relais.foundation.access import Actor
from relais.law.letters.letter import Letter
from relais.procedures.letters import letters
from relais.procedures.queries import reminders as queries
from relais.procedures.queries.procedures import Followed, late
from relais.procedures.services.reminders import keep_reminder
from relais.procedures.services.sendings import PreparedLetter
from relais.procedures.web.file_letters import answers
from relais.procedures.web.letter_forms import LetterForm
from relais.procedures.web.views.file_letters import prepared
from relais.procedures.web.views.letters import draft_of, paper_pdf
from relais.ui.typography import french

if TYPE_CHECKING:
    from relais.people.models import File

#: letters prepared in one exchange: each takes a quarter of a second, and a page must answer.
AT_ONCE: Final = 12
#: what asks where a request stands, whatever the clock; then what asks who follows it, when nobody noted the day of the deposit.
_ALWAYS: Final = ("relance", "identite_agent")


@dataclass(frozen=True, slots=True)
class _Tried:
    form: LetterForm
    missing: tuple[str, ...]


def candidates(followed: Followed, *, on: "datetime") -> Iterator[Letter]:
    """The letters that may be a reminder: those of the clock that ask, those that serve always. A contestation is never sent in a batch."""
    known = letters()
    for code in dict.fromkeys((*late(followed.procedure, on=timezone.localdate(on)).letters, *_ALWAYS)):
        if code in known and known[code].situation == "demander":
            yield known[code]


def _tried(actor: Actor, found: "File", followed: Followed, letter: Letter, *, now: datetime) -> _Tried:
    initial = LetterForm(letter=letter, initial=answers(actor, found, followed, letter, now=now), signs=True)
    told = {name: value for name in initial.fields if (value := _posted(initial, name))}
    form = LetterForm(told, letter=letter, signs=True)
    missing = () if form.is_valid() else tuple(str(form.fields[name].label) for name in form.errors if name in form.fields)
    return _Tried(form, missing)


def _posted(form: LetterForm, name: str) -> str:
    """An answer already known, as a browser would send it."""
    value = form.get_initial_for_field(form.fields[name], name)
    return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else "" if value in (None, False) else str(value)


def write_one(actor: Actor, reminder_id: UUID, *, now: datetime) -> None:
    """Prepare one row of a run: its letter kept, or what is missing said. Nothing when it was seen to meanwhile."""
    found = queries.to_write(actor, reminder_id, on=timezone.localdate(now), now=now)
    if found is None:
        return
    reminder, followed = found
    letter, problem = _letter(actor, reminder.procedure.file, followed, now=now)
    keep_reminder(actor=actor, reminder_id=reminder_id, letter=letter, problem=problem, now=now)


def _letter(actor: Actor, found: "File", followed: Followed, *, now: datetime) -> tuple[PreparedLetter | None, str]:
    missing: tuple[str, ...] = ()
    for letter in candidates(followed, on=now):
        tried = _tried(actor, found, followed, letter, now=now)
        if tried.missing:
            missing = missing or tried.missing
            continue
        if tried.form.errors:
            continue
        draft = draft_of(tried.form, {})
        try:
            return prepared(letter, draft, paper_pdf(draft)), ""
        except pdf.UnableToRender as problem:
            return None, str(problem)
    return None, _("Il manque : %(fields)s") % {"fields": french(" ; ".join(missing))}
