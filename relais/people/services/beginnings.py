"""What every act on a file begins with: the refusal, the file in scope and locked, who acts, the record once whole."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model

from relais.foundation.access import Actor
from relais.kernel.decisions import Decision, OutOfScope, Refused, Unable
from relais.people import policies
from relais.people.models import File
from relais.people.rules import Level

M = TypeVar("M", bound=Model)


class UnableToKeepFiles(Unable):
    """What was asked of a file breaks a rule."""


def demand(decision: Decision) -> None:
    """Refused, with its reason, unless the decision allows."""
    if not decision:
        raise Refused(decision)


def whole_record(record: M) -> M:
    """The record once all its fields are acceptable; UnableToKeepFiles by field otherwise."""
    try:
        record.full_clean()
    except ValidationError as refusal:
        told = {("" if name == "__all__" else name): " ".join(messages) for name, messages in refusal.message_dict.items()}
        raise UnableToKeepFiles(**{name or "whole": words for name, words in told.items()}) from refusal
    return record


def file_in_scope(actor: Actor, file_id: UUID, level: Level, *, now: datetime) -> File:
    """The file, locked, when the actor writes this level of it; OutOfScope otherwise: what was shared is read, never written."""
    scope = policies.works_in(actor, level, now=now)
    found = File.objects.select_for_update(of=("self",)).select_related("person").filter(scope, pk=file_id).first()
    if found is None:
        raise OutOfScope
    return found


def who_acts(actor: Actor) -> UUID:
    """Who acts, for a row that says so; a visitor and the terminal never come here with a file in their scope."""
    if actor.user_id is None:
        raise OutOfScope
    return actor.user_id
