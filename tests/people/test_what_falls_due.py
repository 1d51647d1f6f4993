"""What falls due changes hands thing by thing; nothing is left in nobody's hands without the head of the service seeing it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import AccessNotice, Member, Role
from relais.accounts.services import close_account, closing, end_role
from relais.administration.services import requests
from relais.administration.terms import Asked
from relais.casework.models import Step
from relais.casework.models.agenda import Appointment
from relais.casework.services.agenda import Meeting, make_appointment, record_reminder
from relais.casework.services.goals import NewStep, add_step
from relais.casework.services.open_rights import ToldRight, keep_right
from relais.casework.services.transmissions import Writing, begin_transmission
from relais.casework.terms.agenda import Reminded
from relais.casework.terms.interviews import Who
from relais.kernel.decisions import OutOfScope
from relais.mandates.services.mandates import Pointer, point_to_mandate
from relais.people import queries, services
from relais.people.models import File, Handover
from relais.people.queries import due
from relais.people.services import UnableToKeepFiles
from relais.people.terms import Part, Shelf
from relais.procedures.services.procedures import NewProcedure, open_procedure
from tests.aids.stories import kind_of, ready
from tests.domiciliation.steps import granted, with_desk
from tests.factories.accounts import TERMINAL, signed_in
from tests.factories.people import NOW, actor, file_of, service_of, worker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def laden(awa: Member, called: str = "Inès Bakri", *, hidden: bool = False) -> File:
    """A file with one thing of each kind that hangs from a file."""
    found, who = file_of(awa, called, now=NOW - DAY), actor(awa)
    add_step(actor=who, file_id=found.pk, step=NewStep(Who.US, "J’appelle le bailleur", date(2026, 11, 25)), now=NOW)
    meeting = Meeting(starts_at=NOW + 3 * DAY, reasons=["logement"], hidden=hidden)
    kept = make_appointment(actor=who, member_id=awa.pk, meeting=meeting, file_id=found.pk, now=NOW)
    record_reminder(actor=who, appointment_id=kept.pk, how=Reminded.CALL, now=NOW)
    keep_right(actor=who, file_id=found.pk, told=ToldRight(name="C2S", ends_on=date(2026, 12, 31)), now=NOW)
    requests.record(actor=who, file_id=found.pk, kind=Asked.ACCESS, received_on=NOW.date(), words="Tout mon dossier", now=NOW)
    return found


def proposed(by: Member, of: Member, to: Member, found: File) -> Handover:
    services.propose_handover(actor=actor(by), from_member_id=of.pk, to_member_id=to.pk, file_ids=[found.pk], now=NOW)
    return Handover.objects.get(file=found)


def test_taking_all_takes_what_falls_due_too(awa: Member, leon: Member) -> None:
    first, second = laden(awa), laden(awa, "Noé Bakri")
    for found in (first, second):
        proposed(awa, awa, leon, found)
    assert services.take_all_handovers(actor=actor(leon), from_member_id=awa.pk, now=NOW + DAY) == services.Done(2, 0)
    for found in (first, second):
        left = due.in_files(actor(leon), [found], member=awa, now=NOW + DAY)[found.pk]
        assert not [line for line in left if line.can_change_hands], "nothing is left in her hands"
        assert len(due.in_files(actor(leon), [found], member=leon, now=NOW + DAY)[found.pk]) == 4
    assert set(Step.objects.values_list("member__identifier", flat=True)) == {"leon"}


def titles(lines: list[due.Line]) -> list[str]:
    return [str(line.kind.title) for line in lines]


def test_a_file_is_taken_over_thing_by_thing_and_what_is_not_taken_is_before_the_head(awa: Member, leon: Member, petit: Member) -> None:
    found = laden(awa)
    lines = due.in_files(actor(awa), [found], member=awa, now=NOW)[found.pk]
    assert titles(lines) == ["Étape à faire", "Rendez-vous à venir", "Demande de la personne sur ses données", "Droit qui se termine"]
    assert lines[0].words == "J’appelle le bailleur"
    told = due.in_files(actor(petit), [found], member=awa, now=NOW)[found.pk]
    assert {line.words for line in told} == {""}, "the head reads when, never what"
    asked, step = proposed(petit, awa, leon, found), lines[0].key
    services.answer_handover(actor=actor(leon), handover_id=asked.pk, accepted=True, taken=[step, "droit:1", "etape:x"], now=NOW + DAY)
    assert Step.objects.get().member == leon
    assert Appointment.objects.get().member == awa, "not ticked: not taken"
    (line,) = due.left(actor(petit), now=NOW + DAY)
    assert (str(line.kind.title), line.holder, line.file) == ("Rendez-vous à venir", awa, found)
    assert due.number_left(actor(petit), now=NOW + DAY) == 1
    with pytest.raises(OutOfScope):
        services.give_to_lead(actor=actor(leon), key=line.key, now=NOW + DAY)
    assert services.give_to_lead(actor=actor(petit), key=line.key, now=NOW + DAY) == leon
    kept = Appointment.objects.get()
    assert (kept.member, kept.reminded_at, kept.reminded_how) == (leon, None, ""), "she is told again whom she will see"
    assert due.left(actor(petit), now=NOW + DAY) == []


def test_a_handover_overtaken_by_another_lead_takes_nothing(awa: Member, leon: Member, petit: Member, house) -> None:
    found, zoe = laden(awa), worker(house, "zoe")
    asked = proposed(petit, awa, leon, found)
    services.assign(actor=actor(petit), file_id=found.pk, member_id=zoe.pk, part=Part.LEAD, now=NOW)
    with pytest.raises(UnableToKeepFiles):
        services.answer_handover(actor=actor(leon), handover_id=asked.pk, accepted=True, now=NOW + DAY)
    assert sorted(titles(due.left(actor(petit), now=NOW + DAY))) == ["Rendez-vous à venir", "Étape à faire"], "Awa left the file with both"


def test_a_closed_account_leaves_nothing_in_nobodys_hands(awa: Member, leon: Member, petit: Member) -> None:
    found, other = laden(awa), file_of(leon, "Paul Le Goff", now=NOW - DAY)
    hidden = laden(awa, "Sabrina", hidden=True)
    open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=NOW)
    services.put_on_duty(actor=actor(petit), service_id=service_of(awa).pk, member_id=awa.pk, on=NOW.date() + 2 * DAY, now=NOW)
    mandate = Pointer("AC-118", ["social"], NOW.date(), NOW.date() + 9 * DAY)
    point_to_mandate(actor=actor(awa), file_id=found.pk, told=mandate, now=NOW)
    begin_transmission(actor=actor(awa), file_id=found.pk, told=Writing("Noé", "Des bleus."), now=NOW)
    ready(awa, found, kind_of(petit), now=NOW)
    granted(awa, with_desk(petit), found)
    proposed(petit, leon, awa, other)
    request = requests.record(actor=actor(leon), file_id=other.pk, kind=Asked.ACCESS, received_on=NOW.date(), words="Tout", now=NOW)
    requests.prepare(actor=actor(leon), file_id=other.pk, request_id=request.pk, hidden=[], reader_id=awa.pk, now=NOW)
    counted = {str(one.kind.title): one.number for one in due.held(awa, now=NOW)}
    assert set(counted) == {str(kind.title) for kind in due.kinds()}, "one of each kind, those of a room to come included"
    words = [held.words for held in closing.held_by(awa.organisation_id, awa.pk, now=NOW)]
    assert "2 dossiers suivis" in words
    assert not closing.objections(awa.organisation_id, awa.pk, now=NOW)
    close_account(actor=TERMINAL, member_id=awa.pk, now=NOW)
    head = actor(petit)
    lines = due.left(head, now=NOW + DAY)
    with_holder = {str(kind.title): counted[str(kind.title)] for kind in due.kinds() if kind.holder}
    assert {title: titles(lines).count(title) for title in with_holder} == with_holder
    assert due.number_left(head, now=NOW + DAY) == len(lines) == sum(with_holder.values())
    assert set(queries.on_shelf(head, Shelf.WITHOUT_LEAD, now=NOW + DAY)) == {found, hidden}, "what follows a file is there with it"
    assert [line.file for line in lines if line.kind.hides(line.row)] == [None], "a hidden hour names nobody"
    assert not any(line.words for line in lines)
    page = signed_in(petit).get(reverse("people:handovers")).content.decode()
    assert "Échéances sans titulaire" in page
    assert "bailleur" not in page
    assert "Sans titulaire" in signed_in(petit).get(reverse("day")).content.decode()
    key = next(line.key for line in lines if line.kind.code == "etape")
    with pytest.raises(UnableToKeepFiles):
        services.give_to_lead(actor=head, key=key, now=NOW + DAY)


def test_the_page_of_closing_counts_and_asks_first_and_names_nobody(awa: Member, petit: Member, house) -> None:
    laden(awa)
    tom, head = signed_in(worker(house, "tom", Role.TECHNICIAN)), signed_in(petit)
    page = tom.get(reverse("accounts:close_account", kwargs={"member_id": awa.pk})).content.decode()
    assert "1 dossier suivi" in page
    assert "Étape à faire\N{NO-BREAK SPACE}: 1, dès le mercredi 25 novembre 2026" in page
    assert "Inès" not in page
    account = reverse("accounts:member", kwargs={"member_id": awa.pk})
    assert "Inès" not in tom.get(account).content.decode()
    assert "Inès Bakri" in head.get(account).content.decode(), "names for the head of the service"
    asking = reverse("accounts:ask_handover", kwargs={"member_id": awa.pk})
    assert head.post(asking).status_code == 404
    assert [tom.post(asking).status_code for _ in range(2)] == [302, 302]
    assert AccessNotice.objects.filter(recipient=petit, event="handover_asked").count() == 1
    assert "va être fermé" in head.get(reverse("accounts:home")).content.decode()


def test_the_end_of_a_role_leaves_its_files_before_the_head_and_no_head_stops_the_closing(awa: Member, petit: Member) -> None:
    found = laden(awa)
    head = actor(petit)
    end_role(actor=TERMINAL, member_id=awa.pk, grant_id=awa.grants.get().pk, now=NOW)
    assert list(queries.on_shelf(head, Shelf.WITHOUT_LEAD, now=NOW)) == [found]
    assert sorted(titles(due.left(head, now=NOW))) == ["Rendez-vous à venir", "Étape à faire"]
    end_role(actor=TERMINAL, member_id=petit.pk, grant_id=petit.grants.get().pk, now=NOW)
    (objection,) = closing.objections(awa.organisation_id, awa.pk, now=NOW)
    assert "Accompagnement social" in objection


def test_the_list_left_asks_the_same_of_the_database_whatever_its_length(awa: Member, petit: Member, django_assert_num_queries) -> None:
    for number in range(3):
        laden(awa, f"Personne {number}")
    close_account(actor=TERMINAL, member_id=awa.pk, now=NOW)
    with django_assert_num_queries(len([kind for kind in due.kinds() if kind.holder]) + 1):  # and who is gone
        assert len(due.left(actor_of(petit), now=NOW)) == 6
    with django_assert_num_queries(3):  # who is gone, what the house has never had
        assert due.number_left(actor_of(petit), now=NOW) == 6


def actor_of(petit: Member):
    """Without asking the database."""
    from relais.foundation.access import Actor

    held = frozenset({(str(Role.HEAD), petit.service_id)})
    return Actor(user_id=petit.pk, organisation_id=petit.organisation_id, roles=frozenset({str(Role.HEAD)}), held=held)


def test_the_screen_of_an_answer_ticks_each_thing(awa: Member, leon: Member, petit: Member) -> None:
    found = laden(awa)
    asked, his = proposed(petit, awa, leon, found), signed_in(leon)
    address = reverse("people:answer_handover", kwargs={"handover_id": asked.pk})
    page = his.get(address).content.decode()
    assert "Étape à faire, le 25 novembre 2026" in page
    assert "Droit qui se termine, le 31 décembre 2026" in page
    assert "bailleur" not in page
    keys = [line.key for line in due.in_files(actor(leon), [found], member=awa, now=timezone.now())[found.pk] if line.can_change_hands]
    assert his.post(address, {"answer": "oui", "taken": ["etape:autre"]}).status_code == 422
    assert his.post(address, {"answer": "oui", "taken": keys})["Location"] == reverse("people:file", kwargs={"file_id": found.pk})
    assert Step.objects.get().member == leon
    head = signed_in(petit)
    assert his.post(reverse("people:settle_due"), {"quoi": keys[0]}).status_code == 404
    assert head.post(reverse("people:settle_due"), {"quoi": keys[0]}).status_code == 404
