"""The chronology of a démarche: its acts, letters, blockers, silences and exhibits by day, with the law beside.

Administrative level. A note is here only when it was ticked, one by one, by somebody who reads it; its opening is journaled by
``services.chronology``, and its analysis never leaves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from relais.casework.models import Note
from relais.casework.queries.notes import notes_of
from relais.casework.terms.notes import NoteLevel
from relais.foundation.access import Actor
from relais.law.clocks.engine import Dated
from relais.people.models import File
from relais.procedures.models import Blocker, ProcedureAct, Sending
from relais.procedures.queries import blockers, sendings
from relais.procedures.queries.procedures import Followed, followed, law_of, steps_of
from relais.procedures.queries.sendings import Kept
from relais.procedures.rules.chronology import Entry, ahead, silences
from relais.procedures.rules.progress import Act
from relais.procedures.terms.blockers import blockage_title, service_name
from relais.procedures.terms.procedures import Doer
from relais.procedures.terms.sendings import Sender
from relais.ui.typography import long_date

#: what may be left out: calls, blockers, what was asked of the person.
CALLS, BLOCKERS, PERSON = "appels", "blocages", "personne"
_ASKED = (Act.PERSON_ASKED, Act.PERSON_ANSWERED)


@dataclass(frozen=True, slots=True)
class Chronology:
    """A démarche told by day. ``ahead``: dates of law still to come; ``exhibits``: those that stand and that the actor reads."""

    followed: Followed
    entries: tuple[Entry, ...]
    ahead: tuple[Dated, ...]
    exhibits: tuple[Kept, ...]


def chronology(
    actor: Actor, found: File, procedure_id: UUID, *, parts: Iterable[str], on: date, now: datetime, noted: Sequence[Entry] = ()
) -> Chronology | None:
    """The chronology with these parts and the notes already opened; None out of scope. Its words are those of the language under way."""
    one = followed(actor, found, procedure_id, on=on, now=now)
    if one is None:
        return None
    chosen = frozenset(parts)
    letters = [row for row in sendings.of_procedure(actor, found, procedure_id, now=now) if row.sent_on is not None]
    by_act = {row.act_id: row for row in letters if row.act_id is not None}
    entries = [_act(act, by_act.get(act.pk)) for act in one.standing if _told(act, chosen)]
    entries += [_letter(row) for row in letters if row.act_id is None]
    entries += [_silence(dated) for dated in silences(steps_of(one.standing), law_of(one.procedure), on=on)]
    if BLOCKERS in chosen:
        for blocker in blockers.of_procedure(actor, found, procedure_id, now=now):
            entries += _blocker(blocker)
    entries += noted
    kept = tuple(row for row in sendings.exhibits(actor, found, procedure_id, now=now) if row.stands)
    # sorted is stable: what happened on one day stays in the order in which it was noted
    return Chronology(one, tuple(sorted(entries, key=lambda entry: entry.on)), tuple(ahead(one.clock, on=on)), kept)


def _told(act: ProcedureAct, chosen: frozenset[str]) -> bool:
    if act.act == Act.CALLED:
        return CALLS in chosen
    return PERSON in chosen if Act(act.act) in _ASKED else True


def _day(day: date) -> str:
    return long_date(day, language=get_language() or "fr")


def _who(row: ProcedureAct | Sending) -> str:
    if not row.doer:
        return ""
    under = _(", sous mandat") if row.doer == Doer.FOR and row.mandate_act_id is not None else ""
    return f"{row.get_doer_display()}{under}"


def _how(row: ProcedureAct | Sending) -> str:
    """By which way, with which proof, under which number."""
    shown = (row.get_way_display() if row.way else "", row.get_proof_display() if row.proof else "", row.tracking)
    first, *rest = [*filter(None, (str(one) for one in shown)), ""]
    # one line: only its first word keeps its capital; a number is left as it is
    return ", ".join(filter(None, (first, *(one if one == row.tracking else one[:1].lower() + one[1:] for one in rest))))


def _numbers(sending: Sending | None) -> tuple[int, ...]:
    return tuple(one.number for one in sending.exhibits.all()) if sending is not None else ()


def _act(act: ProcedureAct, sending: Sending | None) -> Entry:
    lines = [act.words, _how(act)]
    if act.received is not None and act.received != act.on:
        lines.append(_("Reçu le %(day)s") % {"day": _day(act.received)})
    if sending is not None and sending.sender == Sender.SERVICE:
        lines.append(_("Lettre signée par le service, pour la personne"))
    if act.until is not None:
        told = _("À revoir le %(day)s") if act.act == Act.CALLED else _("Au plus tard le %(day)s")
        lines.append(told % {"day": _day(act.until)})
    if act.result:
        lines.insert(0, str(act.get_result_display()))
    return Entry(act.on, "acte", str(act.get_act_display()), tuple(filter(None, lines)), _who(act), _numbers(sending))


def _letter(row: Sending) -> Entry:
    signed = _("Signée par le service, pour la personne") if row.sender == Sender.SERVICE else ""
    lines = tuple(filter(None, (row.title, row.recipient, signed, _how(row))))
    return Entry(row.sent_on or row.prepared_at.date(), "lettre", _("Lettre envoyée"), lines, _who(row), _numbers(row))


def _silence(dated: Dated) -> Entry:
    title = _("Silence de l’organisme : accord") if dated.meaning == "acceptation" else _("Silence de l’organisme : refus")
    return Entry(dated.legal, "silence", title, (str(dated.words),), source=str(dated.source))


def _blocker(blocker: Blocker) -> Iterable[Entry]:
    named = f"{blockage_title(blocker.code)} ({service_name(blocker.service)})"
    lines = tuple(filter(None, (named, blocker.message, str(blocker.get_harm_display()))))
    yield Entry(blocker.seen_on, "blocage", _("Blocage rencontré"), lines)
    if blocker.ended_on is not None:
        yield Entry(blocker.ended_on, "blocage", _("Blocage terminé"), (named, str(blocker.get_solved_display())))


def notes_to_tick(actor: Actor, found: File, *, now: datetime) -> list[Note]:
    """The notes that this actor may put in a paper that leaves, newest first: those she reads, and of the confidential ones her own."""
    every = notes_of(actor, found, now=now)
    return [note for note in every if note.level != NoteLevel.CONFIDENTIAL or note.author_id == actor.user_id]
