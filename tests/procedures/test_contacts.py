"""The contact book of a house: added, corrected with its versions, removed; a line that does not answer says so, and nobody is named."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope, Refused
from relais.procedures.models import ContactLine, LineTry
from relais.procedures.queries import contacts as queries
from relais.procedures.rules.reaching import Try, hard_since
from relais.procedures.services.contacts import (
    ToldLine,
    UnableToKeepLine,
    add_line,
    correct_line,
    note_try,
    put_line_back,
    remove_line,
    take_back_try,
)
from relais.procedures.services.procedures import UnableToKeepProcedure
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, worker

TODAY = timezone.localdate(NOW)
CAF = ToldLine("caf", "CAF du Nord, partenaires", "telephone", "03 20 00 00 00", "réunion de mars", "Lille", "9 h à 12 h")
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


def failed(*ago: int) -> list[Try]:
    return [Try(FRIDAY - timedelta(days=days), worked=False) for days in ago]


@pytest.mark.parametrize(
    ("tries", "since"),
    [
        (failed(6, 4, 2, 1), None),
        (failed(6, 4, 2, 1, 0), FRIDAY - timedelta(days=6)),
        # five within eight days are not five within a week
        (failed(7, 4, 2, 1, 0), None),
        # five times on one day
        (failed(3, 3, 3, 3, 3), FRIDAY - timedelta(days=3)),
        # it answered since
        ([*failed(6, 5, 4, 3, 2), Try(FRIDAY, worked=True)], None),
        ([*failed(6, 5, 4, 3, 2), Try(FRIDAY - timedelta(days=4), worked=True)], None),
        # a bad week stays told until it answers; told since the first failure of the series
        (failed(40, 30, 29, 28, 27, 26), FRIDAY - timedelta(days=40)),
        ([], None),
    ],
)
def test_a_line_that_failed_five_times_in_a_week_is_hard_to_reach_until_it_answers(tries: list[Try], since: date | None) -> None:
    assert hard_since(tries) == since


@pytest.mark.django_db
def test_a_line_is_added_corrected_removed_and_put_back_and_what_it_was_stays(awa: Member, house: Organisation) -> None:
    kept = add_line(actor=actor(awa), told=CAF, now=NOW)
    leon = worker(house, "leon", Role.RECEPTION)
    fixed = ToldLine("caf", CAF.name, "telephone", "03 20 11 11 11", "appel du 20 novembre")
    correct_line(actor=actor(leon), line_id=kept.pk, told=fixed, seen=1, now=NOW)
    with pytest.raises(UnableToKeepLine, match="a changé"):
        correct_line(actor=actor(awa), line_id=kept.pk, told=CAF, seen=1, now=NOW)
    for _ in range(2):
        remove_line(actor=actor(awa), line_id=kept.pk, now=NOW)
    assert queries.lines(actor(awa), on=TODAY) == []
    for _ in range(2):
        put_line_back(actor=actor(awa), line_id=kept.pk, now=NOW)
    was = list(queries.versions(actor(awa), kept))
    assert [one.act for one in was] == ["remise", "retiree", "corrigee", "ajoutee"]
    assert [one.content["value"] for one in was][-2:] == ["03 20 11 11 11", "03 20 00 00 00"]
    assert JournalEntry.objects.filter(action__startswith="contact.").count() == 4


@pytest.mark.django_db
def test_bad_input_and_strangers_change_nothing(awa: Member, house: Organisation) -> None:
    kept = add_line(actor=actor(awa), told=CAF, now=NOW)
    for told, field in (
        (CAF, "value"),
        (ToldLine("lune", "X", "telephone", "1", "s"), "body"),
        (ToldLine("caf", "X", "pigeon", "2", "s"), "kind"),
        (ToldLine("caf", "X", "telephone", "3", "mot de passe : Tulipe59!"), "source"),
    ):
        with pytest.raises(UnableToKeepProcedure) as refusal:
            add_line(actor=actor(awa), told=told, now=NOW)
        assert field in refusal.value.problems, told
    stranger = worker(organisation("B"), "ailleurs")
    for act in (
        lambda: correct_line(actor=actor(stranger), line_id=kept.pk, told=CAF, seen=1, now=NOW),
        lambda: remove_line(actor=actor(stranger), line_id=kept.pk, now=NOW),
        lambda: note_try(actor=actor(stranger), line_id=kept.pk, worked=False, now=NOW),
    ):
        with pytest.raises(OutOfScope):
            act()
    with pytest.raises(Refused):
        add_line(actor=actor(worker(house, "partenaire", Role.PARTNER)), told=CAF, now=NOW)
    assert (ContactLine.objects.count(), LineTry.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_a_try_names_nobody_and_the_book_asks_as_many_questions_for_one_line_as_for_many(awa: Member, django_assert_num_queries) -> None:
    kept = add_line(actor=actor(awa), told=CAF, now=NOW)
    for _ in range(5):
        note_try(actor=actor(awa), line_id=kept.pk, worked=False, wait="30min", now=NOW)
    assert {field.name for field in LineTry._meta.get_fields()} == {"id", "organisation", "line", "on", "worked", "wait"}
    assert (
        not JournalEntry.objects.filter(action__icontains="tr")
        .filter(subject__contains="contactline")
        .exclude(action__startswith="contact.")
    )
    her = actor(awa)
    with django_assert_num_queries(2):
        (one,) = queries.lines(her, on=TODAY)
    assert (one.hard, one.failed, one.answered) == (TODAY, TODAY, None)
    for number in range(10):
        told = ToldLine("cpam", f"CPAM {number}", "telephone", f"0{number}", "s")
        note_try(actor=actor(awa), line_id=add_line(actor=actor(awa), told=told, now=NOW).pk, worked=True, now=NOW)
    with django_assert_num_queries(2):
        assert len(queries.lines(her, on=TODAY)) == 11
    assert [one.line.body for one in queries.lines(actor(awa), body="caf", on=TODAY)] == ["caf"]


@pytest.mark.django_db
def test_by_the_screens(house: Organisation) -> None:
    client = signed_in(worker(house, "awa"))
    add = reverse("procedures:add_contact")
    typed = {"body": "caf", "name": "CAF du Nord", "kind": "telephone", "value": "03 20 00 00 00", "hours": "9 h à 12 h"}
    refused = client.post(add, typed)
    assert (refused.status_code, "9 h à 12 h" in refused.content.decode()) == (422, True)
    page = client.post(add, {**typed, "source": "courrier"}, follow=True).content.decode()
    assert 'href="tel:0320000000"' in page
    kept = ContactLine.objects.get()
    where = {"line_id": kept.pk}
    for _ in range(5):
        client.post(reverse("procedures:contact_tried", kwargs=where), {"resultat": "non"})
    for address in (reverse("procedures:contacts"), reverse("procedures:contact", kwargs=where)):
        page = client.get(address).content.decode()
        assert "Difficile à joindre depuis le" in page
    one = reverse("procedures:contact", kwargs=where)
    assert client.post(one, {**typed, "source": "courrier", "seen": "0"}).status_code == 422
    assert client.post(one, {**typed, "source": "appel", "seen": "1"}).status_code == 302
    client.post(reverse("procedures:remove_contact", kwargs=where))
    assert "03 20 00 00 00" not in client.get(reverse("procedures:contacts")).content.decode()
    client.post(reverse("procedures:put_contact_back", kwargs=where))
    assert "03 20 00 00 00" in client.get(reverse("procedures:contacts"), {"organisme": "caf"}).content.decode()
    technician = signed_in(worker(house, "tech", Role.TECHNICIAN))
    assert technician.get(reverse("procedures:contacts")).status_code == 404
    assert signed_in(worker(organisation("B"), "ailleurs")).get(one).status_code == 404


@pytest.mark.django_db
def test_a_try_noted_by_mistake_today_is_taken_back_once_and_that_of_yesterday_stays(awa: Member, house: Organisation) -> None:
    kept, now = add_line(actor=actor(awa), told=CAF, now=NOW), timezone.now()
    note_try(actor=actor(awa), line_id=kept.pk, worked=False, now=now - timedelta(days=1))
    client, here = signed_in(awa), reverse("procedures:contact", kwargs={"line_id": kept.pk})
    assert "noté aujourd’hui" not in client.get(here).content.decode()
    client.post(reverse("procedures:contact_tried", kwargs={"line_id": kept.pk}), {"resultat": "non"})
    assert "Retirer « elle n’a pas répondu » noté aujourd’hui" in client.get(here).content.decode().replace("\u00a0", " ")
    gone = {"resultat": "non", "attente": ""}
    back = reverse("procedures:contact_untried", kwargs={"line_id": kept.pk})
    assert "ne compte plus" in client.post(back, gone, follow=True).content.decode()
    assert [one.on for one in LineTry.objects.all()] == [timezone.localdate(now) - timedelta(days=1)]
    assert "déjà retiré" in client.post(back, gone, follow=True).content.decode()
    with pytest.raises(OutOfScope):
        take_back_try(actor=actor(worker(organisation("B"), "ailleurs")), line_id=kept.pk, worked=False, now=now)
    assert LineTry.objects.count() == 1


@pytest.mark.django_db
def test_a_line_corrected_in_two_tabs_is_shown_as_it_stands_then_replaced_knowingly(awa: Member) -> None:
    kept = add_line(actor=actor(awa), told=CAF, now=NOW)
    client, here = signed_in(awa), reverse("procedures:contact", kwargs={"line_id": kept.pk})
    other = ToldLine("caf", CAF.name, "telephone", "03 20 11 11 11", "appel du 20 novembre")
    correct_line(actor=actor(awa), line_id=kept.pk, told=other, seen=1, now=NOW)
    typed = {"body": "caf", "name": CAF.name, "kind": "telephone", "value": "03 20 22 22 22", "source": "réunion", "seen": "1"}
    late = client.post(here, typed)
    shown = late.content.decode()
    assert (late.status_code, "a changé depuis" in shown, "03 20 11 11 11" in shown, "03 20 22 22 22" in shown) == (422, True, True, True)
    assert 'name="seen" value="2"' in shown
    assert client.post(here, {**typed, "seen": "2"}).status_code == 302
