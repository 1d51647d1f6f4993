"""Tables of people: the person, her file, who works with her, and the acts that open or close an access."""

from relais.people.models.accesses import Bar, BreakGlass, Presence, RosterDay
from relais.people.models.files import Assignment, File
from relais.people.models.persons import AddressReader, Channel, Person

__all__ = ["AddressReader", "Assignment", "Bar", "BreakGlass", "Channel", "File", "Person", "Presence", "RosterDay"]
