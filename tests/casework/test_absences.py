"""An absence told once: the days, who stands in for whom, the appointments, what falls due; and all of it ends with the absence."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.casework.models.agenda import Absence, Appointment
from relais.casework.services import absences
from relais.casework.services.agenda import Meeting, make_appointment
from relais.casework.services.goals import NewStep, add_step
from relais.casework.terms.interviews import Who
from relais.kernel.decisions import OutOfScope
from relais.people import queries, services
from relais.people.models import Assignment, File
from relais.people.queries.covers import covers, likely_substitute
from relais.people.services import UnableToKeepFiles
from relais.people.terms import Part
from relais.ui.typography import long_date
from tests.factories.accounts import signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST = timezone.localdate(NOW) + 7 * DAY


def away(awa: Member, *, days: int = 5) -> Absence:
    return absences.record_absence(actor=actor(awa), member_id=awa.pk, first=FIRST, last=FIRST + (days - 1) * DAY, now=NOW)


def reads(who: Member, found: File, *, day: int) -> bool:
    return queries.file(actor(who), found.pk, now=NOW + day * DAY) is not None


def test_a_colleague_stands_in_from_the_first_day_to_the_last_and_no_longer(awa: Member, leon: Member, petit: Member, house) -> None:
    first, second, barred = file_of(awa, "A"), file_of(awa, "B"), file_of(awa, "C")
    services.bar(actor=actor(awa), file_id=barred.pk, member_id=leon.pk, now=NOW)
    services.assign(actor=actor(awa), file_id=second.pk, member_id=leon.pk, part=Part.CO_LEAD, now=NOW)
    told = away(awa)
    starts_at, ends_at = absences.span_of(told)
    days = {"starts_at": starts_at, "ends_at": ends_at, "now": NOW}
    assert [(one.file, one.by) for one in covers(actor(petit), awa, **days)] == [(first, None), (barred, None), (second, leon)]
    assert likely_substitute(actor(awa), awa, now=NOW) == leon.pk, "who takes part already is proposed"
    every = [first.pk, second.pk, barred.pk]
    given = {"absence_id": told.pk, "substitute_id": leon.pk, "file_ids": every, "now": NOW}
    assert absences.cover_absence(actor=actor(awa), **given) == services.Done(2, 1)
    assert [reads(leon, first, day=day) for day in (1, 7, 11, 13)] == [False, True, True, False]
    assert second.assignments.get(member=leon).part == Part.CO_LEAD, "already there: nothing to write"
    zoe = worker(house, "zoe")
    absences.cover_absence(actor=actor(petit), **{**given, "substitute_id": zoe.pk, "file_ids": [first.pk]})
    assert [reads(who, first, day=8) for who in (leon, zoe)] == [False, True], "one stands in for the other"
    with pytest.raises(OutOfScope):
        absences.cover_absence(actor=actor(leon), **given)
    with pytest.raises(UnableToKeepFiles):
        absences.cover_absence(actor=actor(awa), **{**given, "file_ids": []})
    absences.end_absence(actor=actor(awa), absence_id=told.pk, now=NOW + 9 * DAY)
    assert not reads(zoe, first, day=10)
    assert Assignment.objects.filter(stands_in_for=awa, member=zoe).get().ends_at == NOW + 9 * DAY


def test_an_absence_that_never_began_opened_nothing(awa: Member, leon: Member) -> None:
    found, told = file_of(awa), away(awa)
    absences.cover_absence(actor=actor(awa), absence_id=told.pk, substitute_id=leon.pk, file_ids=[found.pk], now=NOW)
    absences.end_absence(actor=actor(awa), absence_id=told.pk, now=NOW + DAY)
    assert not Absence.objects.exists()
    assert not any(reads(leon, found, day=day) for day in (2, 7, 8, 12))


def test_the_page_of_an_absence_says_what_is_to_be_done(awa: Member, leon: Member, petit: Member, yasmine: Member) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    found = file_of(awa, now=now - DAY)
    add_step(actor=actor(awa), file_id=found.pk, step=NewStep(Who.US, "J’appelle le bailleur", today + 2 * DAY), now=now)
    noon = timezone.make_aware(timezone.datetime.combine(today + DAY, timezone.datetime.min.time())) + timedelta(hours=12)
    kept = make_appointment(actor=actor(awa), member_id=awa.pk, meeting=Meeting(starts_at=noon), file_id=found.pk, now=now)
    hers, head = signed_in(awa), signed_in(petit)
    days = {"member": str(awa.pk), "first": _typed(today + DAY), "last": _typed(today + 3 * DAY)}
    page = hers.post(reverse("casework:absences"), days)["Location"]
    assert page == reverse("casework:absence", kwargs={"absence_id": Absence.objects.get().pk})
    mine, theirs = hers.get(page).content.decode(), head.get(page).content.decode()
    for text in (mine, theirs):
        assert "1 dossier que personne ne supplée" in text
        assert "Étape à faire" in text
        assert "Reçoit à sa place" in text
    assert "bailleur" in mine
    assert "bailleur" not in theirs, "the head reads when, never what"
    assert signed_in(leon).get(page).status_code == signed_in(yasmine).get(page).status_code == 404
    assert hers.post(page, {"to_member": str(leon.pk)}).status_code == 422
    assert head.post(page, {"chosen": [str(found.pk)], "to_member": str(leon.pk)})["Location"] == page
    assert "Tous ses dossiers sont suivis" in hers.get(page).content.decode()
    covering = reverse("casework:cover_appointment", kwargs={"appointment_id": kept.pk})
    assert head.post(covering, {"member": str(leon.pk), "absence": page.split("/")[-2]})["Location"] == page
    assert Appointment.objects.get().member == leon
    assert "Aucun rendez-vous ces jours-là" in hers.get(page).content.decode()
    alone = hers.post(reverse("casework:absences"), {**days, "first": _typed(today + 9 * DAY), "last": _typed(today + 9 * DAY)})["Location"]
    assert f"Le {long_date(today + 9 * DAY)}</p>" in hers.get(alone).content.decode(), "one day is not from that day to that day"


def _typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"
