"""A slip that comes back: its reference finds the file, one screen keeps each thing in its place (doctrine §8.5)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Role
from relais.casework.models import Appointment, Interview, Step
from relais.casework.services.agenda import Meeting, make_appointment
from relais.casework.services.goals import NewStep, add_step
from relais.casework.terms.agenda import AppointmentState, CancelledBy
from relais.casework.terms.interviews import InterviewKind, Who
from relais.kernel.decisions import OutOfScope
from relais.kernel.references import reference
from relais.people.models import File, Person
from relais.people.queries import file, found_by_name, merge_preview
from relais.people.services import merge_persons
from relais.procedures.models import Procedure
from relais.procedures.queries.replies import awaited
from relais.procedures.rules.progress import Act
from relais.procedures.services.procedures import NewProcedure, ToldAct, UnableToKeepProcedure, open_procedure, record_act
from relais.procedures.services.replies import Reply, record_reply
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def awa() -> Member:
    return worker(organisation())


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=timezone.now() - timedelta(days=1))


def appointment(awa: Member, found: File, *, days: int) -> Appointment:
    now = timezone.now()
    meeting = Meeting(starts_at=now + timedelta(days=days), reasons=["logement"])
    return make_appointment(actor=actor(awa), member_id=awa.pk, meeting=meeting, file_id=found.pk, now=now)


def step(awa: Member, found: File, what: str, who: Who = Who.PERSON) -> Step:
    return add_step(actor=actor(awa), file_id=found.pk, step=NewStep(who, what, None, None), now=timezone.now())


def waiting(awa: Member, found: File) -> Procedure:
    """A démarche that waits for what the person was asked."""
    now = timezone.now()
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=now)
    record_act(actor=actor(awa), procedure_id=kept.pk, told=ToldAct(Act.PERSON_ASKED, timezone.localdate(now)), seen=0, now=now)
    kept.refresh_from_db()
    return kept


def test_each_box_of_a_slip_goes_to_its_place_in_one_press(awa: Member, found: File) -> None:
    comes, cannot = appointment(awa, found, days=3), appointment(awa, found, days=9)
    lease, ours = step(awa, found, "Vous apportez le bail"), step(awa, found, "J’appelle le bailleur", Who.US)
    agreed = NewStep(Who.TOGETHER, "Au bureau", timezone.localdate(), None)
    talk = add_step(actor=actor(awa), file_id=found.pk, step=agreed, now=timezone.now())
    asked = waiting(awa, found)
    page, browser = reverse("procedures:reply", kwargs={"file_id": found.pk}), signed_in(awa)
    shown = browser.get(page).content.decode()
    assert reference(found.pk) in shown
    assert "1. Vous apportez le bail" in shown
    assert "J’appelle le bailleur" not in shown
    sent = {
        "on": timezone.localdate().strftime("%d/%m/%Y"),
        f"jour-{comes.pk}": "vient",
        f"jour-{cannot.pk}": "ne_vient_pas",
        f"jour-{talk.pk}": "vient",
        "done": [str(lease.pk)],
        "answers": [str(asked.pk)],
        "call": "06 12 34 56 78, le matin",
        "words": "Je préfère venir le jeudi",
    }
    assert browser.post(page, sent).status_code == 302
    for row in (comes, cannot, lease, ours, asked):
        row.refresh_from_db()
    assert (comes.state, comes.reminded_how) == (AppointmentState.PLANNED, "lettre")
    assert (cannot.state, cannot.cancelled_by) == (AppointmentState.CANCELLED, CancelledBy.PERSON)
    assert lease.done_at is not None
    assert ours.done_at is None
    assert asked.acts.filter(act=Act.PERSON_ANSWERED.value).count() == 1
    assert asked.whose != "personne"
    kept = Interview.objects.get(file=found)
    assert (kept.kind, kept.subject, kept.from_person) == (InterviewKind.POST, "Talon-réponse : Je préfère venir le jeudi", True)
    assert Step.objects.filter(file=found, who=Who.US, what="Proposer un autre jour", due_on=timezone.localdate()).count() == 1
    back = Step.objects.get(file=found, interview=kept)
    assert (back.what, back.who, back.due_on) == ("Rappeler au 06 12 34 56 78, le matin", Who.US, timezone.localdate())


def test_nothing_ticked_a_day_to_come_a_secret_and_another_file_keep_nothing(awa: Member, found: File) -> None:
    page, browser = reverse("procedures:reply", kwargs={"file_id": found.pk}), signed_in(awa)
    today = timezone.localdate()
    for sent, told in (
        ({"on": today.strftime("%d/%m/%Y")}, "Cochez ce que le talon dit"),
        ({"on": (today + timedelta(days=2)).strftime("%d/%m/%Y"), "words": "oui"}, "pas encore venu"),
        ({"on": "hier", "words": "Mes mots gardés"}, "Mes mots gardés"),
    ):
        answer = browser.post(page, sent)
        assert answer.status_code == 422
        assert told in answer.content.decode()
    other = step(awa, file_of(awa, "Omar Diallo", now=timezone.now() - timedelta(days=1)), "Vous signez")
    for reply in (
        Reply(today, done=frozenset({other.pk})),
        Reply(today, comes=frozenset({uuid4()})),
        Reply(today, answers=frozenset({uuid4()})),
    ):
        with pytest.raises(OutOfScope):
            record_reply(actor=actor(awa), file_id=found.pk, reply=reply, now=timezone.now())
    with pytest.raises(UnableToKeepProcedure):
        record_reply(actor=actor(awa), file_id=found.pk, reply=Reply(today, words="  "), now=timezone.now())
    assert not Interview.objects.exists()
    other.refresh_from_db()
    assert other.done_at is None


def test_the_letter_that_asks_names_no_demarche_and_is_there_while_she_is_waited_for(awa: Member, found: File) -> None:
    browser, now = signed_in(awa), timezone.now()
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=now)
    page = reverse("procedures:ask_letter", kwargs={"file_id": found.pk, "procedure_id": kept.pk})
    told = ToldAct(Act.PERSON_ASKED, timezone.localdate(now), until=timezone.localdate(now) + timedelta(days=9), words="Votre attestation")
    assert browser.get(page).status_code == 404
    record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=0, now=now)
    assert page in browser.get(reverse("procedures:procedure", kwargs={"file_id": found.pk, "procedure_id": kept.pk})).content.decode()
    letter = browser.get(page).content.decode().split("<article", 1)[1]
    for said in ("Votre attestation", "avant le", "Voici ce que vous demandez", reference(found.pk)):
        assert said in letter, said
    for private in (kept.title, "C2S", "CCAS", "santé"):
        assert private not in letter, private
    assert signed_in(worker(awa.organisation, "leon")).get(page).status_code == 404
    Person.objects.filter(pk=found.person_id).update(do_not_contact=True)
    assert "<article" not in browser.get(page).content.decode()


def test_a_box_of_what_no_longer_waits_is_refused_and_writes_nothing(awa: Member, found: File) -> None:
    lease = step(awa, found, "Vous apportez le bail")
    reply = Reply(timezone.localdate(), done=frozenset({lease.pk}))
    record_reply(actor=actor(awa), file_id=found.pk, reply=reply, now=timezone.now())
    with pytest.raises(OutOfScope):
        record_reply(actor=actor(awa), file_id=found.pk, reply=reply, now=timezone.now())
    assert Interview.objects.count() == 1


def test_the_numbers_are_those_of_the_sheet_and_the_same_thing_is_asked_once(awa: Member, found: File) -> None:
    for what in ("Vous apportez le bail", "Vous signez", "Vous apportez le bail"):
        step(awa, found, what)
    add_step(actor=actor(awa), file_id=found.pk, step=NewStep(Who.PERSON, "Vous venez", timezone.localdate(), None), now=timezone.now())
    told = [one.what for one in awaited(actor(awa), found, now=timezone.now()).steps]
    assert told == ["Vous venez", "Vous apportez le bail", "Vous signez"]
    sheet = signed_in(awa).get(reverse("casework:sheet", kwargs={"file_id": found.pk})).content.decode()
    hers = sheet.split("Ce que vous faites")[1].split("</ol>")[0]
    assert [re.sub(r"<span.*", "", line, flags=re.S) for line in re.findall(r"<li>(.*?)</li>", hers, flags=re.S)] == told


def test_the_reference_finds_the_file_of_whoever_may_open_it_alone(awa: Member, found: File) -> None:
    house = awa.organisation
    leon, yasmine = worker(house, "leon"), worker(house, "yasmine", Role.RECEPTION)
    stranger = worker(organisation("Autre maison"), "nour")
    typed, now = reference(found.pk), timezone.now()
    for who, sees in ((awa, True), (yasmine, True), (leon, False), (stranger, False)):
        assert [one.pk for one in found_by_name(actor(who), typed, now=now, limit=5)] == ([found.pk] if sees else []), who.identifier
    # whoever receives needs no year of birth: the paper in the hand is the second element
    page = signed_in(yasmine).post(reverse("people:search"), {"nom": typed.lower(), "naissance": ""})
    assert page.status_code == 200
    assert "Inès" in page.content.decode()


def test_the_reference_of_a_file_that_was_merged_finds_the_one_that_was_kept(awa: Member, found: File) -> None:
    other, now = file_of(awa, "Inès Bacri", now=timezone.now() - timedelta(days=1)), timezone.now()
    kept, gone = (file(actor(awa), one.pk, now=now) for one in (found, other))
    assert kept is not None
    assert gone is not None
    seen = merge_preview(actor(awa), kept, gone, now=now).digest
    chosen = {"called": "garde"}
    merge_persons(actor=actor(awa), file_id=kept.pk, other_id=gone.pk, chosen=chosen, seen=seen, now=now)
    assert [one.pk for one in found_by_name(actor(awa), reference(other.pk), now=now, limit=5)] == [found.pk]
