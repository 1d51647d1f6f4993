"""Appointments: who sees the hour, who reads the name, who reads why; conflicts, moves, absences, the secret address."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.accounts.services import close_account
from relais.casework.models import Appointment
from relais.casework.queries import agenda as queries
from relais.casework.rules.agenda import Span, free_hours, whole_day
from relais.casework.services import absences, agenda
from relais.casework.services.agenda import Meeting, UnableToKeepAgenda
from relais.casework.terms.agenda import AppointmentState, CancelledBy
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import services as people
from relais.people.models import File
from tests.factories.accounts import TERMINAL, signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
PARIS = timezone.get_default_timezone()
#: tomorrow at ten, where the agents work.
TEN = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
TOMORROW = whole_day(TEN.date(), zone=PARIS)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def ines(awa: Member) -> File:
    return file_of(awa)


def kept(who: Member, file: File | None, *, at: datetime = TEN, **said: object) -> Appointment:
    meeting = Meeting(starts_at=at, **({"reasons": ["logement", "argent"]} | said))
    file_id = None if file is None else file.pk
    return agenda.make_appointment(actor=actor(who), member_id=who.pk, meeting=meeting, file_id=file_id, now=LATER)


def seen_by(reader: Member, whose: Member, *, now: datetime = LATER) -> queries.Slot:
    (slot,) = queries.hours(actor(reader), members=[whose.pk], span=TOMORROW, now=now)
    return slot


def test_the_service_sees_the_hour_the_reception_the_name_the_team_why(
    awa: Member, leon: Member, petit: Member, yasmine: Member, ines: File, house: Organisation
) -> None:
    kept(awa, ines)
    hers, his, head, desk = (seen_by(who, awa) for who in (awa, leon, petit, yasmine))
    assert hers.appointment is not None
    assert hers.tells_reasons
    assert hers.appointment.reason_labels() == ["Logement, énergie", "Argent, aides, impôts"]
    assert his.appointment is None, "a colleague who does not follow her sees «occupé»"
    for slot in (head, desk):
        assert slot.appointment is not None
        assert not slot.tells_reasons
    elsewhere = worker(house, "nour", service="Autre service")
    assert queries.hours(actor(elsewhere), members=[awa.pk], span=TOMORROW, now=LATER) == []


def test_a_hidden_hour_is_read_by_its_parties_only(awa: Member, petit: Member, yasmine: Member, ines: File) -> None:
    kept(awa, ines, hidden=True)
    assert seen_by(awa, awa).appointment is not None
    assert [seen_by(who, awa).appointment for who in (petit, yasmine)] == [None, None]


def test_a_name_stays_with_its_party_until_midnight_and_no_longer(awa: Member, leon: Member, yasmine: Member, ines: File) -> None:
    meeting = Meeting(starts_at=TEN)
    agenda.make_appointment(actor=actor(yasmine), member_id=leon.pk, meeting=meeting, file_id=ines.pk, now=LATER)
    assert seen_by(leon, leon, now=TEN).appointment is not None, "Léon must know who comes"
    assert seen_by(leon, leon, now=TEN + timedelta(days=1)).appointment is None


def test_a_bar_closes_the_agenda_too(awa: Member, leon: Member, yasmine: Member, ines: File) -> None:
    agenda.make_appointment(actor=actor(yasmine), member_id=leon.pk, meeting=Meeting(starts_at=TEN), file_id=ines.pk, now=LATER)
    people.bar(actor=actor(awa), file_id=ines.pk, member_id=leon.pk, now=LATER)
    assert seen_by(leon, leon).appointment is None
    with pytest.raises(UnableToKeepAgenda):
        agenda.make_appointment(actor=actor(yasmine), member_id=leon.pk, meeting=Meeting(starts_at=TEN), file_id=ines.pk, now=LATER)


def test_conflicts_are_shown_and_never_forbidden(awa: Member, ines: File) -> None:
    kept(awa, ines)
    kept(awa, None, at=TEN + timedelta(minutes=15), title="réunion d’équipe")
    kept(awa, None, at=TEN + timedelta(hours=2), title="permanence")
    slots = queries.hours(actor(awa), members=[awa.pk], span=TOMORROW, now=LATER)
    assert [slot.conflicts for slot in slots] == [True, True, False]


def test_an_appointment_is_moved_called_off_and_ended(awa: Member, ines: File) -> None:
    first = kept(awa, ines)
    moved = agenda.move_appointment(actor=actor(awa), appointment_id=first.pk, starts_at=TEN + timedelta(days=1), minutes=45, now=LATER)
    first.refresh_from_db()
    assert (first.state, first.moved_to_id) == (AppointmentState.MOVED, moved.pk)
    with pytest.raises(UnableToKeepAgenda, match="pas encore"):
        agenda.record_outcome(actor=actor(awa), appointment_id=moved.pk, state=AppointmentState.CAME, now=LATER)
    cancelled = agenda.cancel_appointment(actor=actor(awa), appointment_id=moved.pk, by=CancelledBy.SERVICE, now=LATER)
    assert (cancelled.state, cancelled.cancelled_by) == ("annule", "service")
    with pytest.raises(UnableToKeepAgenda):
        agenda.cancel_appointment(actor=actor(awa), appointment_id=moved.pk, by=CancelledBy.PERSON, now=LATER)
    again = kept(awa, ines)
    came = agenda.record_outcome(actor=actor(awa), appointment_id=again.pk, state=AppointmentState.CAME, now=TEN)
    assert (came.state, came.arrived_at) == ("venu", TEN)
    back = agenda.record_outcome(actor=actor(awa), appointment_id=again.pk, state=AppointmentState.PLANNED, now=TEN)
    assert back.arrived_at is None


def test_what_makes_no_sense_is_refused_beside_the_field(awa: Member, leon: Member, ines: File) -> None:
    for meeting, field in (
        (Meeting(starts_at=NOW - timedelta(days=9), title="x"), "starts_at"),
        (Meeting(starts_at=TEN, minutes=0, title="x"), "starts_at"),
        (Meeting(starts_at=TEN, minutes=6000, title="x"), "starts_at"),
        (Meeting(starts_at=NOW + timedelta(days=900), title="x"), "starts_at"),
        (Meeting(starts_at=TEN), "title"),
        (Meeting(starts_at=TEN, title="x", place="lune"), "place"),
    ):
        with pytest.raises(UnableToKeepAgenda) as refusal:
            agenda.make_appointment(actor=actor(awa), member_id=awa.pk, meeting=meeting, now=LATER)
        assert field in refusal.value.problems
    with pytest.raises(OutOfScope):
        agenda.make_appointment(actor=actor(leon), member_id=leon.pk, meeting=Meeting(starts_at=TEN), file_id=ines.pk, now=LATER)
    assert Appointment.objects.count() == 0


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.DPO, Role.COMMISSION, Role.PARTNER, Role.INSTITUTION, Role.DIGITAL_LEAD])
def test_roles_that_receive_nobody_keep_no_agenda(role: Role, house: Organisation) -> None:
    who = worker(house, "tom", role)
    with pytest.raises(Refused):
        agenda.make_appointment(actor=actor(who), member_id=who.pk, meeting=Meeting(starts_at=TEN, title="x"), now=LATER)
    client = signed_in(who)
    names = ("casework:agenda", "casework:absences", "casework:reminders", "casework:calendar_feed", "reception:counter", "reception:line")
    assert {client.get(reverse(name)).status_code for name in names} == {404}


def test_an_absence_leaves_appointments_to_cover_and_the_head_says_who(awa: Member, leon: Member, petit: Member, ines: File) -> None:
    mine = kept(awa, ines)
    kept(awa, None, at=TEN + timedelta(hours=3), title="supervision", hidden=True)
    assert queries.to_cover(actor(petit), now=LATER) == []
    away = absences.record_absence(actor=actor(petit), member_id=awa.pk, first=TEN.date(), last=TEN.date(), now=LATER)
    named, hidden = queries.to_cover(actor(petit), now=LATER)
    assert named.appointment is not None
    assert hidden.appointment is None, "that there is one, and nothing more"
    covered = agenda.cover_appointment(actor=actor(petit), appointment_id=mine.pk, member_id=leon.pk, now=LATER)
    assert (covered.member, covered.covered_for) == (leon, awa)
    assert queries.number_to_cover(actor(petit), now=LATER) == 1
    with pytest.raises(Refused):
        absences.record_absence(actor=actor(leon), member_id=awa.pk, first=date(2026, 12, 1), last=date(2026, 12, 2), now=LATER)
    with pytest.raises(UnableToKeepAgenda, match="déjà notée"):
        absences.record_absence(actor=actor(awa), member_id=awa.pk, first=TEN.date(), last=TEN.date(), now=LATER)
    with pytest.raises(OutOfScope):
        absences.end_absence(actor=actor(leon), absence_id=away.pk, now=LATER)
    absences.end_absence(actor=actor(awa), absence_id=away.pk, now=LATER)
    assert queries.number_to_cover(actor(petit), now=LATER) == 0


def test_free_hours_leave_out_what_is_taken_and_the_days_away(awa: Member, yasmine: Member, ines: File) -> None:
    kept(awa, ines, hidden=True)
    absences.record_absence(actor=actor(awa), member_id=awa.pk, first=date(2026, 11, 25), last=date(2026, 11, 25), now=LATER)
    length = timedelta(minutes=30)
    hours = queries.free(actor(yasmine), members=[awa.pk], first=TEN.date(), days=2, length=length, now=LATER)[awa.pk]
    assert TEN not in hours
    assert TEN - length in hours
    assert {hour.astimezone(PARIS).date() for hour in hours} == {TEN.date()}
    saturday = date(2026, 11, 28)
    assert list(free_hours(saturday, busy=(), length=length, after=LATER, zone=PARIS)) == []
    assert not Span(TEN, TEN + length).meets(Span(TEN + length, TEN + 2 * length))


def test_the_secret_address_gives_hours_without_a_word_and_closes_with_the_account(
    awa: Member, petit: Member, ines: File, client: Client
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: LATER)
        one = kept(awa, ines)
        token = absences.open_feed(actor=actor(awa), now=LATER)
        address = reverse("casework:calendar", kwargs={"token": token})
        text = client.get(address).content.decode()
        assert "DTSTART:20261124T090000Z" in text
        assert "SUMMARY:Rendez-vous\r\n" in text
        assert str(one.pk) in text
        assert "Bakri" not in text
        assert "ogement" not in text
        assert token not in str(list(awa.__class__.objects.values()))
        renewed = absences.open_feed(actor=actor(awa), now=LATER)
        assert client.get(address).status_code == 404, "the one before opens nothing any more"
        address = reverse("casework:calendar", kwargs={"token": renewed})
        assert client.get(address).status_code == 200
        close_account(actor=TERMINAL, member_id=awa.pk, now=LATER)
        assert client.get(address).status_code == 404
