"""Screens of domiciliation: asked, decided, printed, ended; the counter in one press; who sees what; queries that do not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from relais.accounts.models import Member
from relais.domiciliation.models import Domiciliation, Election, Mail, Sign
from relais.domiciliation.queries import board as queries
from relais.domiciliation.services import ends
from relais.domiciliation.services.mail import receive_mail
from relais.domiciliation.services.requests import Interview
from relais.foundation.models import JournalEntry
from relais.people.models import File
from tests.domiciliation.steps import HOUSED, asked, granted, of, with_desk
from tests.factories.accounts import signed_in
from tests.factories.people import actor, file_of, service_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def hers(awa: Member) -> File:
    return file_of(awa, now=timezone.now() - 200 * DAY)


@pytest.fixture
def client(awa: Member) -> Client:
    return signed_in(awa)


def at(name: str, found: File, **more: object) -> str:
    return reverse(f"domiciliation:{name}", kwargs={"file_id": found.pk, **more})


def page(answer: HttpResponse) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def typed(day: object) -> str:
    return f"{day:%d/%m/%Y}"


def test_from_a_link_to_the_attestation(client: Client, petit: Member, hers: File) -> None:
    head, today = signed_in(petit), timezone.localdate()
    assert "Une adresse pour son courrier" in page(client.get(reverse("people:file", kwargs={"file_id": hers.pk})))
    assert "Aucune demande" in page(client.get(at("show", hers)))
    assert head.get(at("show", hers)).status_code == 404, "nothing yet for who reads no request"
    wrong = client.post(at("ask", hers), {"asked_on": typed(today + DAY), "link": "social"})
    assert (wrong.status_code, "au plus tard aujourd’hui" in page(wrong), "selected" in page(wrong)) == (422, True, True)
    assert client.post(at("ask", hers), {"asked_on": typed(today), "link": "social", "cause": "violence"}).status_code == 302
    one = {"election_id": Election.objects.get().pk}
    assert "Ali" not in page(client.get(at("complete", hers, **one)))
    assert client.post(at("complete", hers, **one), {"interview_on": typed(today), "link": "social"}).status_code == 302
    assert client.get(at("decide", hers, **one)).status_code == 404
    shown = page(head.get(at("decide", hers, **one)))
    assert "Suivi social" in shown
    assert "iolence" not in page(head.get(at("show", hers)))
    lacking = head.post(at("decide", hers, **one), {"granted": "oui", "on": typed(today)})
    assert (lacking.status_code, "Écrivez d’abord l’adresse" in page(lacking)) == (422, True)
    desk = reverse("domiciliation:desk", kwargs={"service_id": service_of(petit).pk})
    assert head.post(desk, {"body": "", "address": "1 place du Pont"}).status_code == 422
    assert head.post(desk, {"body": "CCAS de Montbrume", "address": "1 place du Pont\n00000 Montbrume"}).status_code == 302
    assert client.get(desk).status_code == 404
    bare = head.post(at("decide", hers, **one), {"granted": "non", "on": typed(today), "refusal": "sans_lien"})
    assert (bare.status_code, "orientée" in page(bare)) == (422, True)
    assert head.post(at("decide", hers, **one), {"granted": "oui", "on": typed(today)}).status_code == 302
    again = head.post(at("decide", hers, **one), {"granted": "non", "on": typed(today), "refusal": "autre", "orientation": "Le Gué"})
    assert (again.status_code, "déjà décidée" in page(again)) == (422, True)
    paper = page(client.get(at("paper", hers, what="attestation", **one)))
    assert "chez CCAS de Montbrume" in paper
    assert "iolence" not in paper
    pdf = client.get(at("paper_pdf", hers, what="attestation", **one))
    assert pdf.content.startswith(b"%PDF-")
    assert JournalEntry.objects.filter(action="election.paper_read", about_id=hers.pk).count() == 1
    for what in ("refus", "fin", "avertissement", "inconnu"):
        assert client.get(at("paper", hers, what=what, **one)).status_code == 404
    assert head.get(at("paper", hers, what="attestation", **one)).status_code == 404
    assert "Sa domiciliation et son courrier" in page(client.get(reverse("people:file", kwargs={"file_id": hers.pk})))


def test_the_paper_bears_the_address_of_the_service_and_no_other(awa: Member, petit: Member, client: Client) -> None:
    secret = {"address": "12 impasse du Lavoir", "address_protected": True, "correspondence_address": "chez sa sœur, 3 rue Haute"}
    found = file_of(awa, "Sabrina", now=timezone.now() - 20 * DAY, **secret)
    election = granted(awa, with_desk(petit), found, now=timezone.now())
    for what in ("attestation", "recepisse"):
        paper = page(client.get(at("paper", found, election_id=election.pk, what=what)))
        assert "Lavoir" not in paper
        assert "rue Haute" not in paper
    assert "Adresse protégée" in page(client.get(at("card", found)))


def test_yasmine_finds_receives_hands_over_and_sees_nothing_else(
    awa: Member, petit: Member, yasmine: Member, leon: Member, hers: File
) -> None:
    election = granted(awa, with_desk(petit), hers, now=timezone.now())
    hers_too, counter = signed_in(yasmine), reverse("domiciliation:counter")
    assert hers_too.get(counter).status_code == 200
    assert hers_too.post(counter, {"qui": "i"}).status_code == 422
    assert "Personne de ce nom" in page(hers_too.post(counter, {"qui": "Zorro"}))
    assert hers_too.post(counter, {"qui": "bakri"}).url == at("card", hers)  # type: ignore[attr-defined]  # a redirect
    assert hers_too.post(at("receive", hers), {"nature": "courrier"}).status_code == 302
    assert hers_too.post(at("receive", hers), {"nature": "missive"}, follow=True).status_code == 200
    assert Mail.objects.count() == 1
    shown = page(hers_too.get(at("card", hers)))
    assert "Remettre à la personne" in shown
    for word in ("tiers", "Rupture", "prestations", "isolée"):
        assert word not in shown
        assert word not in page(hers_too.get(at("show", hers)))
    assert hers_too.post(at("hand", hers)).status_code == 302
    assert "déjà été remis" in page(hers_too.post(at("hand", hers), follow=True))
    assert hers_too.post(at("hand", hers), {"procuration": "n’importe"}).status_code == 404
    assert hers_too.post(at("sign", hers), {"comment": "appel"}).status_code == 302
    assert Sign.objects.count() == 2
    for name in ("ask", "complete", "decide", "paper"):
        more = {} if name == "ask" else {"election_id": election.pk} | ({"what": "attestation"} if name == "paper" else {})
        assert hers_too.get(at(name, hers, **more)).status_code == 404, name
    assert hers_too.get(reverse("domiciliation:board")).status_code == 404
    assert hers_too.get(reverse("domiciliation:year")).status_code == 404
    his = signed_in(leon)
    for name in ("show", "card", "leave", "proxy", "notice", "end"):
        assert his.get(at(name, hers)).status_code == 404, name
    for name in ("sign", "receive", "hand", "send_back", "back", "lift_notice"):
        assert his.post(at(name, hers)).status_code == 404, name


def test_a_form_sent_twice_and_two_tabs_do_it_once(client: Client, awa: Member, petit: Member, hers: File) -> None:
    data = {"asked_on": typed(timezone.localdate()), "csrfmiddlewaretoken": "x" * 64}
    for _twice in range(2):
        client.post(at("ask", hers), data)
    assert Election.objects.count() == 1
    other_tab = client.post(at("ask", hers), {**data, "csrfmiddlewaretoken": "y" * 64})
    assert (other_tab.status_code, "attend déjà" in page(other_tab)) == (422, True)
    with_desk(petit)
    head, one = signed_in(petit), {"election_id": Election.objects.get().pk}
    head.post(at("decide", hers, **one), {"granted": "oui", "on": typed(timezone.localdate())})
    mail = {"nature": "courrier", "csrfmiddlewaretoken": "z" * 64}
    for _twice in range(2):
        client.post(at("receive", hers), mail)
    assert Mail.objects.count() == 1


def test_absence_procuration_warning_and_end_on_their_pages(client: Client, awa: Member, petit: Member, hers: File) -> None:
    granted(awa, with_desk(petit), hers, now=timezone.now())
    today, head = timezone.localdate(), signed_in(petit)
    assert client.post(at("leave", hers), {"first": "31/13/2026"}).status_code == 422
    assert client.post(at("leave", hers), {"first": typed(today), "last": ""}).status_code == 302
    assert "sans date de retour" in page(client.get(at("card", hers)))
    assert client.post(at("back", hers)).status_code == 302
    proxy = {"called": "Paul Morel", "signed_on": typed(today), "ends_on": typed(today - DAY)}
    assert client.post(at("proxy", hers), proxy).status_code == 422
    assert client.post(at("proxy", hers), {**proxy, "ends_on": typed(today + 30 * DAY)}).status_code == 302
    receive_mail(actor=actor(awa), file_id=hers.pk, kind="colis", now=timezone.now())
    assert "Remettre à Paul Morel, par procuration" in page(client.get(at("card", hers)))
    early = client.post(at("notice", hers), {"reason": "non_manifestation"})
    assert (early.status_code, "ne sont pas passés" in page(early)) == (422, True)
    assert client.post(at("notice", hers), {"reason": "sans_lien"}).status_code == 302
    election = Election.objects.get()
    assert "Rien n’est encore décidé" in page(client.get(at("paper", hers, election_id=election.pk, what="avertissement")))
    waits = head.post(at("end", hers), {"reason": "sans_lien"})
    assert (waits.status_code, "attendez cette date" in page(waits)) == (422, True)
    assert client.post(at("lift_notice", hers)).status_code == 302
    assert client.post(at("end", hers), {"reason": "transfert", "moved_to": ""}).status_code == 422
    assert client.post(at("end", hers), {"reason": "logement"}).status_code == 302
    over = page(client.get(at("paper", hers, election_id=election.pk, what="fin")))
    assert "tribunal administratif" in over
    assert "Enregistrer une demande" in page(client.get(at("show", hers)))
    assert "Tout retourner" in page(client.get(at("card", hers)))


def test_the_board_tells_what_waits_and_ma_journee_too(awa: Member, petit: Member, client: Client) -> None:
    now, today = timezone.now(), timezone.localdate()
    head = with_desk(petit)
    late, silent, ending = (file_of(awa, name, now=now - 20 * DAY) for name in ("Tardive", "Muette", "Finissante"))
    asked(awa, late, on=today - 70 * DAY, now=now)
    for found in (silent, ending):
        granted(awa, head, found, now=now)
    Domiciliation.objects.filter(file=silent).update(silent_on=today - DAY)
    Domiciliation.objects.filter(file=ending).update(ends_on=today + 20 * DAY)
    receive_mail(actor=actor(awa), file_id=ending.pk, kind="courrier", now=now)
    for who in (client, signed_in(petit)):
        shown = page(who.get(reverse("domiciliation:board")))
        assert [shown.count(name) for name in ("Tardive", "Muette", "Finissante")] == [1, 1, 2]
    day = page(client.get(reverse("day")))
    for words in ("demande à décider", "trois mois sans nouvelles", "à renouveler"):
        assert words in day
    assert "demande à décider" in page(signed_in(petit).get(reverse("day")))


def _crowd(awa: Member, head: Member, *, count: int) -> File:
    now = timezone.now()
    for number in range(count):
        found = file_of(awa, f"Personne {number} {count}", now=now)
        granted(awa, head, found, now=now, told=HOUSED)
        receive_mail(actor=actor(awa), file_id=found.pk, kind="courrier", now=now)
        asked(awa, file_of(awa, f"Demande {number} {count}", now=now), now=now, told=Interview())
    Domiciliation.objects.filter(state="active").update(silent_on=timezone.localdate())
    return found


def test_pages_ask_no_more_with_more_people(awa: Member, petit: Member, client: Client) -> None:
    head, board, lead = with_desk(petit), reverse("domiciliation:board"), signed_in(petit)
    found = _crowd(awa, head, count=2)
    every = reverse("domiciliation:listed", kwargs={"which": "en-cours"})
    pages = ((client, board), (lead, board), (client, every), (lead, every), (client, at("card", found)), (client, at("show", found)))

    def counted() -> list[int]:
        told = []
        for screen, path in pages:
            screen.get(path)
            with CaptureQueriesContext(connection) as asked_of:
                screen.get(path)
            told.append(sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE")) for one in asked_of))
        return told

    before = counted()
    assert max(before) <= 12, before
    _crowd(awa, head, count=9)
    assert counted() == before


def test_each_list_is_read_in_full_page_by_page_by_those_who_may(
    awa: Member, petit: Member, leon: Member, yasmine: Member, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "SHOWN", 2)
    monkeypatch.setattr(queries, "PER_PAGE", 3)
    _crowd(awa, with_desk(petit), count=4)
    board = page(client.get(reverse("domiciliation:board")))
    for code in ("a-decider", "a-relancer", "courrier"):
        there = reverse("domiciliation:listed", kwargs={"which": code})
        assert f'href="{there}"' in board
        first, second = (page(client.get(there, {"page": number})) for number in (1, 2))
        assert (first.count("n° "), second.count("n° ")) == (3, 1)
        assert "4 personnes" in first
        assert client.get(there, {"page": "9"}).url == there  # type: ignore[attr-defined]  # a redirect
        assert client.get(there, {"page": "x"}).status_code == 200
        assert "0 personne" in page(signed_in(leon).get(there))
        assert signed_in(yasmine).get(there).status_code == 404
    assert board.count("Voir aussi les 2 autres") == 3
    everybody = reverse("domiciliation:listed", kwargs={"which": "en-cours"})
    assert "Personne 0 4" in page(signed_in(petit).get(everybody))
    assert client.get(reverse("domiciliation:listed", kwargs={"which": "autre"})).status_code == 404


def test_a_page_of_a_file_without_domiciliation_asks_nothing_more(
    client: Client, hers: File, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    from relais.foundation import slots

    path = reverse("people:file", kwargs={"file_id": hers.pk})
    client.get(path)
    with django_assert_max_num_queries(30) as with_it:
        client.get(path)
    monkeypatch.delitem(slots._laid["file"], "domiciliation")
    with django_assert_max_num_queries(30) as without:
        client.get(path)
    assert len(with_it.captured_queries) == len(without.captured_queries)


def test_letters_wait_for_her_in_a_limited_file_too(
    client: Client, awa: Member, petit: Member, hers: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    from relais.people import file_screens
    from relais.people.services import beginnings

    granted(awa, with_desk(petit), hers, now=timezone.now())
    receive_mail(actor=actor(awa), file_id=hers.pk, kind="courrier", now=timezone.now())
    for room in (file_screens, beginnings):
        monkeypatch.setattr(room, "is_frozen", lambda _file: True)
    assert client.post(at("receive", hers), {"nature": "courrier"}).status_code == 409
    assert client.post(at("hand", hers)).status_code == 302
    assert Mail.objects.get().gone == "remis"
    assert of(hers).state == "active"


def test_an_end_pressed_by_mistake_is_taken_back_the_same_day_and_mail_is_received_again(
    client: Client, awa: Member, petit: Member, hers: File, yasmine: Member
) -> None:
    now = timezone.now()
    granted(awa, with_desk(petit), hers, now=now - 20 * DAY)
    before = of(hers)
    assert client.post(at("end", hers), {"reason": "demande"}).status_code == 302
    assert of(hers).state == "radiee"
    assert "Terminée par erreur" not in signed_in(yasmine).get(at("show", hers)).content.decode()
    assert "Terminée par erreur : retirer cette fin" in client.get(at("show", hers)).content.decode().replace("\u00a0", " ")
    assert signed_in(yasmine).post(at("take_end_back", hers)).status_code == 404
    for _ in range(2):
        assert "la domiciliation continue" in client.post(at("take_end_back", hers), follow=True).content.decode()
    again = of(hers)
    assert (again.state, again.ends_on, again.silent_on, again.number) == (before.state, before.ends_on, before.silent_on, before.number)
    assert not Election.objects.filter(domiciliation=again, ended_on__isnull=False).exists()
    receive_mail(actor=actor(petit), file_id=hers.pk, kind="courrier", now=now)
    told = JournalEntry.objects.filter(action__startswith="domiciliation.end").values_list("action", flat=True)
    assert sorted(told) == ["domiciliation.end_taken_back", "domiciliation.ended"]


def test_an_end_of_yesterday_or_by_the_calendar_is_not_taken_back(awa: Member, petit: Member, hers: File) -> None:
    now = timezone.now()
    granted(awa, with_desk(petit), hers, now=now - 20 * DAY)
    ends.end(actor=actor(petit), file_id=hers.pk, reason="demande", now=now - DAY)
    client = signed_in(petit)
    assert "Terminée par erreur" not in client.get(at("show", hers)).content.decode()
    assert "ne se retire plus" in client.post(at("take_end_back", hers), follow=True).content.decode()
    assert of(hers).state == "radiee"


def test_a_letter_is_said_ready_to_who_prints_it_and_to_nobody_else(client: Client, awa: Member, petit: Member, hers: File) -> None:
    granted(awa, with_desk(petit), hers, now=timezone.now() - 20 * DAY)
    told = {"reason": "reglement"}
    for who, words in ((signed_in(petit), "Qui suit le dossier imprime la lettre"), (client, "imprimez-la")):
        assert words in who.post(at("notice", hers), told, follow=True).content.decode()
        client.post(at("lift_notice", hers))
