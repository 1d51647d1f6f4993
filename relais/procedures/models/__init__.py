"""Tables of the room: texts of the structures, démarches, what blocks them, what is written and
kept in them, what is counted, lines of bodies, breaks of rights."""

from relais.procedures.models.blockers import Blocker
from relais.procedures.models.calls import Call
from relais.procedures.models.contacts import ContactLine, ContactVersion, LineTry
from relais.procedures.models.facts import BlockerFact, Moment
from relais.procedures.models.procedures import Procedure, ProcedureAct
from relais.procedures.models.renewals import Lapse
from relais.procedures.models.sendings import Exhibit, Reminder, ReminderRun, Sending
from relais.procedures.models.texts import Act, TextVersion

__all__ = [
    "Act",
    "Blocker",
    "BlockerFact",
    "Call",
    "ContactLine",
    "ContactVersion",
    "Exhibit",
    "Lapse",
    "LineTry",
    "Moment",
    "Procedure",
    "ProcedureAct",
    "Reminder",
    "ReminderRun",
    "Sending",
    "TextVersion",
]
