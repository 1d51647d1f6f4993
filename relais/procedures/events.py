"""What happens in the toolbox and to démarches, for the rooms above."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TextChanged:
    """A structure kept, took away or put back a text: ``kind`` and ``name`` say which."""

    kind: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProcedureOpened:
    """A démarche is followed in a file; ``sheet``: code of its sheet, "" for another one."""

    organisation_id: UUID
    file_id: UUID
    procedure_id: UUID
    sheet: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProcedureMoved:
    """An act was noted or taken back; ``state``: where the démarche now stands."""

    organisation_id: UUID
    file_id: UUID
    procedure_id: UUID
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BlockerTold:
    """A blocker was met, ended, withdrawn or resumed (``moment``): the collective part, for the rooms behind the privacy wall.

    Codes and a day. No person, no author, no file, no démarche, no hour: nothing that leads back to one.
    """

    organisation_id: UUID
    moment: str
    code: str
    service: str
    step: str
    day: date
    lost: str
    harm: str
    solved: str
