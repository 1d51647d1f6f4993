"""What every act on a file begins with: the refusal, the file in scope and locked, who acts, the record once whole."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from relais.foundation.access import Actor
from relais.kernel.decisions import Decision, OutOfScope, Refused, Unable
from relais.people import policies, queries
from relais.people.freezing import is_frozen
from relais.people.models import File
from relais.people.reading import known
from relais.people.rules import Level

M = TypeVar("M", bound=Model)


class UnableToKeepFiles(Unable):
    """What was asked of a file breaks a rule."""


class FileLimited(UnableToKeepFiles):
    """The person asked that nothing more be written in this file (RGPD 18); ``file``: which, for the screen that says so."""

    def __init__(self, file: File) -> None:
        super().__init__(whole=_("La personne a demandé la limitation de ses données : plus rien ne s’écrit dans son dossier."))
        self.file = file


def demand_unlimited(file: File | None) -> None:
    """FileLimited when the person asked for a limitation of this file; asked of what hangs from no file, nothing happens."""
    if file is not None and is_frozen(file):
        raise FileLimited(file)


def demand(decision: Decision) -> None:
    """Refused, with its reason, unless the decision allows."""
    if not decision:
        raise Refused(decision)


def whole_record(record: M) -> M:
    """The record once all its fields are acceptable; UnableToKeepFiles by field otherwise.

    As Django's ``full_clean``, but what the record points to and the caller has read is not looked for again, nor its own new key.
    """
    fields, own = record._meta.concrete_fields, record._meta.pk.name  # noqa: SLF001  # Django's documented meta interface
    read = {own, *(field.name for field in fields if isinstance(field, ForeignKey) and field.is_cached(record))}
    try:
        record.clean_fields(exclude=read)
        record.clean()
        record.validate_unique(exclude={own})
        record.validate_constraints(exclude={own})
    except ValidationError as refusal:
        told = {("" if name == "__all__" else name): " ".join(messages) for name, messages in refusal.message_dict.items()}
        raise UnableToKeepFiles(**{name or "whole": words for name, words in told.items()}) from refusal
    return record


def file_in_scope(
    actor: Actor, file_id: UUID, level: Level, *, now: datetime, held: File | None = None, while_limited: bool = False
) -> File:
    """The file, locked, when the actor writes this level of it; OutOfScope otherwise: what was shared is read, never written.

    ``held``: the same file, that the transaction under way has just opened; what is known of who opened it is not asked again.
    The identifier of a file merged into another leads to the one that was kept. FileLimited when the person asked for a limitation, unless
    ``while_limited``: what she asks, says yes or no to, whom she keeps out, and who keeps the file meanwhile (RGPD 18, 2).
    """
    told = None if held is None or held.pk != file_id else known(held.reading, actor, now=now)
    if held is not None and told is not None and level in told.works:
        return held
    scope = policies.works_in(actor, level, now=now)
    within = File.objects.select_for_update(of=("self",)).select_related("person").filter(scope)
    found = within.filter(pk=file_id).first()
    if found is None and (kept_id := queries.merged_into(file_id)) is not None:
        found = within.filter(pk=kept_id).first()
    if found is None:
        raise OutOfScope
    if not while_limited:
        demand_unlimited(found)
    return found


def who_acts(actor: Actor) -> UUID:
    """Who acts, for a row that says so; a visitor and the terminal never come here with a file in their scope."""
    if actor.user_id is None:
        raise OutOfScope
    return actor.user_id
