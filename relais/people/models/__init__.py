"""Tables of people: the person, who lives with her, her file, who works with her, and the acts that open or close an access."""

from relais.people.models.accesses import Bar, BreakGlass, Presence, RosterDay
from relais.people.models.files import Assignment, File
from relais.people.models.handovers import Handover
from relais.people.models.households import Household, HouseholdMember
from relais.people.models.merges import Likeness, Merge, MergedFile
from relais.people.models.names import FormerName, How, NameKey, ToCompare
from relais.people.models.persons import AddressReader, Channel, Person
from relais.people.models.sharings import Consent, Information, Opposition, Sharing
from relais.people.models.situations import KeptAnswers, KeptSituation

__all__ = [
    "AddressReader",
    "Assignment",
    "Bar",
    "BreakGlass",
    "Channel",
    "Consent",
    "File",
    "FormerName",
    "Handover",
    "Household",
    "HouseholdMember",
    "How",
    "Information",
    "KeptAnswers",
    "KeptSituation",
    "Likeness",
    "Merge",
    "MergedFile",
    "NameKey",
    "Opposition",
    "Person",
    "Presence",
    "RosterDay",
    "Sharing",
    "ToCompare",
]
