"""All that is held about a person, table by table, read from the models themselves: a table that points to her cannot be forgotten.

Each row becomes an item with its level, its day and its fields under their names; sealed texts are opened. Members are told by their
function, not by their name (doctrine §4.1). What a table does not give is an exemption, with a sentence.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from relais.accounts.models import Member
from relais.administration import dictionary
from relais.administration.copy_words import words_of
from relais.administration.plain_json import in_words
from relais.foundation.vault.fields import Sealed, SealedBytes, SealedWords
from relais.kernel.money import euros as euros_of
from relais.people import queries
from relais.people.models import Channel, File, Person
from relais.people.terms import ChannelKind
from relais.ui.typography import euros

#: tables that are not copied, and why.
EXEMPT = {
    "casework.DocumentContent": "Les documents sont remis un à un, sous leur propre format ; la copie en donne la liste.",
    "casework.DownloadLink": "Empreintes de liens qui ne servent plus : elles ne disent rien de la personne.",
    "casework.DocumentReader": "Qui lit un document est dit par « qui a ouvert ce dossier ».",
    "casework.NoteReader": "Qui lit une note est dit par « qui a ouvert ce dossier ».",
    "people.NameKey": "Mots de ses noms, faits pour la recherche : ses noms eux-mêmes sont dans la copie.",
    "people.Likeness": "Ressemblance de deux noms, trouvée par le programme : elle concerne aussi quelqu’un d’autre.",
    "people.Merge": "Copie technique de ce qui a changé de place, effacée au bout de trente jours : chaque ligne est déjà dans la copie.",
    "people.MergedFile": "Ancien identifiant du dossier : il ne dit rien de la personne.",
    "people.ToCompare": "Nom à comparer : effacé dans la minute.",
    "exchange.LotRow": "Ligne d’un tableau importé, effacée en trente jours : ce qu’elle a écrit dans le dossier est dans la copie.",
    "people.Assignment": "Qui suit le dossier est dit par « qui a ouvert ce dossier », par fonction.",
}
#: tables told in their own way, and not row by row: what was lived together, as her file shows it (``people.queries.homes``).
TOLD_APART = {"people.HouseholdMember": "personne du foyer"}
#: fields of identifiers and of sealing: nothing to read.
_SKIPPED = (models.UUIDField, models.AutoField, SealedBytes)
_LEVELS = ("n0", "n1", "n2", "n3")
#: what our tables call a sum kept in centimes, and nothing else.
_MONEY = "montant"


@dataclass(frozen=True, slots=True)
class Item:
    """One row. ``key``: ``table:identifier``. ``author_id``: who wrote a confidential one, else None."""

    key: str
    title: str
    level: str
    on: dt.date | None
    lines: tuple[tuple[str, str], ...]
    author_id: UUID | None


def pointing() -> dict[str, str]:
    """Label → the path of relations that leads to the person, for every table that goes with her."""
    return {label: path for label, model in dictionary.own_models().items() if (path := _path(model)) is not None}


def _path(model: type[models.Model]) -> str | None:
    """«file__person», "" for the person herself; None when the rows do not go with her. The shortest path counts."""
    if model is Person:
        return ""
    waiting: list[tuple[type[models.Model], str]] = [(model, "")]
    seen = {model}
    while waiting:
        at, path = waiting.pop(0)
        for field in at._meta.local_concrete_fields:  # noqa: SLF001  # Django's documented meta interface
            if not isinstance(field, models.ForeignKey) or field.null or field.remote_field.on_delete is not models.CASCADE:
                continue
            target = field.related_model
            longer = f"{path}__{field.name}" if path else field.name
            if target is Person:
                return longer
            if isinstance(target, type) and target not in seen:
                seen.add(target)
                waiting.append((target, longer))
    return _path_when_told(model)


def _path_when_told(model: type[models.Model]) -> str | None:
    """The same for a table whose rows may be of a person or of nobody: an appointment, a visit."""
    for field in model._meta.local_concrete_fields:  # noqa: SLF001  # as above
        if isinstance(field, models.ForeignKey) and field.related_model in (Person, File):
            return field.name if field.related_model is Person else f"{field.name}__person"
    return None


def held(person: Person, file: File) -> list[Item]:
    """All that is held about a person in her service's file, and about herself, by day; what another service holds is asked of it."""
    found = _home(file)
    for table in dictionary.personal():
        path = pointing().get(table.label)
        if path is None or table.label in EXEMPT or table.label in TOLD_APART:
            continue
        model = dictionary.own_models()[table.label]
        rows = model._base_manager.filter(**{path or "pk": person.pk})  # noqa: SLF001  # as above
        inside = _inside(model, path)
        rows = rows.filter(**{inside: file.pk}) if inside else rows
        found += [_item(table, row) for row in rows.order_by("pk")]
    return sorted(found, key=_rank)


def _rank(one: Item) -> tuple[int, dt.date, str]:
    """Who she is and her file first, then by day, then what bears no day."""
    table = one.key.partition(":")[0]
    first = {"people.Person": 0, "people.File": 1}.get(table, 2 if one.on else 3)
    return first, one.on or dt.date.min, one.key


def without_address(one: Item, mark: str) -> Item:
    """The same without the address of the person, nor where she gets her letters: she may have kept it from whoever reads."""
    table = one.key.partition(":")[0]
    if table == Channel._meta.label and str(ChannelKind.POST.label) in {words for _name, words in one.lines}:  # noqa: SLF001  # as above
        return replace(one, lines=(("", mark),))
    if table != Person._meta.label:  # noqa: SLF001  # as above
        return one
    label = words_of("address", str(Person._meta.get_field("address").verbose_name))  # noqa: SLF001  # as above
    return replace(one, lines=tuple((name, mark if name == label else words) for name, words in one.lines))


def _home(file: File) -> list[Item]:
    """Who lives, or lived, with her: the time lived together and nothing of anybody's other life."""
    table, found = "people.HouseholdMember", []
    for home in queries.homes_told(file, on=timezone.localdate()):
        for rank, one in enumerate((*home.today, *home.before)):
            told = {"nom": one.called, "lien": "elle ou lui-même" if one.is_self else str(one.link.label)}
            told |= {"année de naissance": _plain(one.birth_year), "garde": "alternée" if one.alternating else ""}
            told |= {"depuis le": _plain(one.starts_on), "jusqu’au": _plain(one.ends_on)}
            lines = tuple((label, words) for label, words in told.items() if words)
            found.append(Item(f"{table}:{one.key}.{rank}", TOLD_APART[table], "n1", one.starts_on, lines, None))
    return found


def _inside(model: type[models.Model], path: str) -> str:
    """The part of the path that leads to the file; "" when the table belongs to the person whatever the file."""
    if model is File:
        return "pk"
    steps = path.split("__")
    return "__".join(steps[: steps.index("file") + 1]) if "file" in steps else ""


def _item(table: dictionary.Table, row: models.Model) -> Item:
    given = [(words_of(one.name, one.label), one.name) for one in table.rows if one.about != dictionary.NOBODY]
    told = [(label, words) for label, name in given if label and (words := _words(row, name))]
    return Item(f"{table.label}:{row.pk}", table.title, _level(table, row), _day(row), tuple(told), _author(row))


def _words(row: models.Model, name: str) -> str:
    """A field as people read it; "" for what says nothing."""
    field = row._meta.get_field(name)  # noqa: SLF001  # as above
    if not isinstance(field, models.Field) or isinstance(field, _SKIPPED) or field.primary_key or field.many_to_many:
        return ""
    if field.is_relation:
        return _function(row, name) if field.related_model is Member else ""
    if labels := getattr(row, f"{name.removesuffix('s')}_labels", None):
        return ", ".join(labels())
    if getattr(field, "choices", None):
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value := getattr(row, name), int) and str(field.verbose_name).startswith(_MONEY):
        return euros(euros_of(value), decimals=2)
    return _plain(value)


def _function(row: models.Model, name: str) -> str:
    member = getattr(row, name)
    return "" if member is None else member.job_title or "un membre du service"


def _plain(value: object) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return "oui" if value else "non"
        case Sealed():
            return in_words(value.open()) if isinstance(value, SealedWords) else ""
        case dt.date():
            return date_format(timezone.localtime(value), "j F Y, H:i") if isinstance(value, dt.datetime) else date_format(value, "j F Y")
        case _:
            return in_words(str(value))


def _level(table: dictionary.Table, row: models.Model) -> str:
    """The level that the row bears, or that of the row it belongs to, or that of the recipients of its table; an hour hidden by its author
    is told by nobody else."""
    if getattr(row, "hidden", None) is True:
        return "n3"
    for holder in (row, getattr(row, "note", None), getattr(row, "document", None)):
        if (level := getattr(holder, "level", None)) in _LEVELS:
            return str(level)
    recipients = {code for one in table.rows for code in one.recipients}
    return "n2" if "bound" in recipients else "n1"


def _author(row: models.Model) -> UUID | None:
    for holder in (row, getattr(row, "note", None), getattr(row, "document", None)):
        if isinstance(author := getattr(holder, "author_id", None), UUID):
            return author
    booked = getattr(row, "booked_by_id", None)
    return booked if isinstance(booked, UUID) else None


def _day(row: models.Model) -> dt.date | None:
    """The first date that the row bears."""
    for value in _dates(row):
        return timezone.localdate(value) if isinstance(value, dt.datetime) else value
    return None


def _dates(row: models.Model) -> Iterator[dt.date]:
    for field in row._meta.local_concrete_fields:  # noqa: SLF001  # as above
        if isinstance(field, models.DateField) and "birth" not in field.name:
            value = getattr(row, field.attname)
            if value is not None:
                yield value
