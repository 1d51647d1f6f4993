"""The week of the demonstration: Awa's appointments, the counter of Yasmine, Léon's day away; relative to the day, through the services."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from relais.accounts.models import Organisation
from relais.accounts.queries import actor_of
from relais.casework.models import Appointment
from relais.casework.services.absences import record_absence
from relais.casework.services.agenda import Meeting, make_appointment
from relais.casework.terms.agenda import Reason
from relais.demo.files import files_of, members
from relais.reception.services import Asked, record_arrival, record_visit
from relais.reception.terms import Came

#: who comes to Awa: days from today, hour, minutes, name she is called by, reasons, place.
_WEEK = (
    (0, time(9, 30), 45, "Inès Bakri", ("argent", "papiers"), "bureau"),
    (0, time(11, 0), 30, "M. Le Goff", ("logement",), "telephone"),
    (0, time(15, 0), 60, "Famille Traoré", ("famille",), "bureau"),
    (1, time(10, 0), 60, "Mme Delorme", ("social",), "domicile"),
    (2, time(14, 0), 30, "Inès Bakri", ("logement",), "bureau"),
    (3, time(9, 0), 45, "Famille Traoré", ("travail",), "bureau"),
)


def keep_hours(house: Organisation, *, now: datetime) -> None:
    """The hours and visits of the cast, once."""
    cast = members(house)
    if not {"awa", "leon", "yasmine"} <= cast.keys() or Appointment.objects.filter(organisation=house).exists():
        return
    on, zone = timezone.localdate(now), timezone.get_current_timezone()
    awa, leon, yasmine = (actor_of(cast[name], on=on) for name in ("awa", "leon", "yasmine"))
    files = files_of(house)
    kept = []
    for days, hour, minutes, called, reasons, place in _WEEK:
        starts_at = datetime.combine(worked(on, days), hour, tzinfo=zone)
        meeting = Meeting(starts_at=starts_at, minutes=minutes, reasons=reasons, place=place)
        made = make_appointment(actor=awa, member_id=cast["awa"].pk, meeting=meeting, file_id=files[called].pk, now=now)
        kept.append(made)
    team = datetime.combine(worked(on, 1), time(10, 30), tzinfo=zone)
    meeting = Meeting(starts_at=team, minutes=60, title="réunion d’équipe")
    make_appointment(actor=awa, member_id=cast["awa"].pk, meeting=meeting, now=now)
    hidden = Meeting(starts_at=team + timedelta(hours=4), minutes=30, title="supervision", hidden=True)
    make_appointment(actor=awa, member_id=cast["awa"].pk, meeting=hidden, now=now)
    away = worked(on, 2)
    his = Meeting(starts_at=datetime.combine(away, time(10, 0), tzinfo=zone), reasons=("argent",))
    make_appointment(actor=leon, member_id=cast["leon"].pk, meeting=his, file_id=files["Ali Haddad"].pk, now=now)
    record_absence(actor=leon, member_id=cast["leon"].pk, first=away, last=away, now=now)
    service_id = files["Inès Bakri"].service_id
    record_arrival(actor=yasmine, appointment_id=kept[0].pk, now=now)
    record_visit(actor=yasmine, service_id=service_id, asked=Asked(("logement", "argent")), now=now)
    record_visit(actor=yasmine, service_id=service_id, asked=Asked(("papiers",), urgent=True), now=now)
    for at, asked in _visits_of_a_year(now):
        record_visit(actor=yasmine, service_id=service_id, asked=asked, now=at)


def _visits_of_a_year(now: datetime) -> Iterator[tuple[datetime, Asked]]:
    """The counter of the twelve months before, without a name: enough for a report to have something to say."""
    for week in range(1, 53):
        for rank, came in enumerate((Came.DESK, Came.DESK, Came.PHONE)):
            reasons = (list(Reason)[(week + rank) % len(Reason)].value,)
            yield now - timedelta(weeks=week, hours=rank), Asked(reasons, came=came)


def worked(on: date, days: int) -> date:
    """So many days after; from a Saturday or a Sunday, the Monday that follows. Today is always today: the counter is open for the tour."""
    wanted = on + timedelta(days=days)
    return wanted if days == 0 or wanted.weekday() < 5 else wanted + timedelta(days=7 - wanted.weekday())
