"""Model fields whose column holds a seal and nothing else: written like a text, read by an explicit act, never searched.

    analysis = SealedText("analyse", level="N2")

    note.analysis = "ce qui est tapé"     # sealed when the row is saved
    note.analysis.open()                  # the text; the one act that opens it
    str(note.analysis)                    # «[texte scellé]», in a log, a template or a shell

The row needs a primary key that is known before it is written (a UUID), and ``organisation_id`` (a column or a property).
"""

import base64
import uuid
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from django.core import checks
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import IsNull
from django.db.models.query_utils import DeferredAttribute

from relais.foundation.vault.keys import Place, seal, unseal

SHOWN = "[texte scellé]"


class Sealed:
    """The value of a sealed field on one row. ``bool``: whether something is written; nothing else shows without ``open``."""

    __slots__ = ("blob", "fresh", "place")

    def __init__(self, *, blob: bytes = b"", fresh: bytes | None = None, place: Place | None = None) -> None:
        #: ``blob``: the seal of the column, with its place; ``fresh``: what was just put in and is not sealed yet.
        self.blob, self.fresh, self.place = blob, fresh, place

    def opened(self) -> bytes:
        """What is written, in bytes. VaultProblem when it does not open."""
        if self.fresh is not None:
            return self.fresh
        return unseal(self.blob, self.place) if self.blob and self.place is not None else b""

    def settled(self, place: Place | None) -> "Sealed":
        """The same, sealed for this place; one that already is keeps its seal."""
        if self.fresh is None and (not self.blob or self.place == place):
            return self
        data = self.opened()
        return type(self)(blob=seal(data, place) if data and place is not None else b"", place=place)

    def __bool__(self) -> bool:
        return bool(self.blob if self.fresh is None else self.fresh)

    def __str__(self) -> str:
        return SHOWN if self else ""

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and (self.blob, self.fresh, self.place) == (other.blob, other.fresh, other.place)

    def __hash__(self) -> int:
        return hash((self.blob, self.fresh))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a sealed value goes to no cache, session or queue: pass the identifier of the row")


class SealedWords(Sealed):
    """A sealed text."""

    __slots__ = ()

    def open(self) -> str:
        """The text. VaultProblem when it does not open; the caller has checked the right to read and journaled the reading."""
        return self.opened().decode()


class SealedDocument(Sealed):
    """A sealed document."""

    __slots__ = ()

    def open(self) -> bytes:
        """The document, under the same conditions."""
        return self.opened()


class _FromColumn(bytes):
    """The bytes of the column, told apart from a document to seal."""

    __slots__ = ()


class _Descriptor(DeferredAttribute):
    """Gives a ``Sealed`` on the instance, whatever was put in: a text to seal, the bytes of the column, or nothing."""

    field: "_SealedField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> object:
        if instance is None:
            return self
        raw = super().__get__(instance, cls)
        if isinstance(raw, Sealed):
            return raw
        value = self.field.wrapped(instance, raw)
        instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = value


if TYPE_CHECKING:
    _Field = models.Field[object, object]
else:
    _Field = models.Field


class _SealedField(_Field):
    """What both kinds of sealed fields share."""

    value_class: ClassVar[type[Sealed]]
    descriptor_class = _Descriptor
    empty_values = [None, b"", ""]

    def __init__(self, verbose_name: str | None = None, *, level: str = "N2", help_text: str = "") -> None:
        super().__init__(verbose_name, default=b"", blank=True, editable=False, help_text=help_text)
        self.level = level

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        """For migrations: what is the same for every sealed field is not repeated."""
        name, path, args, options = super().deconstruct()
        kept = {key: value for key, value in options.items() if key in ("verbose_name", "help_text")}
        return name, path, list(args), {**kept, "level": self.level}

    def get_internal_type(self) -> str:
        """A column of bytes."""
        return "BinaryField"

    def get_lookup(self, lookup_name: str) -> type[IsNull] | None:
        """Only «is null»: a sealed text is not searched."""
        return IsNull if lookup_name == "isnull" else None

    def check(self, **options: Any) -> list[checks.CheckMessage]:  # noqa: ANN401  # Django's signature
        """Refuse a table whose primary key is not known before the row is written."""
        found = super().check(**options)
        meta = self.model._meta  # noqa: SLF001  # Django's documented meta interface
        if isinstance(meta.pk, models.AutoField):
            told = f"{meta.label}.{self.name} is sealed to its row: give the table a UUID primary key."
            found.append(checks.Error(told, obj=self, id="relais.E010"))
        return found

    def place(self, instance: models.Model) -> Place:
        """Where the seal of this row belongs; ValueError when the row has no organisation yet."""
        organisation_id = getattr(instance, "organisation_id", None)
        if not isinstance(organisation_id, uuid.UUID):
            raise ValueError(f"{type(instance).__name__}: a sealed text needs the organisation of its row")  # noqa: TRY004  # missing
        return Place(organisation_id, instance._meta.label_lower, self.name, str(instance.pk))  # noqa: SLF001  # as above

    def wrapped(self, instance: models.Model, raw: object) -> Sealed:
        """The value to show on an instance; TypeError on what this field does not hold."""
        if raw is None or raw in (b"", ""):
            return self.value_class(fresh=b"")
        if isinstance(raw, _FromColumn):
            return self.value_class(blob=bytes(raw), place=self.place(instance))
        return self.value_class(fresh=self.encoded(raw))

    def encoded(self, raw: object) -> bytes:
        """What was put in, in bytes; TypeError on what the field does not hold: this one holds nothing, the two below do."""
        raise TypeError(f"{type(self).__name__} does not hold {type(raw).__name__}")

    def from_db_value(self, value: Any, _expression: object, _connection: object) -> _FromColumn | None:  # noqa: ANN401  # bytes or memoryview
        """Mark what comes from the column."""
        return None if value is None else _FromColumn(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> object:  # noqa: ARG002  # Django's signature
        """The seal; a text that was not changed keeps its own."""
        held: Sealed = getattr(model_instance, self.attname)
        settled = held.settled(self.place(model_instance) if held else None)
        model_instance.__dict__[self.attname] = settled
        return _FromColumn(settled.blob)

    def get_db_prep_value(self, value: object, connection: BaseDatabaseWrapper, prepared: bool = False) -> object:  # noqa: ARG002  # Django's
        """TypeError on anything but a seal: ``update()`` and ``bulk_update()`` would write the text itself."""
        if isinstance(value, Sealed) and not value.fresh:
            value = _FromColumn(value.blob)
        if value is None:
            return None
        if value != b"" and not isinstance(value, _FromColumn):
            raise TypeError("a sealed text is written by saving its row")
        return connection.Database.Binary(value)  # type: ignore[attr-defined]  # the driver's own wrapping of bytes

    def value_to_string(self, obj: models.Model) -> str:
        """The seal in base64, for an export of the database."""
        return base64.b64encode(getattr(obj, self.attname).blob).decode()


class SealedText(_SealedField):
    """A text of level N2 or N3; ``.open()`` gives a ``str``."""

    value_class = SealedWords
    if TYPE_CHECKING:
        _pyi_private_set_type: str | SealedWords
        _pyi_private_get_type: SealedWords

    def encoded(self, raw: object) -> bytes:
        """A ``str``; TypeError on anything else."""
        if not isinstance(raw, str):
            raise TypeError("a sealed text is a str")
        return raw.encode()


class SealedBytes(_SealedField):
    """A document kept in the database; ``.open()`` gives ``bytes``."""

    value_class = SealedDocument
    if TYPE_CHECKING:
        _pyi_private_set_type: bytes | SealedDocument
        _pyi_private_get_type: SealedDocument

    def encoded(self, raw: object) -> bytes:
        """``bytes``; TypeError on anything else."""
        if not isinstance(raw, bytes):
            raise TypeError("a sealed document is bytes")
        return raw
