"""Reminders in a batch: ticked on the board, prepared, printed, sent and taken back together; each row says its own error."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.foundation.models import JournalEntry
from relais.people.models import File
from relais.people.models.files import FileState
from relais.people.services.files import set_state
from relais.procedures.models import Exhibit, Procedure, Reminder, ReminderRun, Sending
from relais.procedures.rules.progress import Act
from relais.procedures.services.procedures import NewProcedure, ToldAct, open_procedure, record_act
from relais.procedures.web.views import reminders as screens
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker
from tests.screening.printed import opened

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BOARD = "/sans-reponse/"
SENT = {"on": TODAY.strftime("%d/%m/%Y"), "doer": "avec", "way": "courrier", "proof": "aucune"}


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


def late(awa: Member, called: str = "Inès Bakri", *, address: str = "4 rue des Tilleuls\n54000 Montbrume", sheet: str = "c2s") -> Procedure:
    """A démarche handed over long ago, that nobody answered."""
    now, given = timezone.now(), called.split(maxsplit=1)[0]
    found = file_of(awa, called, now=now - timedelta(days=200), given_names=given, family_name="Bakri", address=address)
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet=sheet, reference="77 K"), now=now)
    told = ToldAct(Act.FILED, TODAY - timedelta(days=150), doer="avec", way="guichet", proof="recepisse")
    record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=0, now=now)
    return kept


def prepared(awa: Member, *procedures: Procedure) -> ReminderRun:
    client = signed_in(awa)
    answer = client.post("/sans-reponse/relances/", {"lot": str(uuid.uuid4()), "demarche": [str(one.pk) for one in procedures]})
    assert answer.status_code == 302
    return ReminderRun.objects.latest("began_at")


def at(run: ReminderRun, name: str = "reminders") -> str:
    return reverse(f"procedures:{name}", kwargs={"run_id": run.pk})


def seen(run: ReminderRun) -> dict[str, str]:
    rows = Reminder.objects.filter(run=run).select_related("procedure")
    return {f"vu-{one.pk}": str(one.procedure.acts.filter(undone_at=None).count()) for one in rows}


def test_one_press_prepares_one_press_sends_one_press_takes_back(awa: Member) -> None:
    first, second = late(awa), late(awa, "Zoé")
    client = signed_in(awa)
    page = client.get(BOARD).content.decode()
    assert page.count('name="demarche"') == 2
    run = prepared(awa, first, second)
    assert Sending.objects.count() == 2
    shown = client.get(at(run)).content.decode()
    assert shown.count("Prête") == 2
    assert "Relances à finir" in client.get(BOARD).content.decode()
    papers = client.post(at(run, "reminders_paper"))
    assert len(opened(papers.content).pages) == 2
    assert JournalEntry.objects.filter(action="file.reminders_read").count() == 2
    answer = client.post(at(run), {**SENT, **seen(run)})
    assert answer.status_code == 302
    assert set(Sending.objects.values_list("sent_on", "act__act")) == {(TODAY, "relancee")}
    assert Exhibit.objects.filter(role="lettre").count() == 2
    client.post(at(run, "reminders_take_back"))
    assert not Sending.objects.exclude(sent_on=None).exists()
    first.refresh_from_db()
    assert first.acts.filter(act="relancee", undone_at=None).count() == 0


def test_what_is_missing_is_said_on_its_row_and_the_others_go(awa: Member) -> None:
    known, unknown = late(awa), late(awa, "Sans Adresse", address="")
    run = prepared(awa, known, unknown)
    page = signed_in(awa).get(at(run)).content.decode()
    assert "Pas de lettre" in page
    assert "Il manque" in page
    assert "Adresse" in Reminder.objects.get(run=run, procedure=unknown).problem
    assert Sending.objects.get().procedure_id == known.pk
    assert signed_in(awa).post(at(run), {**SENT, **seen(run)}).status_code == 302
    assert Sending.objects.get().sent_on == TODAY


def test_pressed_twice_it_is_one_run_and_nothing_ticked_says_so(awa: Member) -> None:
    kept, client, lot = late(awa), signed_in(awa), str(uuid.uuid4())
    for _ in range(2):
        assert client.post("/sans-reponse/relances/", {"lot": lot, "demarche": str(kept.pk)}).status_code == 302
    assert (ReminderRun.objects.count(), Sending.objects.count()) == (1, 1)
    for wrong in ({"lot": "?"}, {"demarche": "?"}, {"demarche": str(uuid.uuid4())}):
        answer = client.post("/sans-reponse/relances/", wrong)
        assert (answer.status_code, "Rien n’est préparé" in answer.content.decode()) == (422, True)


def test_more_than_one_exchange_goes_on_where_it_stopped(awa: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "AT_ONCE", 2)
    run = prepared(awa, *(late(awa, f"Personne {rank}") for rank in "ABC"))
    client = signed_in(awa)
    page = client.get(at(run)).content.decode()
    assert "2 sur 3" in page
    assert "Préparer la dernière" in page
    assert client.post(at(run, "reminders_go_on")).status_code == 302
    assert Sending.objects.count() == 3
    assert "sur 3" not in client.get(at(run)).content.decode()


def test_a_row_that_changed_or_whose_file_closed_says_why_and_the_others_leave(awa: Member) -> None:
    first, second, third = late(awa), late(awa, "Zoé"), late(awa, "Basile")
    run = prepared(awa, first, second, third)
    page = seen(run)
    now = timezone.now()
    record_act(actor=actor(awa), procedure_id=first.pk, told=ToldAct(Act.GRANTED, TODAY), seen=1, now=now)
    set_state(actor=actor(awa), file_id=second.file_id, state=FileState.CLOSED, reason="sans_nouvelles", now=now)
    answer = signed_in(awa).post(at(run), {**SENT, **page})
    assert (answer.status_code, "a changé depuis" in answer.content.decode()) == (422, True)
    assert {one.procedure_id for one in Sending.objects.exclude(sent_on=None)} == {third.pk}
    wrong = signed_in(awa).post(at(run), {**SENT, **page, "on": "32/1/2026"})
    assert wrong.status_code == 422


def test_a_run_is_its_author_s_alone_and_a_procedure_handed_over_leaves_it(house: Organisation, awa: Member) -> None:
    kept = late(awa)
    run, other = prepared(awa, kept), signed_in(worker(house, "leon"))
    assert other.get(at(run)).status_code == 404
    assert [other.post(at(run, f"reminders_{name}")).status_code for name in ("go_on", "take_back", "paper")] == [404] * 3
    assert other.post("/sans-reponse/relances/", {"lot": str(run.pk), "demarche": str(kept.pk)}).status_code == 404
    File.objects.get(pk=kept.file_id).assignments.update(ends_at=timezone.now() - timedelta(minutes=1))
    assert kept.title not in signed_in(awa).get(at(run)).content.decode()


def test_queries_do_not_grow_with_rows(awa: Member, django_assert_max_num_queries: object) -> None:
    run = prepared(awa, *(late(awa, f"Personne {rank}") for rank in "ABCD"))
    client = signed_in(awa)
    for path in (at(run), BOARD):
        with django_assert_max_num_queries(20):  # type: ignore[operator]
            client.get(path)
