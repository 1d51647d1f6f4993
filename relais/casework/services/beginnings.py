"""What every write of casework begins with: texts without a secret, a note of the actor's scope."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop

from relais.casework.models import Note
from relais.casework.policies.notes import readable
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope, Unable
from relais.kernel.guards.reading import blocking
from relais.people.services.beginnings import demand_unlimited

#: signs of one part of a note, at most: some forty pages.
LONGEST_PART = 100_000


class UnableToKeepCasework(Unable):
    """What was asked of an interview, a note, a goal or a step breaks a rule."""


def without_secret(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts stripped, by field; UnableToKeepCasework names the fields that hold a secret, never the passage."""
    stripped = {name: text.strip() for name, text in texts.items()}
    told = gettext_noop("Ce texte semble contenir un mot de passe, un code ou un numéro de carte : rien n’est enregistré.")
    problems = {name: told for name, text in stripped.items() if blocking(text)}
    problems |= {name: gettext_noop("Ce texte est trop long pour une note.") for name, text in stripped.items() if len(text) > LONGEST_PART}
    if problems:
        raise UnableToKeepCasework(**problems)
    return stripped


def on_one_line(text: str) -> str:
    """A text of one line: what was typed on several is joined."""
    return " ".join(text.split())


def note_in_scope(actor: Actor, note_id: UUID, *, now: datetime, while_limited: bool = False) -> Note:
    """The note, locked, when the actor reads it; OutOfScope otherwise. ``while_limited``: see ``people.services.beginnings``."""
    scope = Note.objects.within(actor).filter(readable(actor, now=now), pk=note_id)
    found = scope.select_for_update(of=("self",)).select_related("file__person").first()
    if found is None:
        raise OutOfScope
    if not while_limited:
        demand_unlimited(found.file)
    return found
