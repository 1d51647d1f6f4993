"""Writes of people: one function for one act; policy, rule, change, journal, event, in that order, in one transaction."""

from relais.kernel.decisions import OutOfScope
from relais.people.services.accesses import put_on_duty, record_presence, review_exceptional_access, take_exceptional_access
from relais.people.services.beginnings import UnableToKeepFiles
from relais.people.services.covers import cover_files, uncover
from relais.people.services.due import give_to_lead
from relais.people.services.files import SEARCH_PERIOD, Opening, note_reading, open_file, openings, set_state
from relais.people.services.handovers import Done, answer_handover, copy_last_week, propose_handover, take_all_handovers, take_off_duty
from relais.people.services.households import Arrival, arrive, change_custody, depart, forget_empty_homes, remove_cohabitant
from relais.people.services.likenesses import compare_waiting, propose_again, remember_apart, set_apart
from relais.people.services.merge_rules import RULES
from relais.people.services.merges import KEPT, OTHER, forget_old_merges, merge_persons, undo_merge
from relais.people.services.parts import assign, bar, end_part, lift_bar
from relais.people.services.persons import (
    NewChannel,
    Told,
    add_channel,
    add_former_name,
    change_person,
    remove_channel,
    remove_former_name,
)
from relais.people.services.sharings import (
    NewConsent,
    NewSharing,
    Receiver,
    lift_opposition,
    name_address_reader,
    oppose,
    record_consent,
    record_information,
    share,
    withdraw_address_reader,
    withdraw_consent,
    withdraw_sharing,
)
from relais.people.services.situations import (
    keep_answers,
    keep_answers_again,
    keep_situation,
    opened_answers,
    read_situation,
    read_situations,
    situation_to_answer,
)

__all__ = [
    "KEPT",
    "OTHER",
    "RULES",
    "SEARCH_PERIOD",
    "Arrival",
    "Done",
    "NewChannel",
    "NewConsent",
    "NewSharing",
    "Opening",
    "OutOfScope",
    "Receiver",
    "Told",
    "UnableToKeepFiles",
    "add_channel",
    "add_former_name",
    "answer_handover",
    "arrive",
    "assign",
    "bar",
    "change_custody",
    "change_person",
    "compare_waiting",
    "copy_last_week",
    "cover_files",
    "depart",
    "end_part",
    "forget_empty_homes",
    "forget_old_merges",
    "give_to_lead",
    "keep_answers",
    "keep_answers_again",
    "keep_situation",
    "lift_bar",
    "lift_opposition",
    "merge_persons",
    "name_address_reader",
    "note_reading",
    "open_file",
    "opened_answers",
    "openings",
    "oppose",
    "propose_again",
    "propose_handover",
    "put_on_duty",
    "read_situation",
    "read_situations",
    "record_consent",
    "record_information",
    "record_presence",
    "remember_apart",
    "remove_channel",
    "remove_cohabitant",
    "remove_former_name",
    "review_exceptional_access",
    "set_apart",
    "set_state",
    "share",
    "situation_to_answer",
    "take_all_handovers",
    "take_exceptional_access",
    "take_off_duty",
    "uncover",
    "undo_merge",
    "withdraw_address_reader",
    "withdraw_consent",
    "withdraw_sharing",
]
