"""An organisation taken away from the screen, by two: asked, agreed, written, downloaded once, its key read once; and every bad path."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.exchange import queries, tasks
from relais.exchange.archive import shelf
from relais.exchange.archive.cipher import MAGIC, WrongKey, decrypted, new_key
from relais.exchange.models import WholeExport, WholeState
from relais.exchange.services import whole
from relais.foundation import jobs
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope, Refused
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
HOME = "/organisation/emporter/"


@pytest.fixture(autouse=True)
def shelves(settings: object, tmp_path: Path) -> Iterator[Path]:
    settings.EXPORTS_DIR = tmp_path / "exports"  # type: ignore[attr-defined]  # pytest-django's own
    yield tmp_path / "exports"


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def nadia(house: Organisation) -> Member:
    return worker(house, "nadia", Role.DPO, secrecy="aucun")


@pytest.fixture
def petit(house: Organisation) -> Member:
    return worker(house, "petit", Role.HEAD, secrecy="mission")


def said(client: Client) -> str:
    return client.get(HOME).content.decode()


def act(client: Client, name: str, **posted: str) -> object:
    return client.post(reverse(f"exchange:whole_{name}", kwargs={"export_id": WholeExport.objects.latest("asked_at").pk}), posted)


@pytest.mark.django_db(transaction=True)  # the worker closes the connections that it used
def test_one_asks_and_downloads_another_agrees_and_reads_the_key_each_once(
    house: Organisation, nadia: Member, petit: Member, shelves: Path
) -> None:
    file_of(worker(house), "Inès Bakri")
    hers, his = signed_in(nadia), signed_in(petit)
    assert hers.post(HOME, {}).status_code == 422
    assert hers.post(HOME, {"why": "instance"}).status_code == 302
    assert his.post(HOME, {"why": "copie"}).status_code == 422, "one at a time"
    assert "Accorder" not in said(hers)
    assert "Accorder" in said(his)
    act(hers, "decide", acte="accorder")
    assert WholeExport.objects.get().state == WholeState.ASKED, "the same person twice"
    act(his, "decide", acte="accorder")
    assert WholeExport.objects.get().state == WholeState.MAKING
    assert "Tables écrites" in said(hers)
    assert hers.get(HOME)["Refresh"].startswith("3;")
    jobs.work(batch=True)
    export = WholeExport.objects.get()
    assert (export.state, export.size > 1000) == (WholeState.READY, True)
    (archive,) = shelves.glob("*.relais")
    assert archive.stat().st_mode & 0o777 == 0o600
    assert b"Bakri" not in archive.read_bytes()
    assert "Télécharger" in said(hers)
    assert "Voir la clé" not in said(hers)
    assert "Télécharger" not in said(his)
    assert act(his, "link").status_code == 404
    assert act(hers, "key").status_code == 404
    key = act(his, "key").context["key"]
    assert "déjà été montrée" in act(his, "key", _="").wsgi_request._messages._queued_messages[0].message
    to = act(hers, "link")["Location"]
    assert his.get(to).status_code == 404, "the link of another"
    taken = hers.get(to)
    content = b"".join(taken.streaming_content)
    assert "attachment" in taken["Content-Disposition"]
    assert hers.get(to).status_code == 404, "once"
    assert not list(shelves.glob("*"))
    plain = io.BytesIO()
    assert content.startswith(MAGIC)
    decrypted(io.BytesIO(content[len(MAGIC) :]), key, plain)
    assert plain.getvalue()[:2] == b"PK"
    with pytest.raises(WrongKey):
        decrypted(io.BytesIO(content[len(MAGIC) :]), new_key(), io.BytesIO())
    lines = set(JournalEntry.objects.filter(action__startswith="organisation.export").values_list("action", flat=True))
    steps = ("_asked", "_agreed", "_settled", "_key_shown", "_taken", "ed")
    assert lines == {f"organisation.export{step}" for step in steps}
    assert "Téléchargée" in said(his)


def test_who_takes_part_and_what_is_refused_cancelled_late_or_foreign(house: Organisation, nadia: Member, petit: Member) -> None:
    for role in Role:
        client = signed_in(worker(house, f"role-{role.value.replace('_', '-')}", role))
        assert client.get(HOME).status_code == (200 if role in {Role.DPO, Role.HEAD} else 404), role
    both = worker(house, "deux", Role.DPO, Role.TECHNICIAN, secrecy="aucun")
    assert signed_in(both).get(HOME).status_code == 404, "whoever keeps the machine never takes part"
    first = whole.ask(actor=actor(petit), why="copie", now=NOW)
    second_head = worker(house, "rose", Role.HEAD, service="Autre service", secrecy="mission")
    with pytest.raises(Refused, match="toute l’organisation"):
        whole.agree(actor=actor(second_head), export_id=first.pk, now=NOW)
    with pytest.raises(whole.UnableToTakeAway):
        whole.refuse(actor=actor(petit), export_id=first.pk, now=NOW)
    with pytest.raises(OutOfScope):
        whole.cancel(actor=actor(second_head), export_id=first.pk, now=NOW)
    far = worker(organisation("Autre maison"), "loin", Role.DPO, secrecy="aucun")
    assert not queries.whole_exports(actor(far)).exists()
    for deed in (whole.agree, whole.refuse, whole.cancel, whole.key_of, whole.make_link):
        with pytest.raises(OutOfScope):
            deed(actor=actor(far), export_id=first.pk, now=NOW)
    whole.refuse(actor=actor(nadia), export_id=first.pk, now=NOW)
    with pytest.raises(whole.UnableToTakeAway):
        whole.agree(actor=actor(nadia), export_id=first.pk, now=NOW)
    asked = whole.ask(actor=actor(petit), why="copie", now=NOW)
    whole.cancel(actor=actor(petit), export_id=asked.pk, now=NOW)
    late = whole.ask(actor=actor(petit), why="copie", now=NOW)
    assert whole.lapse(now=NOW + timedelta(days=6)) == 0
    assert whole.lapse(now=NOW + timedelta(days=7)) == 1
    states = list(WholeExport.objects.order_by("asked_at", "pk").values_list("state", flat=True))
    assert sorted(states) == ["annule", "echu", "refuse"]
    assert not WholeExport.objects.get(pk=late.pk).key


def test_an_archive_a_day_old_and_a_link_two_minutes_old_open_nothing(
    house: Organisation, nadia: Member, petit: Member, shelves: Path, django_capture_on_commit_callbacks: object
) -> None:
    now = timezone.now()
    export = whole.ask(actor=actor(petit), why="copie", now=now)
    whole.agree(actor=actor(nadia), export_id=export.pk, now=now)
    tasks.write_whole.call(str(export.pk))
    tasks.write_whole.call(str(export.pk))
    made = WholeExport.objects.get(pk=export.pk).made_at
    token = whole.make_link(actor=actor(petit), export_id=export.pk, now=now)
    with pytest.raises(OutOfScope):
        whole.take(actor=actor(petit), token=token, now=now + whole.LINK)
    with pytest.raises(whole.UnableToTakeAway, match="24 heures"):
        whole.make_link(actor=actor(petit), export_id=export.pk, now=made + whole.KEPT)
    assert shelf.size(export.pk) > 0
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's own
        assert whole.lapse(now=made + whole.KEPT) == 1
    assert not list(shelves.glob("*"))
    export.refresh_from_db()
    assert (export.state, bool(export.key)) == (WholeState.LAPSED, False)


def test_an_archive_that_cannot_be_written_is_said_and_leaves_nothing(
    house: Organisation, nadia: Member, petit: Member, shelves: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = whole.ask(actor=actor(nadia), why="copie", now=NOW)
    whole.agree(actor=actor(petit), export_id=export.pk, now=NOW)

    def full(**_told: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(tasks, "write_organisation", full)
    tasks.write_whole.call(str(export.pk))
    export.refresh_from_db()
    assert export.state == WholeState.FAILED
    assert not list(shelves.glob("*"))
    assert "n’a pas pu être écrite" in said(signed_in(nadia))
