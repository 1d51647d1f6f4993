"""Reads of the toolbox: the sheets offered here, and the texts of the structures with their versions. What a person types is not here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from relais.accounts.queries import organisation_of
from relais.foundation.access import Actor
from relais.law.sheets.catalogue import offered
from relais.law.sheets.sheet import NEEDS, Sheet
from relais.procedures import policies, shelf
from relais.procedures.kinds import KINDS, Kind
from relais.procedures.models import Act, TextVersion
from relais.procedures.rules.texts import editable

#: versions shown with a text; the table holds the others.
SHOWN = 20


def sheets() -> Mapping[str, Sheet]:
    """The sheets of procedures by code, in the order of the screen: national ones, then those of the structures of this instance."""
    return offered(settings.LOCAL_SHEETS)


def sheets_by_need() -> tuple[tuple[str, tuple[Sheet, ...]], ...]:
    """Label of a need, then its sheets; a sheet stands under its first need, needs without a sheet are left out."""
    groups = ((label, tuple(sheet for sheet in sheets().values() if sheet.needs[0] == need)) for need, label in NEEDS.items())
    return tuple((label, found) for label, found in groups if found)


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text of this instance. ``title``: "" when it cannot be read; ``owner``: the structure that wrote it on screen; ``corrects``: a
    national one has its code; ``open``: this actor may change it; ``changed_at``: None for a file laid by hand.
    """

    name: str
    title: str
    owner: str
    corrects: bool
    open: bool
    problems: int
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The texts of one kind: in use, taken away (name, number of the version that may come back), and why none is used."""

    kind: Kind
    texts: tuple[LocalText, ...]
    gone: tuple[tuple[str, int], ...]
    problems: tuple[str, ...]


def may_write_texts(actor: Actor) -> bool:
    """Whether the screens of texts are open to this actor."""
    return bool(policies.can_write_texts(actor))


def kind_for(actor: Actor, code: str) -> Kind | None:
    """A kind of text that this actor may write, None otherwise."""
    return KINDS.get(code) if may_write_texts(actor) else None


def shelves(actor: Actor) -> tuple[Shelf, ...]:
    """Every kind with its texts; nothing for who may not write them."""
    return tuple(_shelf(actor, kind) for kind in KINDS.values()) if may_write_texts(actor) else ()


def _shelf(actor: Actor, kind: Kind) -> Shelf:
    names = shelf.names(kind)
    national = dict(kind.national_texts())
    offered = kind.offered(kind.folder)
    problems = tuple(kind.problems(kind.folder))
    newest = _newest(kind)

    def seen(name: str) -> LocalText:
        version = newest.get(name)
        owner_id = version.organisation_id if version else None
        return LocalText(
            name=name,
            title=offered[name].title if name in offered and not problems else "",
            owner=version.organisation.name if version and version.organisation else "",
            corrects=name in national,
            open=editable(name) and bool(policies.can_change_text(actor, owner_id=owner_id)),
            problems=sum(one.startswith(f"{name}{kind.suffix}") for one in problems),
            changed_at=version.at if version else None,
        )

    gone = tuple((name, _last_content(kind, name)) for name, version in newest.items() if name not in names and _mine(actor, version))
    return Shelf(kind, tuple(seen(name) for name in names), tuple(one for one in gone if one[1]), problems)


def _mine(actor: Actor, version: TextVersion) -> bool:
    return bool(policies.can_change_text(actor, owner_id=version.organisation_id))


def _newest(kind: Kind) -> dict[str, TextVersion]:
    rows = TextVersion.objects.filter(kind=kind.code).select_related("organisation").defer("content").order_by("id")
    return {row.name: row for row in rows}


def _last_content(kind: Kind, name: str) -> int:
    """Number of the newest version that holds a text, 0 without."""
    found = TextVersion.objects.filter(kind=kind.code, name=name).exclude(act=Act.DELETED).order_by("-id").only("id").first()
    return 0 if found is None else found.pk


def last_version(kind: Kind, name: str) -> TextVersion | None:
    """The newest version of a text."""
    return TextVersion.objects.filter(kind=kind.code, name=name).order_by("-id").first()


def owner_of(kind: Kind, name: str) -> UUID | None:
    """The organisation whose text this is, None for a file laid by hand or a text that nobody has written yet."""
    last = last_version(kind, name)
    return None if last is None else last.organisation_id


def versions(actor: Actor, kind: Kind, name: str) -> Sequence[TextVersion]:
    """The newest versions of a text that this actor may change; none for others."""
    if not policies.can_change_text(actor, owner_id=owner_of(kind, name)):
        return ()
    return tuple(TextVersion.objects.filter(kind=kind.code, name=name).select_related("author").order_by("-id")[:SHOWN])


def version(kind: Kind, name: str, number: int) -> TextVersion | None:
    """One version of a text."""
    return TextVersion.objects.filter(kind=kind.code, name=name, pk=number).first()


def text_of(actor: Actor, kind: Kind, name: str) -> str | None:
    """The text of a file that this actor may change, None otherwise: nothing tells which."""
    if not policies.can_change_text(actor, owner_id=owner_of(kind, name)):
        return None
    return shelf.read(kind, name)


def structure_of(actor: Actor) -> str:
    """The name of the actor's organisation, to sign a text."""
    house = organisation_of(actor)
    return "" if house is None else house.name
