"""Reads of people: the actor first, the scope as first filter, a total order."""

from relais.people.queries.accesses import (
    access_now,
    exceptional_accesses,
    exceptional_accesses_to_review,
    headed,
    may_break_glass,
    may_open_files,
    on_duty,
    presences,
    sees_openings,
)
from relais.people.queries.duplicates import Alikes, alikes
from relais.people.queries.files import file, files, files_led, lead_of, leads, levels, levels_worked
from relais.people.queries.finding import asks_a_second_element, at_reception, browsed, found_by_name, on_shelf, shelves
from relais.people.queries.handovers import (
    Held,
    colleagues_who_may_take,
    handovers_refused,
    handovers_to_answer,
    held_by,
    may_prepare_for,
    takes_part_in_handovers,
    to_hand_over,
)
from relais.people.queries.households import Cohabitant, Home, homes, may_live_with
from relais.people.queries.parts import assignable, barred, may_lead, members_to_bar, parts_to_give
from relais.people.queries.persons import address, reads_address
from relais.people.queries.roster import keeps_roster, may_be_on_duty, reads_a_roster, roster_services, week
from relais.people.queries.sharings import Agreements, address_readers, agreements, may_receive, names_address_readers, opposed, sharing
from relais.people.queries.situations import last_situation, situations

__all__ = [
    "Agreements",
    "Alikes",
    "Cohabitant",
    "Held",
    "Home",
    "access_now",
    "address",
    "address_readers",
    "agreements",
    "alikes",
    "asks_a_second_element",
    "assignable",
    "at_reception",
    "barred",
    "browsed",
    "colleagues_who_may_take",
    "exceptional_accesses",
    "exceptional_accesses_to_review",
    "file",
    "files",
    "files_led",
    "found_by_name",
    "handovers_refused",
    "handovers_to_answer",
    "headed",
    "held_by",
    "homes",
    "keeps_roster",
    "last_situation",
    "lead_of",
    "leads",
    "levels",
    "levels_worked",
    "may_be_on_duty",
    "may_break_glass",
    "may_lead",
    "may_live_with",
    "may_open_files",
    "may_prepare_for",
    "may_receive",
    "members_to_bar",
    "names_address_readers",
    "on_duty",
    "on_shelf",
    "opposed",
    "parts_to_give",
    "presences",
    "reads_a_roster",
    "reads_address",
    "roster_services",
    "sees_openings",
    "sharing",
    "shelves",
    "situations",
    "takes_part_in_handovers",
    "to_hand_over",
    "week",
]
