"""Why a row or a column is left aside is said in the language of whoever reads it: on the page, and in the file of rows to correct."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from relais.accounts.models import Member
from relais.exchange.models import Lot
from relais.exchange.reading import Row, Table
from relais.exchange.rules.reasons import in_column, kept, reread
from relais.exchange.sheets import packed, unpacked
from relais.kernel.sentences import Sentence
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import service_of, worker
from tests.factories.tables import csv_of, rows_of, xlsx_of

words = st.text(max_size=60)


@given(st.lists(words.filter(bool), max_size=4), words, st.integers(0, 9999), st.lists(words, max_size=3).map(tuple))
def test_what_is_kept_is_found_again(plain: list[str], header: str, line: int, others: tuple[str, ...]) -> None:
    told = [
        *map(Sentence.of, plain),
        in_column(header, Sentence("la même personne est déjà à la ligne {line}", line=line)),
        Sentence("Les feuilles masquées ne sont pas lues : {hidden}.", hidden=others),
    ]
    found = reread(kept(told))
    assert found == told
    assert [(one.template, dict(one.values)) for one in found] == [(one.template, dict(one.values)) for one in told]


@pytest.mark.parametrize("stored", ["", "il manque le nom", "Nom : {illisible}"])
def test_what_was_stored_as_plain_words_is_read_as_it_is(stored: str) -> None:
    assert "".join(reread(stored)) == stored


def test_a_table_received_before_is_read_with_its_remarks() -> None:
    table = Table(["Nom"], [Row(2, ["Bakri"])], [Sentence("Les feuilles masquées ne sont pas lues : {hidden}.", hidden=("a", "b"))])
    assert unpacked(packed(table)) == table
    before = json.loads(packed(table)) | {"remarks": ["Les feuilles masquées ne sont pas lues : a."]}
    assert unpacked(json.dumps(before).encode()).remarks == ["Les feuilles masquées ne sont pas lues : a."]


@pytest.fixture
def awa() -> Member:
    return worker(organisation())


def english(who: Member) -> Client:
    client = signed_in(who)
    client.cookies["django_language"] = "en"
    return client


def brought(client: Client, who: Member, content: bytes) -> Lot:
    client.post(reverse("exchange:arrive"), {"service": service_of(who).pk, "table": SimpleUploadedFile("liste.xlsx", content)})
    return Lot.objects.get()


@pytest.mark.django_db
def test_the_columns_and_their_remarks_are_said_in_english(awa: Member) -> None:
    client = english(awa)
    headers = ("N° sécu", "Nom", "Prénom", "Naissance")
    lot = brought(client, awa, xlsx_of([("2880359350123", "Bakri", "Inès", "31/02/1988")], headers=headers, hidden="Caché"))
    page = client.get(reverse("exchange:columns", kwargs={"lot_id": lot.pk})).content.decode()
    assert "Hidden sheets are not read" in page
    assert "social security number: Relais keeps none" in page
    assert "this date cannot be read" in page
    assert "Do not bring in" in page
    answer = client.post(reverse("exchange:columns", kwargs={"lot_id": lot.pk}), {"colonne-1": "birth", "colonne-3": "birth"})
    assert answer.status_code == 422
    assert "Date or year of birth" in answer.content.decode()


@pytest.mark.django_db
def test_the_rows_to_correct_are_said_in_english_and_in_french_to_the_next_reader(awa: Member) -> None:
    client = english(awa)
    rows = rows_of(3)
    rows[0][3], rows[0][4] = "32/13/1988", "12"
    rows[1][5] = "Personne Inconnue"
    lot = brought(client, awa, csv_of(rows))
    client.post(reverse("exchange:columns", kwargs={"lot_id": lot.pk}), {f"colonne-{rank}": code for rank, code in enumerate(lot.columns)})
    second = lot.rows.order_by("line")[1]
    page = client.get(reverse("exchange:lot", kwargs={"lot_id": lot.pk})).content.decode()
    assert "column “Date de naissance”: this date cannot be read" in page
    assert "this lead worker has no account in this service" in page
    file = reverse("exchange:faults", kwargs={"lot_id": lot.pk}) + "?format=csv"
    told = client.get(file).content.decode("utf-8-sig")
    assert "to correct" in told.splitlines()[0]
    assert "this phone number cannot be read" in told
    client.cookies["django_language"] = "fr"
    told = client.get(file).content.decode("utf-8-sig")
    assert "ce numéro de téléphone ne se lit pas" in told
    assert second.reasons == ["cette référente ou ce référent n’a pas de compte dans ce service, ou plusieurs portent ce nom"]
