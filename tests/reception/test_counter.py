"""The counter: a number, all the reasons, a search that asks a second element, a booking in free hours, and nothing above N0."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.casework.models import Appointment
from relais.casework.queries import agenda
from relais.casework.services.agenda import Meeting, make_appointment
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import services as people
from relais.people.models import File
from relais.people.rules import Level
from relais.reception import queries, services
from relais.reception.models import Visit
from relais.reception.rules import is_offline
from relais.reception.services import Asked, UnableToReceive
from relais.reception.terms import VisitState
from tests.factories.accounts import signed_in
from tests.factories.people import actor, service_of, worker

pytestmark = pytest.mark.django_db


def soon(hours: int = 0, *, days: int = 0) -> datetime:
    return timezone.now().replace(second=0, microsecond=0) + timedelta(hours=hours, days=days)


def given(who: Member, file: File, *, at: datetime, **said: object) -> Appointment:
    meeting = Meeting(starts_at=at, **({"reasons": ["argent"]} | said))
    return make_appointment(actor=actor(who), member_id=who.pk, meeting=meeting, file_id=file.pk, now=timezone.now())


def came(who: Member, *, file: File | None = None, reasons: tuple[str, ...] = ("logement",), urgent: bool = False) -> Visit:
    asked = Asked(reasons=reasons, urgent=urgent)
    file_id = None if file is None else file.pk
    return services.record_visit(actor=actor(who), service_id=service_of(who).pk, asked=asked, file_id=file_id, now=timezone.now())


def test_numbers_follow_each_other_each_day_in_each_service_and_keep_no_name(yasmine: Member, house: Organisation) -> None:
    elsewhere = worker(house, "nour", Role.RECEPTION, service="Autre accueil")
    assert [came(yasmine).number, came(yasmine).number, came(elsewhere).number] == [1, 2, 1]
    assert not Visit.objects.exclude(file=None).exists()
    assert queries.number_waiting(actor(yasmine), now=timezone.now()) == 2
    assert queries.number_waiting(actor(elsewhere), now=timezone.now()) == 1


@time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False)
def test_who_has_waited_for_an_hour_is_said_to_wait_since_the_hour_she_came(yasmine: Member) -> None:
    visit = came(yasmine)
    Visit.objects.update(arrived_at=timezone.now() - timedelta(minutes=69))
    screen = signed_in(yasmine)
    assert "attend depuis 8\u00a0h\u00a051" in screen.get(reverse("reception:line")).content.decode()
    assert "depuis 8\u00a0h\u00a051" in screen.get(reverse("reception:visit", kwargs={"visit_id": visit.pk})).content.decode()


def test_the_queue_says_urgent_first_and_only_numbers(yasmine: Member, ines: File) -> None:
    came(yasmine, file=ines)
    came(yasmine, urgent=True)
    assert [one.visit.number for one in queries.queue(actor(yasmine), now=timezone.now() + timedelta(minutes=7))] == [2, 1]
    assert {one.minutes for one in queries.queue(actor(yasmine), now=timezone.now() + timedelta(minutes=7))} == {7}
    page = signed_in(yasmine).get(reverse("reception:line")).content.decode()
    assert "n° 2" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert "Bakri" not in page


def test_a_visit_says_all_its_reasons_before_anything_is_booked(yasmine: Member) -> None:
    with pytest.raises(UnableToReceive, match="au moins un motif"):
        came(yasmine, reasons=())
    visit = came(yasmine, reasons=("argent", "papiers", "inconnu"))
    assert visit.reasons == ["papiers", "argent"]
    assert visit.reason_labels() == ["Papiers, état civil, séjour", "Argent, aides, impôts"]


def test_a_name_is_not_enough_a_second_element_must_agree(awa: Member, yasmine: Member, ines: File) -> None:
    def found(words: str, year: int | None) -> list[File]:
        return queries.known(actor(yasmine), words=words, birth_year=year, service_id=service_of(yasmine).pk, now=timezone.now())

    assert found("inaisse bacri", 1988) == [ines]
    assert found("Bakri", 1987) == []
    assert found("Bakri", None) == []
    given(awa, ines, at=timezone.now() + timedelta(seconds=30))
    assert found("bakri ines", None) == [ines], "her appointment of today is a second element"
    people.bar(actor=actor(awa), file_id=ines.pk, member_id=yasmine.pk, now=timezone.now())
    assert found("Bakri", 1988) == []


def test_an_arrival_is_told_to_whoever_holds_the_appointment(awa: Member, yasmine: Member, ines: File) -> None:
    one = given(awa, ines, at=timezone.now() + timedelta(seconds=30))
    visit = services.record_arrival(actor=actor(yasmine), appointment_id=one.pk, now=timezone.now())
    one.refresh_from_db()
    assert (one.state, visit.asked_for, visit.reasons) == ("venu", awa, ["argent"])
    (waiting,) = queries.come_for(actor(awa), now=timezone.now())
    assert waiting.named == "Inès Bakri"
    with pytest.raises(UnableToReceive):
        services.record_arrival(actor=actor(yasmine), appointment_id=one.pk, now=timezone.now())
    day = signed_in(awa).get(reverse("day")).content.decode()
    assert "Inès Bakri" in day
    assert "vient d’arriver" in day
    services.end_visit(actor=actor(awa), visit_id=visit.pk, state=VisitState.RECEIVED, now=timezone.now())
    assert queries.come_for(actor(awa), now=timezone.now()) == []
    with pytest.raises(UnableToReceive):
        services.end_visit(actor=actor(awa), visit_id=visit.pk, state=VisitState.LEFT, now=timezone.now())


def test_the_person_is_there_and_asks_for_it(awa: Member, leon: Member, petit: Member, yasmine: Member, ines: File) -> None:
    visit = came(yasmine, file=ines)
    with pytest.raises(UnableToReceive, match="permanence"):
        services.ask_for_duty(actor=actor(yasmine), visit_id=visit.pk, member_id=leon.pk, now=timezone.now())
    on = timezone.localdate()
    people.put_on_duty(actor=actor(petit), service_id=ines.service_id, member_id=leon.pk, on=on, now=timezone.now())
    services.ask_for_duty(actor=actor(yasmine), visit_id=visit.pk, member_id=leon.pk, now=timezone.now())
    from relais.people import queries as read

    assert Level.EVALUATION in read.levels(actor(leon), ines.pk, now=timezone.now())
    assert "est là et vous le demande" in signed_in(leon).get(reverse("day")).content.decode()
    assert "à la permanence" in signed_in(awa).get(reverse("day")).content.decode(), "the référent is told"
    unnamed = came(yasmine)
    services.ask_for_duty(actor=actor(yasmine), visit_id=unnamed.pk, member_id=leon.pk, now=timezone.now())
    assert len(queries.come_for(actor(leon), now=timezone.now())) == 2


def test_booking_shows_free_hours_and_nothing_of_the_others(awa: Member, yasmine: Member, ines: File) -> None:
    free = agenda.free(
        actor(yasmine), members=[awa.pk], first=timezone.localdate(), days=21, length=timedelta(minutes=30), now=timezone.now()
    )
    first, second = free[awa.pk][:2]
    given(awa, ines, at=first, hidden=True)
    visit = came(yasmine, reasons=("argent", "papiers"))
    browser = signed_in(yasmine)
    page = browser.get(reverse("reception:book", kwargs={"visit_id": visit.pk})).content.decode()
    assert "Bakri" not in page
    offered = re.findall(r'name="hour"\s+value="([^"]+)"', page)
    assert (
        next(moment.split("|")[1] for moment in offered if moment.startswith(str(awa.pk)))
        == second.astimezone(timezone.get_current_timezone()).isoformat()
    )
    for forged in ("", "x|y", f"{awa.pk}|{first.isoformat()}"):
        assert browser.post(reverse("reception:book", kwargs={"visit_id": visit.pk}), {"hour": forged}).status_code == 422
    done = browser.post(reverse("reception:book", kwargs={"visit_id": visit.pk}), {"hour": offered[0]})
    assert done.status_code == 302
    made = Appointment.objects.get(title__startswith="Visite n°")
    assert (made.file, made.reasons, made.member) == (None, ["papiers", "argent"], awa)
    slip = browser.get(reverse("reception:slip", kwargs={"visit_id": visit.pk})).content.decode()
    assert "Nous nous voyons" in slip
    assert "Argent" not in slip.split("<main")[1]


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.DPO, Role.DIGITAL_MEDIATOR, Role.COMMISSION])
def test_nobody_else_holds_the_counter(role: Role, house: Organisation, yasmine: Member) -> None:
    who = worker(house, "celle-ci", role)
    with pytest.raises(Refused):
        came(who)
    visit = came(yasmine)
    with pytest.raises(OutOfScope):
        services.end_visit(actor=actor(who), visit_id=visit.pk, state=VisitState.LEFT, now=timezone.now())


def test_the_screen_searches_by_post_chooses_one_and_gives_a_number(awa: Member, yasmine: Member, ines: File) -> None:
    browser: Client = signed_in(yasmine)
    refused = browser.post(reverse("reception:counter"), {"name": "B", "year": "88"})
    assert refused.status_code == 422
    page = browser.post(reverse("reception:counter"), {"name": "ines bacri", "year": "1988"}).content.decode()
    assert f'name="file" value="{ines.pk}"' in page
    assert browser.post(reverse("reception:receive"), {"file": str(ines.pk)}).status_code == 422, "no reason: what was chosen stays"
    told = {"file": str(ines.pk), "reasons": ["argent", "social"], "device": "telephone"}
    answer = browser.post(reverse("reception:receive"), told)
    offline = browser.get(answer["Location"]).content.decode()
    assert "Ne proposez aucune démarche en ligne" in offline
    assert reverse("tools:letter", kwargs={"code": "rendez_vous"}) in offline
    visit = Visit.objects.get()
    assert answer["Location"] == reverse("reception:visit", kwargs={"visit_id": visit.pk})
    assert (visit.file, visit.reasons) == (ines, ["social", "argent"])
    shown = browser.get(answer["Location"]).content.decode()
    assert "Inès Bakri" in shown
    stranger = worker(awa.organisation, "helene", Role.RECEPTION, service="Ailleurs")
    assert signed_in(stranger).get(answer["Location"]).status_code == 404
    assert (
        browser.post(reverse("reception:receive"), {"file": "00000000-0000-4000-8000-000000000000", "reasons": ["argent"]}).status_code
        == 404
    )
    assert not re.search("Bakri|argent", str(list(JournalEntry.objects.values())))


def test_the_counter_asks_the_same_number_of_queries_however_many_wait(
    awa: Member, yasmine: Member, ines: File, django_assert_max_num_queries
) -> None:
    browser = signed_in(yasmine)
    for _ in range(12):
        came(yasmine, file=ines)
    for minute in range(6):
        given(awa, ines, at=timezone.now() + timedelta(minutes=minute))
    with django_assert_max_num_queries(14):
        assert browser.get(reverse("reception:counter")).status_code == 200


def test_two_questions_say_who_is_far_from_the_internet() -> None:
    for device, online in (("aucun", ""), ("telephone", "oui"), ("a_soi", "non"), ("", "non")):
        assert is_offline(device=device, online=online), (device, online)
    for device, online in (("", ""), ("partage", "s_epuise"), ("a_soi", ""), ("", "oui")):
        assert not is_offline(device=device, online=online), (device, online)
