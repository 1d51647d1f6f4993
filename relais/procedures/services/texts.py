"""Writes of the toolbox: a structure keeps a text, takes it away, puts back what it was. Nothing of a person passes here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import Decision, Refused
from relais.kernel.system_words import system_words
from relais.procedures import policies, shelf
from relais.procedures.events import TextChanged
from relais.procedures.kinds import Kind
from relais.procedures.models import Act, TextVersion
from relais.procedures.queries import texts as queries
from relais.procedures.rules import texts
from relais.procedures.rules.text_lines import Problem

MOVED = gettext_noop("Ce texte a changé depuis que vous l’avez ouvert. Comparez, puis enregistrez encore pour garder le vôtre.")


class UnableToKeepText(Exception):
    """The text stays as it was; ``problems`` say why, each with its line when it has one."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(problem.said for problem in problems))
        self.problems = problems


class TextHasMoved(UnableToKeepText):
    """Somebody changed the text since it was opened."""


def _demand(decision: Decision) -> None:
    if not decision:
        raise Refused(decision)


@contextmanager
def _writing(kind: Kind) -> Iterator[None]:
    """Alone in the folder; a folder that refuses to be written is a sentence, and the database keeps nothing of it."""
    try:
        with shelf.alone_on(kind), transaction.atomic():
            yield
    except OSError as problem:
        told = _("Le dossier des textes refuse l’écriture (%(why)s). Rien n’a changé.") % {"why": system_words(problem)}
        raise UnableToKeepText(Problem(told)) from problem


def _version(actor: Actor, kind: Kind, name: str, *, content: str, act: Act, now: datetime) -> TextVersion:
    version = TextVersion.objects.create(
        kind=kind.code, name=name, content=content, act=act, organisation_id=actor.organisation_id, author_id=actor.user_id, at=now
    )
    journal.record(actor=actor, action=f"text.{act.name.lower()}", at=now, subject=version)
    bus.publish(TextChanged(kind.code, name, now))
    return version


def _keep_what_was_found(actor: Actor, kind: Kind, name: str, now: datetime) -> None:
    """A file written by hand since the last version becomes a version before it is replaced: nothing is lost."""
    present = shelf.read(kind, name)
    last = queries.last_version(kind, name)
    if present is not None and (last is None or last.content != present):
        _version(actor, kind, name, content=present, act=Act.FOUND, now=now)


def keep_text(*, actor: Actor, kind: Kind, name: str, text: str, seen: str, now: datetime) -> str:
    """Put a text in use at once, and answer its name. ``name``: "" for a new one; ``seen``: digest of the text that was opened.

    UnableToKeepText with every problem, TextHasMoved when another person changed it meanwhile; then nothing changes.
    """
    text = texts.same_breaks(text)
    target = name or texts.code_of(text)
    _demand(policies.can_change_text(actor, owner_id=queries.owner_of(kind, target)))
    with _writing(kind):
        present = shelf.read(kind, target)
        if not (decision := texts.can_bear(name=name, text=text, new=not name, taken=present is not None)):
            raise UnableToKeepText(Problem(_(decision.reason)))
        if name and shelf.digest(present) != seen:
            raise TextHasMoved(Problem(_(MOVED)))
        if problems := shelf.tried(kind, target, text).problems:
            raise UnableToKeepText(*problems)
        _keep_what_was_found(actor, kind, target, now)
        _version(actor, kind, target, content=text, act=Act.SAVED, now=now)
        shelf.put(kind, target, text)
    return target


def take_text_away(*, actor: Actor, kind: Kind, name: str, now: datetime) -> None:
    """The text is no longer in use; the national one comes back, and its versions stay: it may be put back."""
    _demand(policies.can_change_text(actor, owner_id=queries.owner_of(kind, name)))
    with _writing(kind):
        _keep_what_was_found(actor, kind, name, now)
        _version(actor, kind, name, content="", act=Act.DELETED, now=now)
        shelf.remove(kind, name)


def put_text_back(*, actor: Actor, kind: Kind, name: str, number: int, now: datetime) -> None:
    """A former version is in use again, when the readers of today still take it."""
    _demand(policies.can_change_text(actor, owner_id=queries.owner_of(kind, name)))
    version = queries.version(kind, name, number)
    if version is None or version.act == Act.DELETED:
        raise UnableToKeepText(Problem(_("Cette version n’existe pas.")))
    with _writing(kind):
        if problems := shelf.tried(kind, name, version.content).problems:
            raise UnableToKeepText(*problems)
        _keep_what_was_found(actor, kind, name, now)
        _version(actor, kind, name, content=version.content, act=Act.RESTORED, now=now)
        shelf.put(kind, name, version.content)
