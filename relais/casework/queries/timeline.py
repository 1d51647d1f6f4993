"""What happened in a file, in the actor's scope: contacts, notes by level (not a word of them), decisions on rights, steps done."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from relais.casework.models import Disagreement
from relais.casework.queries.interviews import decisions_in, interviews, steps
from relais.casework.queries.notes import notes
from relais.foundation.access import Actor
from relais.law.rights.catalogue import catalogue
from relais.people.models import File


@dataclass(frozen=True, slots=True)
class Happened:
    """One line: when, of which kind, what, by whom. ``note_id``: the note to open, if it is one."""

    at: datetime
    kind: str
    what: str
    who: str
    more: str = ""
    note_id: UUID | None = None


def lines(actor: Actor, found: File, *, now: datetime) -> list[Happened]:
    """Every line, the newest first."""
    written = list(notes(actor, now=now).filter(file=found))
    rights = catalogue()
    kept = [
        Happened(one.at, "contact", one.get_kind_display(), one.member.display_name, one.subject)
        for one in interviews(actor, now=now).filter(file=found)
    ]
    kept += [Happened(one.written_at, "note", one.get_level_display(), one.author.display_name, "", one.pk) for one in written]
    kept += [
        Happened(one.decided_at, "droit", rights[one.right].label if one.right in rights else one.right, "", one.get_said_display())
        for one in decisions_in(actor, found, now=now)
    ]
    kept += [
        Happened(one.done_at, "etape", one.what, "", one.get_who_display())
        for one in steps(actor, now=now).filter(file=found, done_at__isnull=False)
        if one.done_at is not None
    ]
    answers = Disagreement.objects.within(actor).filter(note__in=[one.pk for one in written]).order_by("recorded_at", "pk")
    kept += [Happened(one.recorded_at, "reponse", "", "", "", one.note_id) for one in answers]
    return sorted(kept, key=lambda line: (line.at, line.kind, line.what), reverse=True)
