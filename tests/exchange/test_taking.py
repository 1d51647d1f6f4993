"""A worker arrives with her table: what is taken, refused, doubled, offered, updated, undone, and what a killed worker leaves."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.casework.models import Appointment, OpenRight
from relais.exchange import queries, sheets
from relais.exchange.models import KnownAs, Lot, LotRow, LotState, Outcome
from relais.exchange.services import taking
from relais.exchange.services.ground import UnableToTake
from relais.exchange.services.lapsing import forget_lapsed
from relais.exchange.services.offers import accept, decline
from relais.exchange.services.receiving import choose_columns, confirm, let_go, receive_table
from relais.exchange.services.taking import take
from relais.exchange.services.undoing import ask_undo, undo
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import queries as people
from relais.people.models import Bar, Channel, File, Likeness, Person
from relais.people.services import Told, change_person
from tests.factories.accounts import organisation
from tests.factories.people import NOW, actor, file_of, service_of, worker
from tests.factories.tables import HEADERS, csv_of, rows_of

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


def brought(who: Member, content: bytes, *, now: Any = NOW, doubles: dict[Any, str] | None = None, columns: list[str] | None = None) -> Lot:
    """A table brought, its recognised columns confirmed, applied."""
    me = actor(who)
    lot = receive_table(actor=me, service_id=service_of(who).pk, content=content, now=now)
    choose_columns(actor=me, lot_id=lot.pk, codes=columns or lot.columns, now=now)
    confirm(actor=me, lot_id=lot.pk, doubles=doubles or {}, now=now)
    take(actor=me, lot_id=lot.pk, now=now)
    lot.refresh_from_db()
    return lot


def outcomes(lot: Lot) -> list[str]:
    return list(lot.rows.order_by("line").values_list("outcome", flat=True))


def everything() -> dict[str, list[str]]:
    """Every row of every table of people and of what they are worked with, as text: to compare before and after."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith(("relais.people", "relais.casework")) or model is KnownAs:
            rows = model._base_manager.order_by("pk").values_list(*[field.attname for field in model._meta.local_concrete_fields])
            found[model._meta.label] = [str([bytes(value) if isinstance(value, memoryview) else value for value in row]) for row in rows]
    return found


def test_a_table_becomes_files_with_their_phone_right_and_appointment(awa: Member) -> None:
    lot = brought(awa, csv_of(rows_of(3)))
    assert (lot.state, lot.done, lot.total) == (LotState.DONE, 3, 3)
    assert not lot.table
    assert outcomes(lot) == [Outcome.OPENED] * 3
    found = people.files_led(actor(awa), now=LATER)
    assert [file.person.called for file in found] == ["Inès Bakri-Bakri-aa", "Sabrina Delorme-Bakri-aa", "Yann Le Goff-Bakri-aa"]
    person = Person.objects.get(called__startswith="Inès")
    assert (person.family_name, person.birth_on) == ("Bakri-Bakri-aa", date(1950, 1, 1))
    assert Channel.objects.get(person=person).value == "06 39 98 00 00"
    assert OpenRight.objects.get(file__person=person).ends_on == date(2026, 12, 23)
    assert timezone.localtime(Appointment.objects.get(file__person=person).starts_at).hour == 14


def test_the_table_waits_sealed_and_no_secret_is_ever_kept(awa: Member) -> None:
    headers = (*HEADERS, "Mot de passe CAF", "N° sécu", "Remarque")
    rows = [[*row, "Tulipe-4821", "2 88 03 59 350 123 42", ""] for row in rows_of(2)]
    rows[1][-1] = "mdp : Tulipe-4821"
    rows[1][1] = "mot de passe: Tulipe-4821"
    me = actor(awa)
    lot = receive_table(actor=me, service_id=service_of(awa).pk, content=csv_of(rows, headers=headers), now=NOW)
    table = sheets.table_of(lot)
    assert set(table.refused) == {8, 9}
    assert "Tulipe" not in json.dumps([row.cells for row in table.rows])
    assert "59 350" not in json.dumps([row.cells for row in table.rows])
    choose_columns(actor=me, lot_id=lot.pk, codes=lot.columns, now=NOW)
    confirm(actor=me, lot_id=lot.pk, doubles={}, now=NOW)
    take(actor=me, lot_id=lot.pk, now=NOW)
    assert outcomes(lot) == [Outcome.OPENED, Outcome.REFUSED]
    lot.refresh_from_db()
    faults = json.loads(lot.faults.open())
    assert faults[0][-1] == "à corriger"
    assert "mot de passe" in faults[1][-1]
    assert "Tulipe" not in lot.faults.open().decode()


def test_a_row_that_is_wrong_is_kept_aside_with_its_reason_and_the_others_are_taken(awa: Member) -> None:
    rows = rows_of(4)
    rows[0][3] = "32/13/1988"
    rows[1][1] = rows[1][2] = ""
    rows[2][5] = "Personne Inconnue"
    lot = brought(awa, csv_of(rows))
    assert outcomes(lot) == [Outcome.REFUSED] * 3 + [Outcome.OPENED]
    causes = list(lot.rows.order_by("line").values_list("cause", flat=True))
    assert "Date de naissance" in causes[0]
    assert "nom" in causes[1]
    assert "compte" in causes[2]
    assert "32/13" not in "".join(causes)


def test_the_same_table_again_changes_what_changed_and_opens_nothing_twice(awa: Member) -> None:
    brought(awa, csv_of(rows_of(3)))
    rows = rows_of(3)
    rows[0][6], rows[1][4] = "31/12/2027", "06 39 98 99 99"
    rows[1][1] = ""
    lot = brought(awa, csv_of(rows), now=LATER)
    assert outcomes(lot) == [Outcome.COMPLETED, Outcome.COMPLETED, Outcome.SAME]
    assert File.objects.count() == 3
    assert OpenRight.objects.filter(ends_on=date(2027, 12, 31)).count() == 1
    assert Person.objects.get(birth_on=date(1950, 1, 18)).family_name == "Le Goff-Bakri-aa"
    without = brought(awa, csv_of([row[1:] for row in rows_of(3)], headers=HEADERS[1:]), now=LATER)
    assert File.objects.count() == 3
    assert Outcome.OPENED not in outcomes(without)


def ready(who: Member, content: bytes, *, now: Any = LATER) -> Lot:
    """A table brought, its columns confirmed, nothing applied yet."""
    lot = receive_table(actor=actor(who), service_id=service_of(who).pk, content=content, now=now)
    return choose_columns(actor=actor(who), lot_id=lot.pk, codes=lot.columns, now=now)


def test_a_double_in_scope_is_proposed_and_completed_or_set_apart_for_good(awa: Member) -> None:
    row = rows_of(1)[0]
    hers = file_of(awa, f"{row[2]} {row[1]}", birth_year=1950)
    me = actor(awa)
    lot = ready(awa, csv_of([row]))
    (double,) = queries.to_decide(me, lot, now=LATER)
    assert (double.row.file_id, double.told.year) == (hers.pk, 1950)
    confirm(actor=me, lot_id=lot.pk, doubles={double.row.pk: "meme"}, now=LATER)
    take(actor=me, lot_id=lot.pk, now=LATER)
    assert outcomes(lot) == [Outcome.COMPLETED]
    assert hers.open_rights.count() == 1
    namesake = csv_of([["D9", *row[1:3], "", "", "", "", ""]])
    undecided = brought(awa, namesake, now=LATER)
    assert outcomes(undecided) == [Outcome.DOUBLE]
    assert "parmi ceux que vous voyez" in queries.rows_to_correct(Lot.objects.get(pk=undecided.pk))[1][-1]
    lot = ready(awa, namesake)
    confirm(actor=me, lot_id=lot.pk, doubles={}, others="autre", now=LATER)
    take(actor=me, lot_id=lot.pk, now=LATER)
    assert outcomes(lot) == [Outcome.OPENED]
    assert Likeness.objects.get(apart_by=awa).apart_at == LATER


def test_a_file_out_of_scope_is_only_said_to_exist_perhaps_and_is_never_attached_to(house: Organisation, awa: Member) -> None:
    rows = rows_of(3)
    hers = file_of(awa, f"{rows[0][2]} {rows[0][1]}", birth_year=1950, address="12 impasse du Lavoir")
    leon = worker(house, "leon")
    me = actor(leon)
    rows[0][1] = rows[0][1].replace("Bakri-Bakri", "Bacri-Bakri")  # a slip, as when a file is opened by hand
    before = [list(model.objects.filter(**{key: hers.pk}).values()) for model, key in ((File, "pk"), (KnownAs, "file_id"))]
    lot = ready(leon, csv_of(rows))
    assert outcomes(lot) == [Outcome.ELSEWHERE, Outcome.NEW, Outcome.NEW]
    (asked,) = queries.to_decide(me, lot, now=LATER)
    assert (asked.row.file_id, asked.row.reasons) == (None, ["un dossier existe peut-être, demandez à l’accueil"])
    assert [row[-1] for row in queries.rows_to_correct(lot)] == ["à corriger", "un dossier existe peut-être, demandez à l’accueil"]
    confirm(actor=me, lot_id=lot.pk, doubles={asked.row.pk: "meme"}, now=LATER)  # forged: such a row has no file to be attached to
    take(actor=me, lot_id=lot.pk, now=LATER)
    assert outcomes(lot) == [Outcome.ELSEWHERE, Outcome.OPENED, Outcome.OPENED]
    assert "un dossier existe peut-être" in queries.rows_to_correct(Lot.objects.get(pk=lot.pk))[1][-1]
    assert [row.line for row in queries.faults(Lot.objects.get(pk=lot.pk), most=5)] == [2]
    again = ready(leon, csv_of(rows[:1]))
    (asked,) = queries.to_decide(me, again, now=LATER)
    confirm(actor=me, lot_id=again.pk, doubles={asked.row.pk: "autre"}, now=LATER)
    take(actor=me, lot_id=again.pk, now=LATER)
    own = again.rows.get().file
    assert own.pk != hers.pk
    assert people.lead_of(own, now=LATER) == leon
    after = [list(model.objects.filter(**{key: hers.pk}).values()) for model, key in ((File, "pk"), (KnownAs, "file_id"))]
    assert before == after
    zoe = worker(house, "zoe")
    assert outcomes(ready(zoe, csv_of(rows[:1]))) == [Outcome.ELSEWHERE]
    for found in File.objects.all():
        Bar.objects.get_or_create(person=found.person, member=zoe, asked_at=NOW)
    assert outcomes(ready(zoe, csv_of(rows[:1]))) == [Outcome.NEW], "to whom a person keeps out, not even that she has a file"


def test_many_names_are_looked_for_by_the_rule_of_a_file_opened_by_hand_in_as_many_questions_whatever_is_found(
    house: Organisation, awa: Member, django_assert_num_queries: Any
) -> None:
    leon = worker(house, "leon")
    file_of(awa, "Éloïse Lefèvre", birth_year=1971)
    file_of(awa, "Inès", birth_year=1988)
    file_of(awa, "Moussa Traoré", birth_year=None)
    file_of(leon, "Moussa Traore", birth_year=1990)
    names = ["Eloise Lefebvre", "Éloïse Lefèvre", "Lefèvre Éloïse", "Inès", "Moussa Traoré", "Zoé Haddad", "Traoré", ""]
    asked = [(name, year) for name in names for year in (None, 1971, 1988, 1990)]
    found = people.alikes_of_all(actor(leon), asked, now=LATER)
    for (name, year), one in zip(asked, found, strict=True):
        by_hand = people.alikes(actor(leon), name, birth_year=year, now=LATER)
        assert one.elsewhere == by_hand.elsewhere, (name, year)
        assert one.seen == min((file.pk for file in by_hand.seen), default=None), (name, year)
    assert {one.elsewhere for one in found} == {True, False}
    me = actor(leon)
    for name in ("Éloïse Lefèvre", "Zoé Haddad"):  # found or not, the work is the same: its length says nothing
        with django_assert_num_queries(5):
            people.alikes_of_all(me, [(name, 1971)], now=LATER)


def test_a_row_that_names_a_colleague_is_offered_and_the_head_names_directly(house: Organisation, awa: Member) -> None:
    leon = worker(house, "leon")
    lot = brought(awa, csv_of(rows_of(2, lead="Leon")))
    assert outcomes(lot) == [Outcome.OFFERED] * 2
    assert File.objects.count() == 0
    assert not queries.offers(actor(awa)).exists()
    first, second = queries.offers(actor(leon))
    with pytest.raises(OutOfScope):
        accept(actor=actor(awa), row_id=first.pk, now=LATER)
    found = accept(actor=actor(leon), row_id=first.pk, now=LATER)
    decline(actor=actor(leon), row_id=second.pk, now=LATER)
    assert people.lead_of(found, now=LATER) == leon
    assert not LotRow.objects.get(pk=second.pk).told
    petit = worker(house, "petit", Role.HEAD, secrecy="mission")
    rows = [*rows_of(4, lead="Awa")[2:], *rows_of(5)[4:]]
    lot = brought(petit, csv_of(rows), now=LATER)
    assert outcomes(lot) == [Outcome.OPENED, Outcome.OPENED, Outcome.REFUSED]
    assert people.files_led(actor(awa), now=LATER + timedelta(hours=1)).count() == 2
    assert OpenRight.objects.filter(file__in=people.files_led(actor(awa), now=LATER + timedelta(hours=1))).count() == 2


def test_undoing_puts_every_table_back_exactly_and_keeps_what_somebody_touched(awa: Member) -> None:
    brought(awa, csv_of(rows_of(2)))
    before = everything()
    rows = rows_of(4)
    rows[0][3], rows[0][4], rows[0][6] = "02/01/1950", "06 39 98 77 77", "01/06/2027"
    lot = brought(awa, csv_of(rows), now=LATER)
    assert everything() != before
    ask_undo(actor=actor(awa), lot_id=lot.pk, now=LATER)
    undo(actor=actor(awa), lot_id=lot.pk, now=LATER)
    assert everything() == before
    again = brought(awa, csv_of(rows), now=LATER)
    touched = again.rows.get(outcome=Outcome.OPENED, line=4).file
    change_person(actor=actor(awa), file_id=touched.pk, told=Told("Elle s’appelle autrement"), now=LATER)
    ask_undo(actor=actor(awa), lot_id=again.pk, now=LATER)
    undo(actor=actor(awa), lot_id=again.pk, now=LATER)
    assert again.rows.get(outcome=Outcome.STAYED).reasons == ["quelqu’un a écrit dans ce dossier depuis"]
    assert File.objects.count() == 3


def test_after_seven_days_nothing_is_undone_and_what_was_kept_for_it_is_erased(awa: Member) -> None:
    rows = rows_of(2)
    rows[0][3] = "hier"
    lot = brought(awa, csv_of(rows))
    with pytest.raises(UnableToTake):
        ask_undo(actor=actor(awa), lot_id=lot.pk, now=NOW + timedelta(days=8))
    waiting = receive_table(actor=actor(awa), service_id=service_of(awa).pk, content=csv_of(rows), now=NOW)
    forget_lapsed(now=NOW + timedelta(days=8))
    lot.refresh_from_db()
    assert not lot.faults
    assert not Lot.objects.filter(pk=waiting.pk).exists()
    forget_lapsed(now=NOW + timedelta(days=31))
    assert not Lot.objects.exists()


def test_a_worker_killed_midway_leaves_whole_fifties_and_the_next_one_ends_the_lot(awa: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    genuine, calls = taking._print_some, []

    def killed(lot_id: Any) -> None:
        genuine(lot_id)
        calls.append(lot_id)
        if len(calls) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(taking, "_print_some", killed)
    with pytest.raises(KeyboardInterrupt):
        brought(awa, csv_of(rows_of(60)))
    lot = Lot.objects.get()
    assert (lot.state, lot.done, File.objects.count()) == (LotState.TAKING, 50, 50)
    take(actor=actor(awa), lot_id=lot.pk, now=NOW)
    take(actor=actor(awa), lot_id=lot.pk, now=NOW)
    lot.refresh_from_db()
    assert (lot.state, File.objects.count(), Person.objects.count()) == (LotState.DONE, 60, 60)
    assert not lot.rows.filter(prints="").exists()


def test_only_who_follows_or_heads_brings_and_a_lot_is_its_author_s_alone(house: Organisation, awa: Member) -> None:
    for role in (Role.RECEPTION, Role.DIGITAL_MEDIATOR, Role.TECHNICIAN, Role.DPO):
        other = worker(house, f"autre-{role.value.replace('_', '-')}", role)
        with pytest.raises(Refused):
            receive_table(actor=actor(other), service_id=service_of(awa).pk, content=csv_of(rows_of(1)), now=NOW)
    lot = receive_table(actor=actor(awa), service_id=service_of(awa).pk, content=csv_of(rows_of(1)), now=NOW)
    leon = actor(worker(house, "leon"))
    assert queries.lot(leon, lot.pk) is None
    for act in (let_go, ask_undo):
        with pytest.raises(OutOfScope):
            act(actor=leon, lot_id=lot.pk, now=NOW)
    with pytest.raises(OutOfScope):
        choose_columns(actor=leon, lot_id=lot.pk, codes=lot.columns, now=NOW)
    with pytest.raises(UnableToTake):
        choose_columns(actor=actor(awa), lot_id=lot.pk, codes=["family_name"] * 8, now=NOW)
    let_go(actor=actor(awa), lot_id=lot.pk, now=NOW)
    assert not Lot.objects.exists()
