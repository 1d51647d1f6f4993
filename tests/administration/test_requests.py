"""What a person asks: a month to answer, a copy that two people make, a limitation that closes the file to writing."""

import json
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.administration import rules
from relais.administration.models import RightsRequest
from relais.administration.queries import registers
from relais.administration.services import requests
from relais.administration.services.requests import UnableToAnswer
from relais.administration.terms import Answer, Asked
from relais.casework.services import documents, notes
from relais.casework.services.agenda import Meeting, make_appointment
from relais.casework.services.documents import Deposit
from relais.casework.terms.documents import DocumentKind
from relais.casework.terms.notes import NoteLevel
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope
from relais.people import services as people
from relais.people.models import File
from relais.people.services import Arrival, NewChannel
from relais.people.terms import Link
from relais.reception.services import Asked as Asking
from relais.reception.services import record_visit
from tests.factories.accounts import signed_in
from tests.factories.people import actor, worker

pytestmark = pytest.mark.django_db


def asked(awa: Member, found: File, kind: Asked = Asked.ACCESS) -> RightsRequest:
    today = timezone.localdate()
    return requests.record(actor=actor(awa), file_id=found.pk, kind=kind, received_on=today, words="Je veux tout lire.", now=timezone.now())


def released(reader: Member, request: RightsRequest, *, masked: str = "") -> None:
    """Read again now by its second reader, nothing hidden."""
    now = timezone.now()
    _, items, _ = requests.to_read_again(actor=actor(reader), request_id=request.pk, now=now)
    requests.release(actor=actor(reader), request_id=request.pk, hidden=[], masked=masked, seen=requests.print_of(items), now=now)


def test_a_month_runs_to_the_same_day_number() -> None:
    assert registers.due_on(date(2026, 1, 31)) == date(2026, 2, 28)
    assert registers.due_on(date(2026, 11, 22)) == date(2026, 12, 22)


def test_a_copy_is_prepared_by_one_and_released_by_another(awa: Member, leon: Member, found: File) -> None:
    now = timezone.now()
    sister = people.add_channel(actor=actor(awa), file_id=found.pk, channel=NewChannel("proche", "sa sœur Nora, 06 39 98 00 99"), now=now)
    medical = Deposit(b"certificat", "a.txt", DocumentKind.MEDICAL, "Certificat du docteur")
    documents.deposit(actor=actor(awa), file_id=found.pk, handed=medical, now=now)
    request = asked(awa, found)
    common = {"file_id": found.pk, "request_id": request.pk, "now": now}
    _, items, _ = requests.to_prepare(actor=actor(awa), **common)
    key = f"people.Channel:{sister.pk}"
    assert key in {one.key for one in items}
    assert [one.key.partition(":")[0] for one in items[:2]] == ["people.Person", "people.File"], "who she is comes first"
    with pytest.raises(UnableToAnswer):
        requests.prepare(actor=actor(awa), hidden=[key], reader_id=awa.pk, **common)
    with pytest.raises(OutOfScope):
        requests.to_read_again(actor=actor(leon), request_id=request.pk, now=now)
    requests.prepare(actor=actor(awa), hidden=[key], reader_id=leon.pk, **common)
    with pytest.raises(OutOfScope):
        requests.copy(actor=actor(awa), **common)
    with pytest.raises(UnableToAnswer, match="seconde lecture"):
        requests.answer(actor=actor(awa), said=Answer.ACCEPTED, reason="", **common)
    with pytest.raises(OutOfScope):
        requests.release(actor=actor(awa), request_id=request.pk, hidden=[], seen="", now=now)
    _, again, hidden = requests.to_read_again(actor=actor(leon), request_id=request.pk, now=now)
    assert hidden == {key}
    assert "docteur" not in str(again), "a confidential document shows its words to its author only"
    requests.release(actor=actor(leon), request_id=request.pk, hidden=hidden, seen=requests.print_of(again), now=now)
    made = requests.copy(actor=actor(awa), **common)
    told = made.as_json().decode()
    assert "Nora" not in told
    assert requests.HIDDEN in told
    assert "Certificat du docteur" in told, "its author prepared the copy"
    assert "Inès Bakri" in told
    assert json.loads(told)["elements"]
    assert requests.answer(actor=actor(awa), said=Answer.ACCEPTED, reason="", **common).answered_at == now
    assert JournalEntry.objects.filter(action="file.copy_read").count() == 3


def test_a_confidential_row_of_a_third_member_is_handed_apart(awa: Member, leon: Member, found: File) -> None:
    now = timezone.now()
    medical = Deposit(b"certificat", "a.txt", DocumentKind.MEDICAL, "Certificat du docteur")
    filed = documents.deposit(actor=actor(awa), file_id=found.pk, handed=medical, now=now)
    other = worker(found.organisation, "autre")
    type(filed).objects.filter(pk=filed.pk).update(author=other)
    request = asked(awa, found)
    requests.prepare(actor=actor(awa), file_id=found.pk, request_id=request.pk, hidden=[], reader_id=leon.pk, now=now)
    released(leon, request)
    told = requests.copy(actor=actor(awa), file_id=found.pk, request_id=request.pk, now=now).as_json().decode()
    assert "docteur" not in told
    assert requests.APART in told


def test_the_screens_of_a_copy(awa: Member, leon: Member, nadia: Member, found: File) -> None:
    lead, second = signed_in(awa), signed_in(leon)
    page = reverse("administration:requests_of_file", args=[found.pk])
    today = f"{timezone.localdate():%d/%m/%Y}"
    assert lead.post(page, {"kind": "acces", "received_on": "1/1/2999", "words": ""}).status_code == 422
    assert lead.post(page, {"kind": "acces", "received_on": today, "words": "mdp : Soleil2024!"}).status_code == 422
    assert lead.post(page, {"kind": "acces", "received_on": today, "words": "Tout lire."}).status_code == 302
    request = RightsRequest.objects.get()
    prepare = reverse("administration:prepare", args=[found.pk, request.pk])
    assert lead.post(prepare, {"reader": ""}).status_code == 422
    key = f"people.Person:{found.person_id}"
    assert lead.post(prepare, {"reader": str(leon.pk), "masquer": [key, "forgé:1"]}).status_code == 302
    assert str(request.pk) in second.get(reverse("administration:readings")).content.decode()
    reading = reverse("administration:reading", args=[request.pk])
    assert lead.get(reading).status_code == 404
    assert "checked" in second.get(reading).content.decode()
    assert second.post(reading, {"seen": "autre"}).status_code == 422, "what changed since the page is read again"
    page = BeautifulSoup(second.get(reading).content, "html.parser")
    assert second.post(reading, {"seen": page.find("input", attrs={"name": "seen"})["value"], "masked": "Nora"}).status_code == 302
    hand = reverse("administration:hand_over", args=[found.pk, request.pk])
    assert lead.post(hand, {"format": "pdf"}).content.startswith(b"%PDF-")
    answer = lead.post(hand, {"format": "json"})
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert lead.post(reverse("administration:answer", args=[found.pk, request.pk]), {"answer": "accepte"}).status_code == 302
    listed = signed_in(nadia).get(reverse("administration:requests")).content.decode()
    assert request.short_id in listed
    assert "Inès" not in listed


def test_a_limited_file_is_read_and_no_more_written_until_it_is_lifted(awa: Member, found: File) -> None:
    request = asked(awa, found, Asked.LIMITATION)
    client = signed_in(awa)
    state = reverse("people:state", args=[found.pk])
    answer = reverse("administration:answer", args=[found.pk, request.pk])
    assert client.post(answer, {"answer": "refuse", "reason": ""}).status_code == 422
    assert client.post(answer, {"answer": "accepte"}).status_code == 302
    refused = client.post(state, {"state": "en_veille"})
    assert refused.status_code == 409
    assert "Rien n’est enregistré" in refused.content.decode()
    assert "Dossier limité" in client.get(reverse("people:file", args=[found.pk])).content.decode()
    assert File.objects.get(pk=found.pk).state == "actif"
    assert client.post(reverse("administration:lift", args=[found.pk, request.pk])).status_code == 302
    assert client.post(state, {"state": "en_veille"}).status_code == 302


def test_a_stranger_and_a_former_colleague_ask_and_read_nothing(leon: Member, awa: Member, found: File) -> None:
    request = asked(awa, found)
    with pytest.raises(OutOfScope):
        asked(leon, found)
    with pytest.raises(OutOfScope):
        requests.to_prepare(actor=actor(leon), file_id=found.pk, request_id=request.pk, now=timezone.now() + timedelta(seconds=1))


def test_a_refusal_or_a_month_of_silence_opens_the_ways_to_contest(awa: Member, found: File) -> None:
    screen, page = signed_in(awa), reverse("administration:requests_of_file", kwargs={"file_id": found.pk})
    request = asked(awa, found)
    assert "CNIL" not in screen.get(page).content.decode(), "the month runs"
    day = date(2026, 3, 31)
    common = {"is_access": True, "due_on": date(2026, 4, 30), "today": date(2026, 5, 1)}
    silent = rules.contest(public=True, refused_on=None, answered=False, **common)
    assert silent is not None
    assert (silent.since, silent.silent, silent.cada_until, silent.over) == (date(2026, 4, 30), True, date(2026, 6, 30), False)
    assert rules.contest(public=True, refused_on=None, answered=True, **common) is None
    late = rules.contest(public=True, refused_on=day, answered=True, **{**common, "today": date(2026, 6, 1)})
    assert late is not None
    assert (late.cada_until, late.over) == (date(2026, 5, 31), True)
    private = rules.contest(public=False, refused_on=day, answered=True, **common)
    assert private is not None
    assert private.cada_until is None
    RightsRequest.objects.filter(pk=request.pk).update(
        received_on=timezone.localdate() - timedelta(days=40), due_on=timezone.localdate() - timedelta(days=9)
    )
    told = screen.get(page).content.decode()
    for words in ("sans réponse", "CADA", "R. 343-1", "CNIL", "à vérifier", reverse("tools:letter", kwargs={"code": "cada"})):
        assert words in told, words
    Organisation.objects.update(kind="association")
    told = screen.get(page).content.decode()
    assert "CADA" not in told
    assert "CNIL" in told


def copied(awa: Member, leon: Member, found: File, *, masked: str = "") -> str:
    """The copy of a file as it is handed over, prepared and read again just before."""
    request = asked(awa, found)
    requests.prepare(actor=actor(awa), file_id=found.pk, request_id=request.pk, hidden=[], reader_id=leon.pk, now=timezone.now())
    released(leon, request, masked=masked)
    return requests.copy(actor=actor(awa), file_id=found.pk, request_id=request.pk, now=timezone.now()).as_json().decode()


def test_the_copy_holds_her_hours_her_visits_and_whom_she_lives_with(awa: Member, leon: Member, found: File) -> None:
    now = timezone.now()
    people.arrive(actor=actor(awa), file_id=found.pk, arrival=Arrival(Link.MINOR_CHILD, "Sami", birth_year=2015), now=now)
    meeting = Meeting(starts_at=now + timedelta(days=1), reasons=["logement", "argent"])
    make_appointment(actor=actor(awa), member_id=awa.pk, meeting=meeting, file_id=found.pk, now=now)
    record_visit(actor=actor(awa), service_id=found.service_id, asked=Asking(reasons=["social"]), file_id=found.pk, now=now)
    told = copied(awa, leon, found)
    for words in ("Sami", "2015", "Enfant", "Logement", "Santé", "visite", "rendez-vous"):
        assert words.casefold() in told.casefold(), words


def test_an_hour_hidden_from_colleagues_is_handed_apart_by_them(awa: Member, leon: Member, found: File) -> None:
    now = timezone.now()
    other = worker(found.organisation, "autre")
    meeting = Meeting(starts_at=now + timedelta(days=1), reasons=["logement"], hidden=True)
    kept = make_appointment(actor=actor(awa), member_id=awa.pk, meeting=meeting, file_id=found.pk, now=now)
    type(kept).objects.filter(pk=kept.pk).update(booked_by=other, member=other)
    told = json.loads(copied(awa, leon, found))["elements"]
    assert [one["contenu"] for one in told if one["quoi"] == "rendez-vous"] == [[["", requests.APART]]]


def test_the_names_of_others_are_masked_and_the_rest_of_the_sentence_is_handed_over(awa: Member, leon: Member, found: File) -> None:
    facts = "Nora l’héberge depuis mai. Noralie, sa fille, va bien ; NORA paie le loyer avec Élodie Cœur."
    notes.write_note(actor=actor(awa), file_id=found.pk, level=NoteLevel.SHARED, parts=notes.Parts(facts=facts), now=timezone.now())
    told = copied(awa, leon, found, masked="nora\nelodie cœur")
    assert "[masqué] l’héberge depuis mai. Noralie, sa fille, va bien ; [masqué] paie le loyer avec [masqué]." in told


def test_what_was_written_after_the_second_reading_is_not_handed_over_unread(awa: Member, leon: Member, found: File) -> None:
    request = asked(awa, found)
    requests.prepare(actor=actor(awa), file_id=found.pk, request_id=request.pk, hidden=[], reader_id=leon.pk, now=timezone.now())
    released(leon, request)
    people.add_channel(actor=actor(awa), file_id=found.pk, channel=NewChannel("proche", "sa sœur Nora"), now=timezone.now())
    told = requests.copy(actor=actor(awa), file_id=found.pk, request_id=request.pk, now=timezone.now()).as_json().decode()
    assert "Nora" not in told
    assert requests.SINCE in told
    assert "Inès Bakri" in told, "what was read again is handed over"


def test_nobody_reads_a_copy_again_whom_the_person_keeps_out_since_nor_whose_role_reads_nothing(
    awa: Member, leon: Member, found: File
) -> None:
    request = asked(awa, found)
    machine = worker(found.organisation, "machine", Role.TECHNICIAN)
    both = worker(found.organisation, "deux", Role.SOCIAL_WORKER, Role.TECHNICIAN)
    common = {"file_id": found.pk, "request_id": request.pk, "now": timezone.now()}
    for closed in (machine, both):
        with pytest.raises(UnableToAnswer):
            requests.prepare(actor=actor(awa), hidden=[], reader_id=closed.pk, **common)
    requests.prepare(actor=actor(awa), hidden=[], reader_id=leon.pk, **common)
    assert registers.waiting_for(actor(leon)).exists()
    people.bar(actor=actor(awa), file_id=found.pk, member_id=leon.pk, now=timezone.now())
    assert not registers.waiting_for(actor(leon)).exists()
    with pytest.raises(OutOfScope):
        requests.to_read_again(actor=actor(leon), request_id=request.pk, now=timezone.now())
    assert signed_in(leon).get(reverse("administration:reading", args=[request.pk])).status_code == 404


def test_a_protected_address_is_not_shown_to_the_second_reader_and_reaches_the_person(awa: Member, leon: Member, found: File) -> None:
    told = people.Told("Inès Bakri", birth_year=1988, fields={"address": "12 impasse du Lavoir", "address_protected": True})
    people.change_person(actor=actor(awa), file_id=found.pk, told=told, now=timezone.now())
    home = NewChannel("courrier", "chez Ondine, impasse du Lavoir")
    people.add_channel(actor=actor(awa), file_id=found.pk, channel=home, now=timezone.now())
    request = asked(awa, found)
    requests.prepare(actor=actor(awa), file_id=found.pk, request_id=request.pk, hidden=[], reader_id=leon.pk, now=timezone.now())
    assert "Lavoir" not in signed_in(leon).get(reverse("administration:reading", args=[request.pk])).content.decode()
    released(leon, request)
    made = requests.copy(actor=actor(awa), file_id=found.pk, request_id=request.pk, now=timezone.now())
    assert "12 impasse du Lavoir" in made.as_json().decode()
    assert "chez Ondine" in made.as_json().decode()
