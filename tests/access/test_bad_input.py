"""What is forged, foreign, oversized, disguised or sent too late: refused in plain words, nothing half done, nothing typed lost."""

import csv
import io
import re
import time
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from relais.accounts.models import Member, Organisation
from relais.casework.models import Document
from relais.casework.rules import documents as document_rules
from relais.casework.services import documents
from relais.casework.services.documents import Deposit
from relais.casework.terms.documents import DocumentKind
from relais.exchange.models import Lot
from relais.exchange.reading import LARGEST
from relais.exchange.services.receiving import choose_columns, confirm
from relais.exchange.services.taking import take
from relais.foundation import drafts, slips
from relais.people.models import Channel, File
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, service_of, worker
from tests.factories.tables import csv_of

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://x","y")'
SECRET = "Soleil2024!"
SLIP = re.compile(rf'name="{slips.FIELD}" value="([^"]+)"')


@pytest.fixture
def house() -> Organisation:
    return organisation("CCAS d’Aubrac")


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house, "awa2")


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=timezone.now() - timedelta(days=2))


def test_a_choice_forged_in_a_form_is_refused_beside_it(awa: Member, found: File) -> None:
    stranger, screen = worker(organisation("CCAS de Montbrume"), "eve"), signed_in(awa)
    forged = {
        "people:new": {"called": "Zoé", "service": str(service_of(stranger).pk)},
        "people:bars": {"member": str(stranger.pk), "reason": "demande"},
        "people:share": {"member": str(stranger.pk), "levels": ["n1"], "basis": "meme_equipe", "necessity": "x" * 30, "until": "1/1/2030"},
        "casework:new_file_appointment": {
            "day": "1/1/2030", "hour": "9h", "minutes": "30", "member": str(stranger.pk), "reasons": ["argent"], "place": "bureau",
        },
    }  # fmt: skip
    for name, typed in forged.items():
        kwargs = {} if name == "people:new" else {"file_id": found.pk}
        assert screen.post(reverse(name, kwargs=kwargs), typed).status_code == 422, name
    for path in ("/dossiers/pas-un-dossier/", "/dossiers/00000000/", f"/dossiers/{found.pk}'--/", "/documents/remise/%00/"):
        assert screen.get(path).status_code == 404, path
    assert not Channel.objects.exists()
    assert File.objects.count() == 1


def _workbook(*rows: list[str]) -> bytes:
    book, held = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(held)
    return held.getvalue()


def test_uploads_too_large_disguised_or_holding_a_secret_leave_nothing(awa: Member, found: File) -> None:
    screen = signed_in(awa)
    documents = {
        "trop-grand.pdf": (b"%PDF-1.7\n" + b"0" * document_rules.LARGEST + b"\n%%EOF\n", "10 Mo"),
        "courrier.pdf": (b"MZ\x90\x00\x03" + b"\x00" * 40, "format accepté"),
        "plan.svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "programme"),
        "suivi.xlsx": (_workbook(["Nom", "Mot de passe"], ["Bakri", SECRET]), "case B2"),
        "note.txt": (f"Vue ce jour.\nmdp caf : {SECRET}".encode(), "ligne 2"),
        "liste.csv": (b"Nom;Prenom\nBakri;Ines\n", "annonce .csv"),
    }
    for name, (content, words) in documents.items():
        typed = {"kind": "courrier", "title": "Avis", "file": SimpleUploadedFile(name, content)}
        answer = screen.post(reverse("casework:deposit", args=[found.pk]), typed)
        page = answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")
        assert answer.status_code == 422, name
        assert words in page, name
        assert 'value="Avis"' in page, "what was typed is there"
        assert SECRET not in page
    tables = {
        "trop.csv": (b"Nom;Prenom\n" + b"Bakri;Ines\n" * (LARGEST // 10), "5 Mo"),
        "faux.xlsx": (b"%PDF-1.7\n%%EOF\n", "pas un tableau"),
        "page.xls": (b"<html><table></table></html>", "une page"),
    }
    for name, (content, words) in tables.items():
        typed = {"service": str(service_of(awa).pk), "table": SimpleUploadedFile(name, content)}
        answer = screen.post(reverse("exchange:arrive"), typed)
        assert answer.status_code == 422, name
        assert words in answer.content.decode().replace("\u00a0", " ").replace("\u202f", " "), name
    assert not Document.objects.exists()
    assert not Lot.objects.exists()


def _cells(content: bytes, kind: str) -> list[object]:
    if kind == "csv":
        return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";") for cell in row]
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert not [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"]
    return [cell.value for row in sheet for cell in row if cell.value is not None]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_export_of_rows_gives_a_cell_that_a_spreadsheet_would_run(awa: Member, kind: str) -> None:
    """The list taken away and the rows to correct: what somebody typed comes out as text; JSON and PDF copies are no spreadsheets."""
    day, screen = timezone.now() - timedelta(days=1), signed_in(awa)
    evil = [FORMULA, "+1+cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3", "\t=1+1", "\r=1+1", "\n@SUM(1)", "＝1+1"]
    for rank, words in enumerate(evil):
        file_of(awa, f"Zoé {rank}", now=day, family_name=words.strip(), address=words.strip())
    taken = screen.post(reverse("exchange:take_away"), {"why": "continuite", "format": kind})
    table = csv_of(
        [[f"D{rank}", words, "Zoé", "99/99/9999"] for rank, words in enumerate(evil)], headers=("N°", "Nom", "Prénom", "Date de naissance")
    )
    screen.post(reverse("exchange:arrive"), {"service": str(service_of(awa).pk), "table": SimpleUploadedFile("t.csv", table)})
    lot, me = Lot.objects.get(), actor(awa)
    choose_columns(actor=me, lot_id=lot.pk, codes=lot.columns, now=timezone.now())
    confirm(actor=me, lot_id=lot.pk, doubles={}, now=timezone.now())
    take(actor=me, lot_id=lot.pk, now=timezone.now())
    faults = screen.get(reverse("exchange:faults", kwargs={"lot_id": lot.pk}), {"format": kind})
    for answer in (taken, faults):
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        cells = [str(cell) for cell in _cells(answer.content, kind)]
        assert any("HYPERLINK" in cell for cell in cells), "the words are there"
        run = [cell for cell in cells if re.match(r"[\s\u00a0]*[=+\-@|%＝＋－＠]", cell) and not re.fullmatch(r"[+-]?[\d\s.,]+", cell)]
        assert run == []


@pytest.mark.parametrize("state", ["locked", "over"])
def test_what_was_being_typed_in_each_form_survives_a_session_locked_or_lost(awa: Member, found: File, state: str) -> None:
    """Typed on the real pages, sent when the session is no more: found again on the page after sign-in, and not done meanwhile."""
    parts = ("words", "facts", "analysis")
    typed = {
        "casework:contact": ("subject", "reminder"),
        "casework:close": (*parts, "goal", "ours", "hers", "next_how"),
        "casework:write_note": parts,
    }
    for name, boxes in typed.items():
        address, screen = reverse(name, kwargs={"file_id": found.pk}), signed_in(awa)
        page = screen.get(address).content.decode()
        (slip,) = SLIP.findall(page)
        if state == "locked":
            screen.post(reverse("accounts:lock"))
        else:
            session = screen.session
            session["opened"] = time.time() - 13 * 3600
            session.flush()
            screen = Client()
        texts = {box: f"« Je veux rester ici » ({name}, {box})" for box in boxes}
        lost = screen.post(address, {slips.FIELD: slip, **texts})
        assert lost.status_code == 302, name
        assert lost["Location"].startswith("/connexion/"), name
        assert "rester ici" not in screen.get(lost["Location"], follow=True).content.decode(), "shown to nobody before sign-in"
        again = BeautifulSoup(signed_in(awa).get(address).content, "html.parser")
        found_again = {box: again.select_one(f"[name={box}]") for box in boxes}
        shown = {box: one and (one.get("value") or one.text.strip()) for box, one in found_again.items()}
        assert shown == texts, (name, [one.key for one in drafts.Draft.objects.all()])
        assert "Brouillon retrouvé" in again.text, name
    assert not found.interviews.exists()
    assert not found.notes.exists()


def test_refusals_are_said_in_the_language_of_the_page(awa: Member, found: File) -> None:
    screen, english = signed_in(awa), {"accept-language": "en"}
    deposit = {"file": SimpleUploadedFile("lettre.pdf", b"PK\x03\x04 nothing"), "kind": "courrier", "title": ""}
    table = {"table": SimpleUploadedFile("liste.csv", b"<html><body>"), "service": str(service_of(awa).pk)}
    told = {
        "This file is damaged or incomplete": ("casework:deposit", {"file_id": found.pk}, deposit),
        "This file is a page, not a table": ("exchange:arrive", {}, table),
        "Say why this file is closed": ("people:state", {"file_id": found.pk}, {"state": "clos"}),
        "This note is empty": ("casework:write_note", {"file_id": found.pk}, {"level": "n2"}),
    }
    for words, (name, kwargs, typed) in told.items():
        answer = screen.post(reverse(name, kwargs=kwargs), typed, headers=english)
        assert (answer.status_code, words in answer.content.decode()) == (422, True), name


def test_an_hour_of_forty_figures_and_a_level_that_is_none_are_told_beside_their_field(awa: Member, found: File) -> None:
    screen, file = signed_in(awa), {"file_id": found.pk}
    brief = {"subject": "Elle passe", "kind": "spontane", "on": f"{timezone.localdate():%d/%m/%Y}", "hour": "9" * 40}
    answer = screen.post(reverse("casework:contact", kwargs=file), brief)
    assert (answer.status_code, "9" * 40 in answer.content.decode(), "par exemple 14:30" in answer.content.decode()) == (422, True, True)
    handed = Deposit(b"Bonjour.", "lettre.txt", DocumentKind.LETTER, "Lettre", None, "")
    kept = documents.deposit(actor=actor(awa), file_id=found.pk, handed=handed, now=timezone.now())
    level = reverse("casework:document_level", kwargs={**file, "document_id": kept.pk})
    for typed in ({}, {"level": "n9"}):
        answer = screen.post(level, typed)
        assert answer.status_code == 422
        assert BeautifulSoup(answer.content, "html.parser").select(".field-error, .error, [aria-invalid=true]")
    assert Document.objects.get(pk=kept.pk).level == kept.level


def test_a_refusal_stands_beside_its_box_and_praises_nothing(awa: Member, found: File) -> None:
    screen, kwargs = signed_in(awa), {"file_id": found.pk}
    closed = BeautifulSoup(screen.post(reverse("people:state", kwargs=kwargs), {"state": "clos"}).content, "html.parser")
    assert closed.select("#id_reason[aria-invalid=true]")
    assert "pourquoi ? Dites" in closed.select(".summary-errors a")[0].get_text().replace("\u202f", " "), "no colon after a question"
    leon = worker(awa.organisation, "leon2")
    given = {"member": str(leon.pk), "part": "suppleant", "until": ""}
    parts = BeautifulSoup(screen.post(reverse("people:parts", kwargs=kwargs), given).content, "html.parser")
    assert parts.select("#id_until[aria-invalid=true]"), "somebody who stands in does it until a day"
    note = {"facts": f"mdp : {SECRET}", "level": "n2", "relire": "oui"}
    answer = screen.post(reverse("casework:write_note", kwargs=kwargs), note)
    assert (answer.status_code, "Rien à signaler" in answer.content.decode()) == (422, False)
