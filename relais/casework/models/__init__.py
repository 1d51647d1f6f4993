"""Tables of casework: interviews and what is decided in them, notes and their versions, goals, steps, agenda, open rights, documents."""

from relais.casework.models.agenda import Absence, Appointment, CalendarFeed
from relais.casework.models.documents import Document, DocumentContent, DocumentReader, DownloadLink
from relais.casework.models.goals import Goal, Step
from relais.casework.models.interviews import Interview, RightDecision
from relais.casework.models.notes import Disagreement, Note, NoteReader, NoteVersion
from relais.casework.models.open_rights import OpenRight
from relais.casework.models.transmissions import Transmission

__all__ = [
    "Absence",
    "Appointment",
    "CalendarFeed",
    "Disagreement",
    "Document",
    "DocumentContent",
    "DocumentReader",
    "DownloadLink",
    "Goal",
    "Interview",
    "Note",
    "NoteReader",
    "NoteVersion",
    "OpenRight",
    "RightDecision",
    "Step",
    "Transmission",
]
