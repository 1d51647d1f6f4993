"""The chronology of a démarche: acts, letters, silences and law by day; a note only when ticked by who may; told in the journal."""

import re
import subprocess
from datetime import date, timedelta

import pytest
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.casework.models import Document
from relais.casework.services.notes import Parts, write_note
from relais.casework.terms.notes import NoteLevel
from relais.foundation.models import JournalEntry
from relais.law.clocks.tables import rules
from relais.people.models import Assignment, File
from relais.procedures.models import Exhibit, Procedure
from relais.procedures.queries.chronology import BLOCKERS, CALLS, chronology
from relais.procedures.rules.chronology import silences
from relais.procedures.rules.progress import Act, Step
from relais.procedures.rules.turns import Law
from relais.procedures.services.blockers import ToldBlocker, note_blocker
from relais.procedures.services.procedures import NewProcedure, ToldAct, open_procedure, record_act
from relais.procedures.services.sendings import PreparedLetter, ToldSending, prepare_letter, record_sending
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker
from tests.procedures.test_sendings import at, paper
from tests.screening.printed import opened, untagged

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def words_of(content: bytes) -> str:
    """What is drawn in a PDF."""
    return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


ASKED = {"recipient": "organisme", "purpose": "À l’appui du recours", "parts": [CALLS, BLOCKERS]}


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=timezone.now() - timedelta(days=300), given_names="Inès", family_name="Bakri")


@pytest.fixture
def kept(awa: Member, found: File) -> Procedure:
    """A C2S that nobody answered in its two months, then chased by a letter; one blocker, one call, one question to the person."""
    who, now = actor(awa), timezone.now()
    one = open_procedure(actor=who, file_id=found.pk, new=NewProcedure(sheet="c2s", reference="77 K"), now=now)
    story = (
        ToldAct(Act.FILED, TODAY - timedelta(days=120), doer="avec", way="guichet", proof="recepisse", words="Formulaire jaune"),
        ToldAct(Act.CALLED, TODAY - timedelta(days=30), result="rien", words="Ligne occupée"),
        ToldAct(Act.PERSON_ASKED, TODAY - timedelta(days=20), words="Son avis d’impôt"),
        ToldAct(Act.PERSON_ANSWERED, TODAY - timedelta(days=18)),
    )
    for seen, told in enumerate(story):
        record_act(actor=who, procedure_id=one.pk, told=told, seen=seen, now=now)
    blocked = ToldBlocker("B01", "cpam", "en_ligne", "remplir", TODAY - timedelta(days=60), "sante", "15min", message="Erreur 500")
    note_blocker(actor=who, procedure_id=one.pk, told=blocked, now=now)
    letter = PreparedLetter("relance", "Demander où en est ma demande", "CPAM", paper(), TODAY)
    sending = prepare_letter(actor=who, procedure_id=one.pk, letter=letter, now=now)
    sent = ToldSending(TODAY - timedelta(days=2), Act.CHASED, doer="avec", way="courrier", proof="recommande", tracking="1A 118")
    record_sending(actor=who, procedure_id=one.pk, sending_id=sending.pk, told=sent, seen=4, now=now)
    return one


def test_a_silence_is_told_on_its_legal_day_even_once_an_appeal_closed_it() -> None:
    law = Law(rules()["silence.rsa"] if "silence.rsa" in rules() else rules()["silence.c2s"], rules()["recours.caisse"])
    filed = Step(Act.FILED, date(2026, 1, 5), received=date(2026, 1, 5))
    assert silences([filed], law, on=date(2026, 2, 1)) == []
    (silent,) = silences([filed], law, on=date(2026, 6, 1))
    assert date(2026, 3, 1) <= silent.legal <= date(2026, 3, 31)
    later = [filed, Step(Act.APPEALED, date(2026, 4, 2))]
    assert silent.legal in [one.legal for one in silences(later, law, on=date(2026, 4, 10))]
    answered = [filed, Step(Act.GRANTED, date(2026, 2, 20))]
    assert silences(answered, law, on=date(2026, 6, 1)) == []


def test_every_line_stands_on_its_day_with_its_author_its_exhibit_and_its_law(awa: Member, found: File, kept: Procedure) -> None:
    told = chronology(actor(awa), found, kept.pk, parts=[CALLS, BLOCKERS], on=TODAY, now=timezone.now())
    assert told is not None
    days = [one.on for one in told.entries]
    assert days == sorted(days)
    kinds = [one.title for one in told.entries]
    assert kinds[0] == "Demande déposée"
    assert "Silence de l’organisme\xa0: accord" in kinds
    assert "Blocage rencontré" in kinds
    assert "Appel à l’organisme" in kinds
    assert "Demandé à la personne" not in kinds
    assert told.entries[0].who == "Avec la personne"
    (chased,) = [one for one in told.entries if one.title == "Organisme relancé"]
    assert (chased.exhibits, "1A 118" in chased.lines[1]) == ((1,), True)
    silent = next(one for one in told.entries if one.kind == "silence")
    assert silent.source
    bare = chronology(actor(awa), found, kept.pk, parts=[], on=TODAY, now=timezone.now())
    assert bare is not None
    assert {"Blocage rencontré", "Appel à l’organisme"} & {one.title for one in bare.entries} == set()


def test_it_is_read_on_the_screen_then_taken_with_its_exhibits(awa: Member, kept: Procedure) -> None:
    client, here = signed_in(awa), at("chronology", kept)
    assert re.search(r'value="defenseur"[^>]*checked', client.get(f"{here}?pour=defenseur").content.decode())
    preview = client.post(here, {**ASKED, "etape": "apercu"})
    page = preview.content.decode()
    for word in ("Formulaire jaune", "Erreur 500", "À l’appui du recours", "Inès Bakri", "Garder comme pièce"):
        assert word in page, word
    assert not JournalEntry.objects.filter(action__startswith="procedure.chronology").exists()
    alone = client.post(here, {**ASKED, "etape": "pdf"})
    document = opened(alone.content)
    assert str(document.Root.Lang) == "fr"
    # the number of each page, in its margin, is the one mark that no reader needs
    assert len(untagged(document)) == len(document.pages)
    assert "Formulaire jaune" in words_of(alone.content)
    (line,) = JournalEntry.objects.filter(action="procedure.chronology_organisme")
    assert line.purpose == "reclamations"
    whole = client.post(here, {**ASKED, "etape": "pdf", "exhibits": "on"})
    assert len(opened(whole.content).pages) == len(document.pages) + 1
    answer = client.post(here, {**ASKED, "etape": "garder"})
    assert answer.status_code == 302
    assert list(Exhibit.objects.order_by("number").values_list("number", "role")) == [(1, "lettre"), (2, "chronologie")]


def test_a_fault_keeps_what_was_chosen(awa: Member, kept: Procedure) -> None:
    client, here = signed_in(awa), at("chronology", kept)
    answer = client.post(here, {"recipient": "organisme", "etape": "pdf"})
    assert (answer.status_code, "Dites à quoi elle sert" in answer.content.decode()) == (422, True)
    answer = client.post(here, {**ASKED, "purpose": "mdp : Toto2024!", "etape": "pdf"})
    assert (answer.status_code, "mot de passe" in answer.content.decode()) == (422, True)
    assert not JournalEntry.objects.filter(action__startswith="procedure.chronology").exists()


def test_a_note_is_there_only_when_ticked_and_raises_the_level(awa: Member, found: File, kept: Procedure) -> None:
    parts = Parts(facts="Deux loyers manquent.", words="Je veux rester.", analysis="Épuisement probable.")
    note = write_note(actor=actor(awa), file_id=found.pk, level=NoteLevel.SHARED, parts=parts, now=timezone.now())
    client, here = signed_in(awa), at("chronology", kept)
    for etape in ("apercu", "pdf"):
        said = client.post(here, {**ASKED, "etape": etape})
        assert "Deux loyers" not in (words_of(said.content) if etape == "pdf" else said.content.decode())
    assert not JournalEntry.objects.filter(action="note.read").exists()
    page = client.post(here, {**ASKED, "notes": [str(note.pk)], "etape": "apercu"}).content.decode()
    assert "Deux loyers manquent." in page
    assert "Je veux rester." in page
    assert "Épuisement" not in page
    assert JournalEntry.objects.filter(action="note.read").count() == 1
    client.post(here, {**ASKED, "notes": [str(note.pk)], "etape": "garder"})
    assert Document.objects.get(kind="autre").level == "n2"


def test_a_confidential_note_leaves_by_its_author_alone(house: Organisation, awa: Member, found: File, kept: Procedure) -> None:
    note = write_note(
        actor=actor(awa), file_id=found.pk, level=NoteLevel.CONFIDENTIAL, parts=Parts(facts="Sextant incarnat"), now=timezone.now()
    )
    other = worker(house, "leon")
    Assignment.objects.create(file=found, member=other, part="co_referent", starts_at=timezone.now() - timedelta(days=1))
    client, here = signed_in(other), at("chronology", kept)
    page = client.get(here)
    assert page.status_code == 200
    assert str(note.pk) not in page.content.decode()
    answer = client.post(here, {**ASKED, "notes": [str(note.pk)], "etape": "apercu"})
    assert "Sextant" not in answer.content.decode()
    assert str(note.pk) in signed_in(awa).get(here).content.decode()
    assert signed_in(worker(house, "stranger")).post(here, {**ASKED, "etape": "pdf"}).status_code == 404


def test_queries_do_not_grow_with_the_story(awa: Member, kept: Procedure, django_assert_max_num_queries: object) -> None:
    for seen in range(5, 15):
        told = ToldAct(Act.CALLED, TODAY, result="rien")
        record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=seen, now=timezone.now())
    client = signed_in(awa)
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        client.post(at("chronology", kept), {**ASKED, "etape": "apercu"})
