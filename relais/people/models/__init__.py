"""Tables of people: the person, her file, who works with her, and the acts that open or close an access."""

from relais.people.models.accesses import Bar, BreakGlass, Motive, Presence, Review, RosterDay
from relais.people.models.files import Assignment, ClosingReason, File, FileState, Part
from relais.people.models.persons import AddressReader, Channel, ChannelKind, Nationality, Person, Protection

__all__ = [
    "AddressReader",
    "Assignment",
    "Bar",
    "BreakGlass",
    "Channel",
    "ChannelKind",
    "ClosingReason",
    "File",
    "FileState",
    "Motive",
    "Nationality",
    "Part",
    "Person",
    "Presence",
    "Protection",
    "Review",
    "RosterDay",
]
