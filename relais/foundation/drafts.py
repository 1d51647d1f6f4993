"""Drafts: what somebody is typing, kept on the server for its author alone, sealed, for a day.

    drafts.keep(actor=actor, key=f"casework.note:{file.pk}:facts", text=typed, now=now)
    found = drafts.kept(actor, key, now=now)      # Kept(text, at, page) or None
    drafts.forget(actor=actor, key=key)           # once saved, or when its author asks

A secret of a person is masked before it is stored (``kernel.guards``): no draft ever held one. Nothing is written in the journal nor in a
log: a draft is nobody's act yet. ``relais/ui/drafted.py`` is what forms use; ``slips`` ties a page to its author.
"""

import re
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from relais.foundation.access import Actor
from relais.foundation.vault.fields import SealedText
from relais.foundation.vault.keys import VaultProblem
from relais.kernel.decisions import Unable
from relais.kernel.guards.reading import masked

if TYPE_CHECKING:
    from relais.foundation.vault.fields import SealedWords

LIFE = timedelta(hours=24)
#: the longest text kept, in characters: forty pages.
LONGEST = 100_000
#: texts of one author kept at the same time; beyond, the oldest goes.
MOST = 100
_KEY = re.compile(r"[a-z0-9_.:-]{1,160}")


class UnableToKeepDraft(Unable):
    """The text is too long to be kept, or nobody would be its author."""


class Draft(models.Model):
    """One text under way. ``key``: what it is of (names and identifiers of ours, never a fact); ``page``: where it is typed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField()
    author_id = models.UUIDField()
    key = models.CharField(max_length=160)
    page = models.CharField(max_length=300, blank=True)
    text = SealedText("texte en cours", level="N3")
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        """Among the tables of this room, although declared beside what it stands on."""

        app_label = "foundation"
        verbose_name = "brouillon"
        constraints = [models.UniqueConstraint(fields=["author_id", "key"], name="draft_once_per_author_and_key")]

    def __str__(self) -> str:
        return self.key


@dataclass(frozen=True, slots=True)
class Kept:
    """A text found again: as it was typed (secrets masked), when it was last kept, and the path of its page."""

    text: str
    at: datetime
    page: str


def _checked(key: str) -> str:
    """ValueError on a key that could hold anything but names and identifiers."""
    if not _KEY.fullmatch(key):
        raise ValueError("a draft's key is made of lower-case letters, figures and _ . : -")
    return key


def _of(actor: Actor, keys: Iterable[str]) -> "models.QuerySet[Draft]":
    """The drafts of this author alone: nobody else's are ever reached, whatever their role."""
    return _mine(actor).filter(key__in=[_checked(key) for key in keys])


def _mine(actor: Actor) -> "models.QuerySet[Draft]":
    if actor.user_id is None or actor.organisation_id is None:
        return Draft.objects.none()
    return Draft.objects.filter(author_id=actor.user_id, organisation_id=actor.organisation_id)


@transaction.atomic
def keep(*, actor: Actor, key: str, text: str, now: datetime, page: str = "") -> None:
    """Keep this text for its author, in place of what was kept under this key; an empty text forgets it."""
    if actor.user_id is None or actor.organisation_id is None:
        raise UnableToKeepDraft(text=_("Connectez-vous : un brouillon est gardé pour son autrice ou son auteur seul."))
    if len(text) > LONGEST:
        raise UnableToKeepDraft(text=_("Ce texte est trop long pour être gardé en brouillon : enregistrez-le en plusieurs fois."))
    if not text.strip():
        forget(actor=actor, key=key)
        return
    written = {"organisation_id": actor.organisation_id, "text": masked(text), "page": page[:300], "kept_at": now}
    Draft.objects.update_or_create(author_id=actor.user_id, key=_checked(key), defaults=written)
    mine = Draft.objects.filter(author_id=actor.user_id).order_by("-kept_at", "pk").values_list("pk", flat=True)
    Draft.objects.filter(pk__in=list(mine[MOST:])).delete()


def kept_under(actor: Actor, keys: Collection[str], *, now: datetime) -> dict[str, Kept]:
    """What is kept for this author under these keys, in one query; what does not open any more is left out."""
    found: dict[str, Kept] = {}
    for row in _of(actor, keys).filter(kept_at__gt=now - LIFE).order_by("key"):
        try:
            found[row.key] = Kept(cast("SealedWords", row.text).open(), row.kept_at, row.page)
        except VaultProblem:
            continue  # a page is shown without its draft rather than not at all
    return found


def kept(actor: Actor, key: str, *, now: datetime) -> Kept | None:
    """The same for one key; None when nothing is kept."""
    return kept_under(actor, [key], now=now).get(key)


def waiting(actor: Actor, *, now: datetime) -> list[tuple[str, datetime]]:
    """Pages where a text of this author waits, with the moment it was last kept, newest first; no text is opened."""
    return by_page(waiting_rows(actor, now=now).values_list("page", "kept_at"))


def waiting_rows(actor: Actor, *, now: datetime) -> "models.QuerySet[Draft]":
    """The drafts that wait on a page, as rows; the newest first."""
    return _mine(actor).filter(kept_at__gt=now - LIFE).exclude(page="").order_by("-kept_at", "pk")


def by_page(rows: Iterable[tuple[str, datetime]]) -> list[tuple[str, datetime]]:
    """Each page once, with the moment that comes first."""
    pages: dict[str, datetime] = {}
    for page, at in rows:
        pages.setdefault(page, at)
    return list(pages.items())


@transaction.atomic
def forget(*, actor: Actor, key: str) -> None:
    """Nothing is kept under this key any more."""
    forget_all(actor=actor, keys=[key])


@transaction.atomic
def forget_all(*, actor: Actor, keys: Collection[str]) -> None:
    """The same for several keys."""
    _of(actor, keys).delete()


@transaction.atomic
def forget_author(author_id: UUID) -> None:
    """Every draft of an author whose account was closed."""
    Draft.objects.filter(author_id=author_id).delete()


def purge(*, now: datetime) -> int:
    """Erase what is older than a day; answers how many."""
    return Draft.objects.filter(kept_at__lte=now - LIFE).delete()[0]
