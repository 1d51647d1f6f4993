"""The screens of a table: brought, confirmed, followed, taken away; and who opens them."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from relais.accounts.models import Member, Organisation, Role
from relais.exchange import tasks
from relais.exchange.models import Lot, LotState
from relais.exchange.reading import LARGEST
from relais.foundation import jobs
from relais.foundation.models import JournalEntry, WorkerBeat
from relais.people.models import AddressReader, File
from relais.people.services import assign
from relais.people.terms import Part
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, service_of, worker
from tests.factories.tables import csv_of, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


def sent(client: Client, who: Member, content: bytes, name: str = "liste.csv") -> object:
    return client.post(reverse("exchange:arrive"), {"service": service_of(who).pk, "table": SimpleUploadedFile(name, content)})


def rows() -> list[list[str]]:
    return rows_of(3, on=timezone.localdate())


@pytest.mark.django_db(transaction=True)  # the worker closes the connections that it used
def test_from_a_file_to_the_list_of_one_s_files(awa: Member) -> None:
    client = signed_in(awa)
    bad = rows()
    bad[2][3] = "=cmd|' /C calc'!A0"
    answer = sent(client, awa, csv_of(bad))
    lot = Lot.objects.get()
    assert answer["Location"] == reverse("exchange:columns", kwargs={"lot_id": lot.pk})
    page = client.get(answer["Location"]).content.decode()
    assert "Les premières lignes, comme elles seront" in page
    codes = {f"colonne-{rank}": code for rank, code in enumerate(lot.columns)}
    again = client.post(answer["Location"], {**codes, "colonne-4": "", "revoir": "1"})
    assert again.status_code == 200
    assert client.post(answer["Location"], {**codes, "colonne-1": "given_names"}).status_code == 422
    shown = reverse("exchange:lot", kwargs={"lot_id": lot.pk})
    assert client.post(answer["Location"], codes)["Location"] == shown
    waiting = client.get(shown).content.decode()
    assert "À ouvrir" in waiting
    assert "Ligne 4" in waiting
    client.post(reverse("exchange:take", kwargs={"lot_id": lot.pk}))
    working = client.get(shown)
    followed = working["Refresh"].partition("url=")[2]
    assert followed.startswith(shown)
    assert 'max="3"' in working.content.decode()
    jobs.work(batch=True)
    lot.refresh_from_db()
    assert lot.state == LotState.DONE
    assert client.get(followed).status_code == 200, "rows were left aside: one reads which"
    assert "Ouvrir Ma journée" in client.get(followed).content.decode()
    faults_kept, lot.faults = lot.faults, b""
    lot.save()
    day = client.get(followed, follow=True)
    assert day.redirect_chain[0][0] == reverse("day")
    assert "Bakri-Bakri-aa" in day.content.decode()
    assert "À renouveler" in day.content.decode()
    lot.faults = faults_kept
    lot.save()
    assert "Bakri-Bakri-aa" in client.get(reverse("people:mine")).content.decode()
    faults = client.get(reverse("exchange:faults", kwargs={"lot_id": lot.pk}) + "?format=csv").content.decode("utf-8-sig")
    assert "à corriger" in faults.splitlines()[0]
    assert "'=cmd" in faults
    assert (
        load_workbook(io.BytesIO(client.get(reverse("exchange:faults", kwargs={"lot_id": lot.pk})).content)).active["D2"].data_type == "s"
    )
    client.post(reverse("exchange:undo", kwargs={"lot_id": lot.pk}))
    jobs.work(batch=True)
    assert not File.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_task_of_a_worker_that_was_killed_is_taken_again_without_a_double(awa: Member) -> None:
    client = signed_in(awa)
    sent(client, awa, csv_of(rows()))
    lot = Lot.objects.get()
    client.post(reverse("exchange:columns", kwargs={"lot_id": lot.pk}), {f"colonne-{rank}": code for rank, code in enumerate(lot.columns)})
    client.post(reverse("exchange:take", kwargs={"lot_id": lot.pk}))
    tasks.queue_forgotten(timezone.now())
    tasks.queue_forgotten(timezone.now())
    task = DBTaskResult.objects.get()
    assert json.dumps(task.args_kwargs["args"]) == json.dumps([str(lot.pk)])
    task.claim("dead-worker")
    WorkerBeat.objects.create(pk="dead-worker", beat_at=timezone.now() - timedelta(hours=1))
    assert jobs.requeue_abandoned(now=timezone.now()) == 1
    jobs.work(batch=True)
    tasks.work_on.call(str(lot.pk))
    assert File.objects.count() == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"%PDF-1.4", "pas un tableau"), (b"x;" * (LARGEST // 2 + 10), "5\u202fMo"), (b"", "vide"), (b"Nom\x00", "pas un tableau")],
)
def test_a_file_that_is_no_table_is_refused_beside_its_field(awa: Member, content: bytes, words: str) -> None:
    answer = sent(signed_in(awa), awa, content)
    assert answer.status_code == 422
    assert words.replace("\u202f", " ") in answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")
    assert not Lot.objects.exists()


@pytest.mark.expects_error_log
def test_a_page_that_takes_no_file_still_refuses_one(awa: Member) -> None:
    answer = signed_in(awa).post(reverse("people:new"), {"called": "x", "f": SimpleUploadedFile("x.csv", b"x")})
    assert answer.status_code == 400


def test_only_those_who_may_bring_see_the_pages_and_a_lot_is_404_to_a_colleague(house: Organisation, awa: Member) -> None:
    sent(signed_in(awa), awa, csv_of(rows()))
    lot = Lot.objects.get()
    expected = {Role.SOCIAL_WORKER: 200, Role.HEAD: 200}
    for role in Role:
        client = signed_in(worker(house, f"role-{role.value.replace('_', '-')}", role))
        for name in ("arrive", "model", "offers"):
            assert client.get(reverse(f"exchange:{name}")).status_code == expected.get(role, 404), (role, name)
        assert client.get(reverse("exchange:take_away")).status_code == (200 if role == Role.SOCIAL_WORKER else 404)
        for name in ("lot", "columns", "faults"):
            answer = client.get(reverse(f"exchange:{name}", kwargs={"lot_id": lot.pk}))
            assert answer.status_code == 404
            assert "Bakri" not in answer.content.decode()
        for name in ("take", "undo", "let_go"):
            assert client.post(reverse(f"exchange:{name}", kwargs={"lot_id": lot.pk})).status_code == 404
    assert Lot.objects.get().state == LotState.RECEIVED


def test_what_leaves_comes_back_the_same_and_a_protected_address_only_for_its_readers(house: Organisation, awa: Member) -> None:
    leon = worker(house, "leon")
    day = timezone.now() - timedelta(days=1)
    protected = file_of(awa, "Sabrina", now=day, address="12 impasse du Lavoir", address_protected=True, family_name="=1+1")
    file_of(awa, "Inès Bakri", now=day, address="3 rue des Quais", family_name="Bakri", given_names="Inès")
    assign(actor=actor(awa), file_id=protected.pk, member_id=leon.pk, part=Part.CO_LEAD, now=timezone.now())
    page = reverse("exchange:take_away")
    mine = signed_in(awa).post(page, {"why": "continuite", "format": "csv"})
    text = mine.content.decode("utf-8-sig")
    assert "12 impasse du Lavoir" in text
    assert "'=1+1" in text
    his = signed_in(leon).post(page, {"why": "relais", "format": "csv"}).content.decode("utf-8-sig")
    assert "Sabrina" in his or "'=1+1" in his
    assert "impasse" not in his
    assert "Bakri" not in his
    AddressReader.objects.create(person=protected.person, member=leon, named_at=timezone.now())
    assert "impasse" in signed_in(leon).post(page, {"why": "relais", "format": "csv"}).content.decode()
    taken = JournalEntry.objects.filter(action="file.taken_read", actor_id=awa.pk)
    assert taken.count() == 2
    assert {line.purpose for line in taken} == {"continuite"}
    assert signed_in(awa).post(page, {"format": "csv"}).status_code == 422
    client = signed_in(awa)
    sent(client, awa, mine.content)
    lot = Lot.objects.get()
    assert [code for code in lot.columns if not code] == []
    answer = client.post(
        reverse("exchange:columns", kwargs={"lot_id": lot.pk}), {f"colonne-{r}": code for r, code in enumerate(lot.columns)}
    )
    assert answer.status_code == 302
    assert set(lot.rows.values_list("outcome", flat=True)) == {"doublon"}


def test_a_row_of_somebody_known_elsewhere_says_only_that_and_one_answer_serves_for_all(house: Organisation, awa: Member) -> None:
    leon = worker(house, "leon")
    table = rows()
    shown = []
    for told in ({}, {"address": "12 impasse du Lavoir", "birth_name": "Zylberstein"}):
        File.objects.all().delete()
        for row in table[:2]:
            file_of(awa, f"{row[2]} {row[1]}", birth_year=int(row[3][-4:]), **told)
        client = signed_in(leon)
        sent(client, leon, csv_of(table))
        lot = Lot.objects.latest("received_at")
        codes = {f"colonne-{rank}": code for rank, code in enumerate(lot.columns)}
        client.post(reverse("exchange:columns", kwargs={"lot_id": lot.pk}), codes)
        page = client.get(reverse("exchange:lot", kwargs={"lot_id": lot.pk})).content.decode()
        ids = [str(lot.pk), *map(str, lot.rows.values_list("pk", flat=True))]
        for pk in ids:
            page = page.replace(pk, "ID")
        shown.append([line for line in page.splitlines() if not any(word in line for word in ("csrf", "nonce", "data-left"))])
    assert shown[0] == shown[1], "whatever the file holds, the page is the same"
    page = "\n".join(shown[0])
    assert page.count("Un dossier existe peut-être, demandez à l’accueil.") == 2
    assert "Awa" not in page
    assert "/dossiers/" + str(File.objects.first().pk) not in page
    faults = client.get(reverse("exchange:faults", kwargs={"lot_id": lot.pk}) + "?format=csv").content.decode("utf-8-sig")
    assert faults.count("un dossier existe peut-être, demandez à l’accueil") == 2
    assert "Lavoir" not in faults
    client.post(reverse("exchange:take", kwargs={"lot_id": lot.pk}), {"autres": "autre"})
    assert list(lot.rows.values_list("outcome", flat=True)) == ["nouveau"] * 3
