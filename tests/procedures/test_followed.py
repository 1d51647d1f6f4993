"""Démarches in a file: opened from a sheet, moved on by dated acts, taken back; whose turn in the lists; nothing for who may not."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.casework.queries.open_rights import open_rights
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope
from relais.people.models import File
from relais.people.models.files import FileState
from relais.people.services.files import set_state
from relais.procedures.models import Procedure, ProcedureAct
from relais.procedures.queries import procedures as queries
from relais.procedures.rules.progress import Act
from relais.procedures.rules.turns import Whose
from relais.procedures.services.passing import PROCEDURES
from relais.procedures.services.procedures import (
    NewProcedure,
    ToldAct,
    UnableToKeepProcedure,
    choose_clock,
    open_procedure,
    record_act,
    take_back,
)
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=NOW - timedelta(days=1))


def opened(awa: Member, found: File, **more: str) -> Procedure:
    return open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(**(more or {"sheet": "c2s"})), now=NOW)


def noted(awa: Member, kept: Procedure, told: ToldAct) -> ProcedureAct:
    seen = kept.acts.filter(undone_at=None).count()
    return record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=seen, now=NOW)


def test_a_sheet_brings_its_body_and_its_clocks_and_the_same_is_not_opened_twice(awa: Member, found: File) -> None:
    kept = opened(awa, found)
    assert (kept.silence, kept.appeal, kept.whose, kept.state) == ("silence.c2s", "recours.caisse", "a_moi", "a_preparer")
    assert "CPAM" in kept.body
    assert opened(awa, found).pk == kept.pk
    other = opened(awa, found, title="Carte de bus", body="Ville")
    assert (other.silence, other.appeal) == ("", "")
    with pytest.raises(UnableToKeepProcedure, match="Dites de quelle"):
        opened(awa, found, title="  ")
    with pytest.raises(UnableToKeepProcedure, match="mot de passe"):
        opened(awa, found, title="CAF", reference="mot de passe : Tulipe59!")


def test_acts_move_it_write_the_turn_for_the_lists_and_stand_in_the_journal(awa: Member, found: File) -> None:
    kept = opened(awa, found)
    noted(awa, kept, ToldAct(Act.FILED, TODAY - timedelta(days=10), way="guichet", doer="avec", proof="recepisse"))
    kept.refresh_from_db()
    # handed over at a counter: received the same day
    assert (kept.state, kept.whose, kept.turns_on is not None) == ("deposee", "organisme", True)
    assert kept.acts.get().received == TODAY - timedelta(days=10)
    noted(awa, kept, ToldAct(Act.GRANTED, TODAY, ends_on=TODAY + timedelta(days=365)))
    kept.refresh_from_db()
    assert kept.state == "accordee"
    assert [one.name for one in open_rights(actor(awa), found, now=NOW)] == ["C2S"]
    lines = JournalEntry.objects.filter(action__startswith="procedure.").order_by("id").values_list("action", flat=True)
    assert list(lines) == ["procedure.opened", "procedure.filed", "procedure.granted"]


def test_sent_twice_or_from_a_page_left_behind_nothing_is_written_twice(awa: Member, found: File) -> None:
    kept = opened(awa, found)
    told = ToldAct(Act.FILED, TODAY, doer="seule")
    record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=0, now=NOW)
    with pytest.raises(UnableToKeepProcedure, match="a changé"):
        record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=0, now=NOW)
    assert kept.acts.count() == 1


def test_a_decision_before_the_deposit_an_act_for_her_without_a_reason_an_end_without_one(awa: Member, found: File) -> None:
    kept = opened(awa, found)
    with pytest.raises(UnableToKeepProcedure, match="pas encore déposée"):
        noted(awa, kept, ToldAct(Act.GRANTED, TODAY))
    for told, field in (
        (ToldAct(Act.FILED, TODAY), "doer"),
        (ToldAct(Act.FILED, TODAY, doer="pour"), "why_for"),
        (ToldAct(Act.FILED, TODAY + timedelta(days=1), doer="avec"), "on"),
        (ToldAct(Act.CLOSED, TODAY), "ending"),
    ):
        with pytest.raises(UnableToKeepProcedure) as refusal:
            noted(awa, kept, told)
        assert field in refusal.value.problems
    assert not kept.acts.exists()


def test_an_act_taken_back_no_longer_counts_and_stays_in_the_story(awa: Member, found: File) -> None:
    kept = opened(awa, found)
    first = noted(awa, kept, ToldAct(Act.FILED, TODAY - timedelta(days=3), doer="avec"))
    second = noted(awa, kept, ToldAct(Act.REFUSED, TODAY))
    with pytest.raises(UnableToKeepProcedure, match="reposent sur"):
        take_back(actor=actor(awa), procedure_id=kept.pk, act_id=first.pk, now=NOW)
    take_back(actor=actor(awa), procedure_id=kept.pk, act_id=second.pk, now=NOW)
    take_back(actor=actor(awa), procedure_id=kept.pk, act_id=second.pk, now=NOW)
    kept.refresh_from_db()
    assert (kept.state, kept.acts.count()) == ("deposee", 2)
    assert JournalEntry.objects.filter(action="procedure.taken_back").count() == 1


def test_an_act_is_taken_back_through_its_own_demarche_only(awa: Member, found: File) -> None:
    kept, other = opened(awa, found), opened(awa, found, title="Carte de bus")
    act = noted(awa, kept, ToldAct(Act.FILED, TODAY, doer="avec"))
    with pytest.raises(OutOfScope):
        take_back(actor=actor(awa), procedure_id=other.pk, act_id=act.pk, now=NOW)
    assert kept.acts.get().undone_at is None


def test_the_limits_come_first_and_what_has_no_day_last(awa: Member, found: File) -> None:
    bare, refused = opened(awa, found), opened(awa, found, sheet="rsa")
    noted(awa, refused, ToldAct(Act.FILED, TODAY - timedelta(days=9), doer="avec"))
    noted(awa, refused, ToldAct(Act.REFUSED, TODAY))
    assert [one.pk for one in queries.my_turn(actor(awa), on=TODAY, now=NOW)] == [refused.pk, bare.pk]


def test_the_turn_changes_by_itself_in_the_lists_the_day_the_clock_runs_out(awa: Member, found: File) -> None:
    kept = opened(awa, found, sheet="rsa")
    noted(awa, kept, ToldAct(Act.FILED, TODAY, way="guichet", doer="avec"))
    kept.refresh_from_db()
    assert kept.turns_on is not None
    day = kept.turns_on
    for on, mine in ((day - timedelta(days=1), []), (day, [kept.pk])):
        assert [one.pk for one in queries.my_turn(actor(awa), on=on, now=NOW)] == mine
    assert queries.line(kept, on=day).whose is Whose.MINE


def test_who_does_not_keep_the_administrative_part_reads_and_writes_none(awa: Member, house: Organisation, found: File) -> None:
    kept = opened(awa, found)
    act = noted(awa, kept, ToldAct(Act.FILED, TODAY, doer="avec"))
    for other in (
        worker(house, "leon"),
        worker(house, "yasmine", Role.RECEPTION),
        worker(house, "petit", Role.HEAD),
        worker(organisation("B"), "ailleurs"),
    ):
        who = actor(other)
        assert not queries.in_file(who, found, now=NOW).exists()
        assert queries.followed(who, found, kept.pk, on=TODAY, now=NOW) is None
        with pytest.raises(OutOfScope):
            record_act(actor=who, procedure_id=kept.pk, told=ToldAct(Act.CHASED, TODAY), seen=1, now=NOW)
        with pytest.raises(OutOfScope):
            take_back(actor=who, procedure_id=kept.pk, act_id=act.pk, now=NOW)
        with pytest.raises(OutOfScope):
            choose_clock(actor=who, procedure_id=kept.pk, silence="", appeal="", now=NOW)
    assert kept.acts.filter(undone_at=None).count() == 1


def test_a_demarche_changes_hands_with_its_file(awa: Member, house: Organisation, found: File) -> None:
    kept = opened(awa, found, sheet="rsa")
    noted(awa, kept, ToldAct(Act.FILED, TODAY, way="guichet", doer="avec"))
    (row,) = PROCEDURES.rows(NOW)
    assert (row.pk, row.falls_on is not None, PROCEDURES.words(row)) == (kept.pk, True, kept.title)
    leon = worker(house, "leon")
    assert PROCEDURES.give is not None
    PROCEDURES.give(actor(awa), row, leon, NOW)
    kept.refresh_from_db()
    assert kept.holder_id == leon.pk
    noted(awa, kept, ToldAct(Act.CLOSED, TODAY, ending="abandon"))
    assert not PROCEDURES.rows(NOW).exists()


def test_another_clock_may_be_chosen_and_only_one_of_the_tables(awa: Member, found: File) -> None:
    kept = opened(awa, found, title="Aide de la région")
    assert choose_clock(actor=actor(awa), procedure_id=kept.pk, silence="silence.recours", appeal="", now=NOW).silence == "silence.recours"
    with pytest.raises(UnableToKeepProcedure, match="pas dans nos tables"):
        choose_clock(actor=actor(awa), procedure_id=kept.pk, silence="recours.rsa", appeal="", now=NOW)


def test_nothing_is_followed_in_a_closed_file(awa: Member, found: File) -> None:
    kept = opened(awa, found)
    set_state(actor=actor(awa), file_id=found.pk, state=FileState.CLOSED, reason="sans_nouvelles", now=NOW)
    with pytest.raises(UnableToKeepProcedure, match="dossier est clos"):
        noted(awa, kept, ToldAct(Act.FILED, TODAY, doer="avec"))
    where = {"file_id": found.pk, "procedure_id": kept.pk}
    answer = signed_in(awa).post(reverse("procedures:clocks", kwargs=where), {"silence": "silence.rsa", "appeal": ""})
    assert (answer.status_code, "Ce dossier est clos" in answer.content.decode()) == (422, True)


def test_by_the_screens_from_the_choice_of_a_sheet_to_the_line_of_dates(house: Organisation) -> None:
    awa = worker(house, "awa")
    found = file_of(awa, now=timezone.now() - timedelta(days=1))
    client = signed_in(awa)
    begin = reverse("procedures:begin", kwargs={"file_id": found.pk})
    assert 'value="c2s" selected' in client.get(begin, {"fiche": "c2s"}).content.decode()
    shown = client.post(begin, {"sheet": "c2s"}, follow=True)
    kept = Procedure.objects.get()
    where = {"file_id": found.pk, "procedure_id": kept.pk}
    assert "Préparez la demande" in shown.content.decode()
    note = reverse("procedures:note", kwargs={**where, "act": "deposee"})
    refused = client.post(note, {"on": "1/9/2025", "doer": "pour", "seen": "0", "words": "Dossier complet"})
    assert refused.status_code == 422
    assert "Dossier complet" in refused.content.decode()
    long_ago = timezone.localdate() - timedelta(days=100)
    client.post(note, {"on": f"{long_ago:%d/%m/%Y}", "doer": "avec", "way": "courrier", "proof": "recommande", "seen": "0"})
    client.post(
        reverse("procedures:note", kwargs={**where, "act": "accuse_recu"}), {"on": f"{long_ago + timedelta(days=2):%d/%m/%Y}", "seen": "1"}
    )
    page = client.get(reverse("procedures:procedure", kwargs=where)).content.decode()
    assert "Accordée par le silence" in page
    assert "C’est à moi" in page
    assert "C’est à moi" in client.get(reverse("people:file", kwargs={"file_id": found.pk})).content.decode()
    assert "Complémentaire" in client.get(reverse("day")).content.decode()
    assert client.get(reverse("procedures:note", kwargs={**where, "act": "inconnu"})).status_code == 404
    late = client.post(
        reverse("procedures:note", kwargs={**where, "act": "accordee"}), {"on": f"{timezone.localdate():%d/%m/%Y}", "seen": "0"}
    )
    assert late.status_code == 422
    assert "a changé" in late.content.decode()
    act = kept.acts.get(act="accuse_recu")
    client.post(reverse("procedures:take_back", kwargs={**where, "act_id": act.pk}))
    assert kept.acts.filter(undone_at=None).count() == 1
    answer = client.post(reverse("procedures:clocks", kwargs=where), {"silence": "silence.rsa", "appeal": ""})
    assert answer.status_code == 302


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_many(awa: Member, found: File, django_assert_max_num_queries) -> None:
    for number in range(12):
        opened(awa, found, title=f"Aide {number}")
    with django_assert_max_num_queries(4):
        lines = queries.lines(queries.in_file(actor(awa), found, now=NOW), on=date(2026, 12, 1))
    assert len(lines) == 12


def test_a_refusal_is_said_in_the_language_of_the_page(awa: Member, found: File) -> None:
    kept = opened(awa, found)
    note = reverse("procedures:note", kwargs={"file_id": found.pk, "procedure_id": kept.pk, "act": "deposee"})
    typed = {"on": f"{timezone.localdate():%d/%m/%Y}", "doer": "pour", "seen": "0"}
    answer = signed_in(awa).post(note, typed, headers={"accept-language": "en"})
    assert "say why you did it without a written mandate" in answer.content.decode()
    early = reverse("procedures:note", kwargs={"file_id": found.pk, "procedure_id": kept.pk, "act": "accordee"})
    refused = signed_in(awa).post(early, {**typed, "doer": ""}, headers={"accept-language": "en"}).content.decode()
    assert "pas encore déposée" not in refused
