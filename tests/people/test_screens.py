"""Awa works on screen: opens a file with a name, completes it, shares it; nothing typed is lost, no name in an address."""

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.foundation.models import JournalEntry
from relais.people import queries, services
from relais.people.models import File, Person, RosterDay
from relais.people.terms import Part
from tests.factories.accounts import signed_in
from tests.factories.people import actor, file_of, service_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(awa: Member) -> Client:
    return signed_in(awa)


def opened(who: Member, called: str = "Inès Bakri", **fields: object) -> File:
    return file_of(who, called, now=timezone.now() - timedelta(days=1), **fields)


def address(name: str, found: File, **more: object) -> str:
    return reverse(f"people:{name}", kwargs={"file_id": found.pk, **more})


def test_a_name_opens_a_file(screen: Client, awa: Member) -> None:
    place = str(service_of(awa).pk)
    answer = screen.post(reverse("people:new"), {"called": "Inès", "birth_year": "1988", "phone": "06 00 00 00 00", "service": place})
    found = File.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == address("file", found)
    page = screen.get(answer["Location"]).content.decode()
    assert "<h1>Inès</h1>" in page
    assert "06 00 00 00 00" in page
    assert "1988" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"called": ""}, "Écrivez le nom sous lequel"),
        ({"called": "Inès", "birth_year": "88"}, "quatre chiffres"),
        ({"called": "Inès", "birth_year": "mille"}, "quatre chiffres"),
        ({"called": "Inès", "birth_on": "31/02/1988"}, "31"),
        ({"called": "Inès", "birth_on": "12/03/1988", "birth_year": "1990"}, "n’est pas celle de la date"),
        ({"called": "Inès", "birth_on": "12/03/2090"}, "pas encore venue"),
        ({"called": "x" * 500}, "plus court"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field_and_kept(screen: Client, awa: Member, typed: dict[str, str], words: str) -> None:
    answer = screen.post(reverse("people:new"), {"service": str(service_of(awa).pk), "phone": "06 12", **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="06 12"' in page
    assert not Person.objects.exists()


def test_a_service_of_somebody_else_is_not_a_choice(screen: Client) -> None:
    answer = screen.post(reverse("people:new"), {"called": "Inès", "service": "99999"})
    assert answer.status_code == 422
    assert not File.objects.exists()


def test_right_to_left_and_odd_names_are_kept_as_typed_and_escaped(screen: Client, awa: Member) -> None:
    for called in ("إيناس بكري", "<script>alert(1)</script>", "O’Neill-D’Aubigné"):
        screen.post(reverse("people:new"), {"called": called, "service": str(service_of(awa).pk)})
    page = screen.get(reverse("people:mine")).content.decode()
    assert "إيناس بكري" in page
    assert "<script>alert" not in page
    assert "O’Neill-D’Aubigné" in page


def test_a_search_is_posted_finds_by_ear_and_writes_the_name_nowhere(screen: Client, awa: Member) -> None:
    found = opened(awa)
    answer = screen.post(reverse("people:search"), {"nom": "bacri inez"})
    assert answer.status_code == 200
    assert address("file", found) in answer.content.decode()
    assert 'value="bacri inez"' in answer.content.decode()
    assert screen.get(f"{reverse('people:search')}?nom=Bakri").content.decode().count("Inès") == 0, "an address never searches"


def test_who_is_not_found_says_what_to_do(screen: Client) -> None:
    page = screen.post(reverse("people:search"), {"nom": "Personne"}).content.decode()
    assert "demandez à l’accueil" in page
    assert reverse("people:new") in page


def test_the_person_is_completed_and_an_error_keeps_all(screen: Client, awa: Member) -> None:
    found = opened(awa)
    wrong = screen.post(address("person", found), {"called": "", "language": "arabe", "address": "3 rue des Quais"})
    assert wrong.status_code == 422
    assert 'value="arabe"' in wrong.content.decode()
    right = screen.post(address("person", found), {"called": "Inès", "birth_on": "12/3/1988", "language": "arabe", "interpreter": "on"})
    assert right.status_code == 302
    found.person.refresh_from_db()
    assert (found.person.called, found.person.birth_year, found.person.interpreter) == ("Inès", 1988, True)


def test_a_protected_address_is_neither_shown_nor_asked_from_the_others(screen: Client, awa: Member, leon: Member) -> None:
    found = opened(awa, address="3 rue des Quais", address_protected=True, correspondence_address="CCAS, place du Pont")
    services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.CO_LEAD, now=timezone.now())
    mine, his = screen, signed_in(leon)
    for name in ("file", "person"):
        assert "3 rue des Quais" in mine.get(address(name, found)).content.decode()
        page = his.get(address(name, found)).content.decode()
        assert "rue des Quais" not in page
        assert "place du Pont" in page
    assert his.post(address("person", found), {"called": "Inès", "address": "ailleurs"}).status_code == 302
    found.person.refresh_from_db()
    assert found.person.address == "3 rue des Quais", "what is not asked is not written"
    assert found.person.address_protected


def test_ways_to_reach_her_come_and_go(screen: Client, awa: Member) -> None:
    found = opened(awa)
    missing = screen.post(address("channels", found), {"kind": "telephone", "value": "", "use": "non"})
    assert missing.status_code == 422
    unsaid = screen.post(address("channels", found), {"kind": "telephone", "value": "06 00"})
    assert (unsaid.status_code, "Demandez à la personne" in unsaid.content.decode()) == (422, True), "nobody says yes in her place"
    screen.post(address("channels", found), {"kind": "telephone", "value": "06 00", "use": "non", "remark": "son frère répond"})
    page = screen.get(address("file", found)).content.decode()
    assert "ne pas utiliser" in page
    assert "son frère répond" in page
    screen.post(address("remove_channel", found, channel_id=found.person.channels.get().pk))
    assert "son frère répond" not in screen.get(address("file", found)).content.decode()


def test_somebody_comes_into_the_file_and_leaves_it(screen: Client, awa: Member, leon: Member) -> None:
    found = opened(awa)
    until = timezone.localdate() + timedelta(days=9)
    late = screen.post(address("parts", found), {"member": leon.pk, "part": "suppleant"})
    assert late.status_code == 422
    assert "jusqu’à quand" in late.content.decode()
    screen.post(address("parts", found), {"member": leon.pk, "part": "suppleant", "until": until.strftime("%d/%m/%Y")})
    given = found.assignments.get(member=leon)
    assert timezone.localtime(given.ends_at).date() == until + timedelta(days=1), "the last day is included"
    his = signed_in(leon)
    assert his.get(address("file", found)).status_code == 200
    assert his.post(address("end_part", found, assignment_id=given.pk))["Location"] == reverse("people:mine")
    assert his.get(address("file", found)).status_code == 404


def test_a_file_is_closed_with_its_reason(screen: Client, awa: Member) -> None:
    found = opened(awa)
    assert screen.post(address("state", found), {"state": "clos"}).status_code == 422
    assert screen.post(address("state", found), {"state": "clos", "reason": "objectifs_atteints"}).status_code == 302
    assert "Inès" not in screen.get(reverse("people:mine")).content.decode()


def test_the_head_covers_an_absence_by_an_exceptional_access_that_the_lead_sees(awa: Member, leon: Member, petit: Member) -> None:
    found = opened(awa)
    his, head, hers = signed_in(leon), signed_in(petit), signed_in(awa)
    typed = {"called": "Inès Bakri", "birth_year": "1988", "motive": "absence_echeance", "words": "Awa est absente, la C2S finit vendredi."}
    assert his.get(address("file", found)).status_code == 404
    short = his.post(reverse("people:exceptional"), {**typed, "words": "urgent"})
    assert short.status_code == 422
    assert 'value="Inès Bakri"' in short.content.decode()
    unknown = his.post(reverse("people:exceptional"), {**typed, "birth_year": "1990"})
    assert unknown.status_code == 422
    assert "Demandez à l’accueil" in unknown.content.decode()
    assert his.post(reverse("people:exceptional"), typed)["Location"] == address("file", found)
    assert "ouvert jusqu’au" in his.get(address("file", found)).content.decode()
    assert "Leon" in hers.get(address("file", found)).content.decode()
    assert "1 accès exceptionnel à examiner" in head.get(reverse("people:mine")).content.decode().replace("\u00a0", " ")
    access = found.exceptional_accesses.get()
    assert "la C2S finit vendredi" in head.get(reverse("people:reviews")).content.decode()
    review = reverse("people:review", kwargs={"access_id": access.pk})
    assert head.post(review, {}).status_code == 422
    assert head.post(review, {"review": "justifie"})["Location"] == reverse("people:reviews")
    assert "Justifié" in hers.get(address("file", found)).content.decode()


def test_the_reception_gives_the_file_to_who_is_on_duty(awa: Member, leon: Member, petit: Member, yasmine: Member) -> None:
    found = opened(awa)
    desk, his = signed_in(yasmine), signed_in(leon)
    assert "Personne n’est de permanence" in desk.get(address("presence", found)).content.decode()
    today = timezone.localdate()
    services.put_on_duty(actor=actor(petit), service_id=found.service_id, member_id=leon.pk, on=today, now=timezone.now())
    assert desk.post(address("presence", found), {"member": str(awa.pk)}).status_code == 422
    assert desk.post(address("presence", found), {"member": str(leon.pk)}).status_code == 302
    assert his.get(address("person", found)).status_code == 200
    assert RosterDay.objects.count() == 1
    told = signed_in(awa).get(address("openings", found)).content.decode()
    assert leon.display_name in told, "it is told in who opened this file"
    assert not queries.exceptional_accesses_to_review(actor(petit), now=timezone.now()).exists(), "nothing to review"


def test_the_reception_reads_how_to_reach_and_nothing_more(awa: Member, yasmine: Member) -> None:
    found = opened(awa, language="arabe", birth_name="Benkacem", nationality="hors_ue")
    page = signed_in(yasmine).get(address("file", found)).content.decode()
    assert "arabe" in page
    assert "Benkacem" not in page
    assert "Autre pays" not in page


def test_the_list_asks_the_same_of_the_database_whatever_its_length(screen: Client, awa: Member) -> None:
    opened(awa)
    screen.get(reverse("people:mine"))
    with CaptureQueriesContext(connection) as one:
        screen.get(reverse("people:mine"))
    for number in range(30):
        opened(awa, f"Personne {number:02}")
    with CaptureQueriesContext(connection) as many:
        page = screen.get(reverse("people:mine")).content.decode()
    assert page.count("<tr>") == 26, "25 and the head"
    assert len(many) <= len(one) + 1  # the head of the pages
    assert len(many) <= 7, "ten are asked by issue 5; session, roles and frame included"
    assert queries.files(actor(awa), now=timezone.now()).count() == 31


def lines(found: File) -> list[tuple[str, str]]:
    subject = f"people.file:{found.pk}"
    return list(JournalEntry.objects.filter(subject=subject).order_by("pk").values_list("action", "purpose"))


def test_a_reading_is_written_before_the_page_is_shown(screen: Client, awa: Member, leon: Member, yasmine: Member) -> None:
    found = opened(awa)
    screen.get(address("file", found))
    signed_in(yasmine).get(address("file", found))
    signed_in(leon).get(address("file", found))
    assert lines(found)[1:] == [("file.read", "accompagnement"), ("file.reception_read", "gestion_dossier")], (
        "and nothing for Léon, who saw nothing"
    )


@pytest.mark.expects_error_log
def test_a_page_whose_reading_cannot_be_written_is_not_shown(screen: Client, awa: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    found = opened(awa)

    def broken(*_: object, **__: object) -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr("relais.foundation.journal.record", broken)
    with pytest.raises(OperationalError):
        screen.get(address("file", found))


def test_the_person_can_be_told_who_opened_her_file(screen: Client, awa: Member, yasmine: Member) -> None:
    found = opened(awa)
    signed_in(yasmine).get(address("file", found))
    page = screen.get(address("openings", found)).content.decode()
    assert "Yasmine" in page
    assert "a lu comment joindre la personne" in page
    assert "a consulté cette liste" in page
    with time_machine.travel(timezone.now() + timedelta(minutes=3), tick=False):
        for _time in range(4):
            screen.get(address("file", found))
        again = screen.get(address("openings", found)).content.decode()
    assert again.count(" fois)") == again.count("a lu le dossier <") == 1, "what reads the same in one minute is one line"
