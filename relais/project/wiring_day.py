"""What the page of a day asks, in one query for all rooms: each list with its arm, and the table that it draws from."""

from django.db.models import Model

from relais.aids.models import AidRequest
from relais.aids.web import panels as aid_panels
from relais.casework.models import Step, Transmission
from relais.casework.web.panels import agenda as agenda_panels
from relais.casework.web.panels import notes as work_panels
from relais.domiciliation.models import Domiciliation
from relais.domiciliation.web import panels as domiciliation_panels
from relais.foundation import day_lines
from relais.mandates.models import Mandate
from relais.mandates.web import panels as mandate_panels
from relais.observatory.models import Alert
from relais.observatory.web import panels as alert_panels
from relais.people.examining import TO_REVIEW
from relais.people.models import BreakGlass, Presence
from relais.people.web import day_panels as people_day
from relais.procedures.models import Blocker, Sending
from relais.procedures.web.panels import blocked as blocked_panels
from relais.procedures.web.panels import raising as raise_panels
from relais.procedures.web.panels import settling as settle_panels
from relais.reception.models import Visit
from relais.reception.web import panels as reception_panels
from relais.shell import homes
from relais.shell.web import day


def declare() -> None:
    """The lines and the numbers of the page of a day, all in one query."""
    arms: tuple[tuple[str, day_lines.Arm, type[Model] | None], ...] = (
        (people_day.THERE, people_day.there, Presence),
        (people_day.CAME, people_day.came, Presence),
        (people_day.OPENED, people_day.opened, BreakGlass),
        (people_day.LEFT, people_day.left, None),
        (people_day.NO_LEAD, people_day.no_lead, None),
        (TO_REVIEW, people_day.to_review, BreakGlass),
        (agenda_panels.TO_COVER, agenda_panels.to_cover, None),
        (work_panels.DUE_STEPS, work_panels.steps_of_the_day, Step),
        (work_panels.WRITINGS, work_panels.writings_of_the_day, Transmission),
        (reception_panels.FOR_ME, reception_panels.for_me, Visit),
        (reception_panels.WAITING, reception_panels.waiting, Visit),
        (mandate_panels.TO_SEE, mandate_panels.of_the_day, Mandate),
        (blocked_panels.BLOCKED, blocked_panels.of_the_day, Blocker),
        (raise_panels.COMING, raise_panels.coming, None),
        (settle_panels.TO_SETTLE, settle_panels.of_the_day, None),
        (settle_panels.LETTERS, settle_panels.letters_of_the_day, Sending),
        (aid_panels.WAITING, aid_panels.of_the_day, AidRequest),
        (domiciliation_panels.TO_SEE, domiciliation_panels.of_the_day, Domiciliation),
        (alert_panels.TO_SEE, alert_panels.of_the_day, Alert),
        (day.TEXTS, day.texts, None),
        (homes.TILES, homes.counts, None),
    )
    for name, arm, table in arms:
        day_lines.declare(name, arm, of=table)
