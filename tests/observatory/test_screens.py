"""Screens of alerts: from a blocker to the answer read; what was typed survives a refusal; each case has its sentence."""

import re
import subprocess
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from relais.accounts.models import Member, Organisation, Role
from relais.law.blockers.catalogue import blockages
from relais.observatory import heard
from relais.observatory.models import Alert, AlertAct, Sighting
from relais.observatory.rules.life import Act
from relais.procedures.services.contacts import ToldLine, add_line
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, worker
from tests.observatory.alerts import UPLOAD, done, page, written

pytestmark = pytest.mark.django_db
FROM = "?blocage=B04&ou=caf.en_ligne&etape=joindre&jour=2026-11-20&consequence=retard"


def at(name: str, alert: Alert | None = None) -> str:
    return reverse(f"observatory:{name}", kwargs={"alert_id": alert.pk} if alert else None)


def typed(**more: str) -> dict[str, str]:
    today = f"{timezone.localdate():%d/%m/%Y}"
    told = {"day": today, "harm": "retard", "people": "2", "fix": "Accepter 10 Mo", "recipient": "CAF, partenaires", "minutes": "40"}
    return told | more


def alert_of(who: Member, **more: Any) -> Alert:
    return written(who, now=timezone.now(), **more)


def ready_to_wait(lead: Member, alert: Alert, *, days_ago: int = 0) -> None:
    now, day = timezone.now(), timezone.localdate() - timedelta(days=days_ago)
    done(lead, alert, Act.READY, on=day, now=now)
    done(lead, alert, Act.SENT, on=day, now=now, channel="courriel")


def test_from_what_blocks_to_the_answer_read(client: Client, sender: Client, awa: Member) -> None:
    assert "Aucune alerte pour l’instant" in page(client.get(at("alerts")))
    told = ToldLine("caf", "CAF, pôle partenaires", "courrier", "1 place de la Paix, Montbrume", "réunion")
    add_line(actor=actor(awa), told=told, now=timezone.now())
    form = page(client.get(at("write") + FROM))
    for words in ("Aucune donnée sur la personne", "Pièce refusée", "Joindre les pièces", "CAF, pôle partenaires", "1 place de la Paix"):
        assert words in form
    refused = client.post(at("write") + FROM, typed(message="Mme Bakri, allocataire 1234567", fix="Accepter 10 Mo"))
    assert refused.status_code == 422
    assert "Retirez un long numéro (téléphone, allocataire, dossier), le nom d’une personne" in page(refused)
    assert "Mme Bakri, allocataire 1234567" in page(refused)
    assert not Alert.objects.exists()
    lever = blockages()["B04"].texts[0]
    sure = client.post(at("write") + FROM, typed(message="Fichier trop lourd", levers=lever, device="ordinateur", browser="firefox"))
    alert = Alert.objects.get()
    assert alert.levers == [lever]
    assert sure.url == at("alert", alert)
    assert "Relue : prête à envoyer" in page(client.get(at("alert", alert)))
    assert "Noter l’envoi" not in page(client.get(at("alert", alert)))
    client.post(at("ready", alert))
    assert "Elle attend la référente ou le référent numérique" in page(client.get(at("alert", alert)))
    assert "À envoyer" in page(sender.get(reverse("day")))
    today = f"{timezone.localdate():%d/%m/%Y}"
    assert sender.post(at("sent", alert), {"on": today}).status_code == 422
    assert sender.post(at("sent", alert), {"on": today, "channel": "courriel"}).status_code == 302
    missed = sender.post(at("answered", alert), {"on": today, "words": "La limite passe à 10 Mo"})
    assert (missed.status_code, "La limite passe à 10 Mo" in page(missed)) == (422, True)
    sender.post(at("answered", alert), {"on": today, "outcome": "corrige", "words": "La limite passe à 10 Mo"})
    assert "Réponse à lire" in page(client.get(reverse("day")))
    read = page(client.get(at("alert", alert)))
    assert "La limite passe à 10 Mo" in read
    assert "J’ai lu cette réponse" in read
    assert "J’ai lu cette réponse" not in page(sender.get(at("alert", alert)))
    client.post(at("read", alert))
    assert "Réponse à lire" not in page(client.get(reverse("day")))
    for shown in (page(client.get(at("alerts"))), page(sender.get(at("alert", alert))), page(sender.get(at("letter", alert)))):
        assert "awa" not in shown.partition("<main")[2].lower()


def test_what_blocks_is_asked_first_when_the_address_does_not_say(client: Client) -> None:
    first = client.get(at("write"))
    assert (first.status_code, "Ce qui bloque" in page(first)) == (200, True)
    chosen = {"blocage": "B04", "organisme": "caf", "moyen": "en_ligne", "etape": "joindre"}
    assert "Écrire une alerte" in page(client.get(at("write"), chosen))
    assert client.get(at("write"), {**chosen, "etape": ""}).status_code == 422
    for address in ("?blocage=ZZ&ou=caf.en_ligne&etape=joindre", "?blocage=B04&ou=lune&etape=joindre", "?ou=..&etape=%00"):
        assert client.get(at("write") + address).status_code == 200
        assert "Continuer" in page(client.post(at("write") + address, typed()))
    assert "Écrire une alerte" in page(client.get(at("write") + FROM.replace("2026-11-20", "31-31") + "x"))
    assert not Alert.objects.exists()


def test_the_same_trouble_is_added_rather_than_told_twice(client: Client, awa: Member, lead: Member, house: Organisation) -> None:
    alert = alert_of(awa)
    colleague = signed_in(worker(house, "leon"))
    same = page(colleague.get(at("write") + FROM))
    assert "Ce blocage est déjà signalé" in same
    assert at("add", alert) in same
    assert "Écrire une alerte" in page(colleague.get(at("write") + FROM + "&autre=oui"))
    bad = colleague.post(at("add", alert), {"day": "30/02/2026", "harm": "retard", "people": "0", "minutes": "douze"})
    assert (bad.status_code, "douze" in page(bad)) == (422, True)
    today = f"{timezone.localdate():%d/%m/%Y}"
    once = colleague.post(at("add", alert), {"day": today, "harm": "revenu", "people": "3", "hour": "10"})
    assert once.status_code == 302
    assert Sighting.objects.filter(alert=alert).count() == 2
    assert "4 situations en tout" in page(client.get(at("alert", alert)))
    ready_to_wait(lead, alert)
    done(lead, alert, Act.ANSWERED, on=timezone.localdate(), now=timezone.now(), outcome="refus")
    assert "Cette alerte est terminée" in page(colleague.get(at("add", alert)))
    assert colleague.post(at("add", alert), {"day": today, "harm": "revenu", "people": "3"}).status_code == 422


def test_three_alike_are_proposed_as_one(client: Client, awa: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    three = heard.Alike("B04", "caf.en_ligne", "joindre", 3, today - timedelta(days=9), today, ("retard",), grave=False)
    monkeypatch.setattr(heard, "_alike", [lambda _actor, _on: [three]])
    assert "3 blocages semblables" in page(client.get(at("alerts")))
    form = page(client.get(at("write") + FROM))
    assert "3 blocages semblables" in form
    assert re.search(r'name="people" value="3"', form)
    alert_of(awa)
    assert "Déjà signalé le" in page(client.get(at("alerts")))


def test_the_letter_holds_on_one_page_and_the_reminder_tells_the_first(client: Client, sender: Client, awa: Member, lead: Member) -> None:
    alert = alert_of(awa, people=3, minutes=50, times=4, hour=10, device="ordinateur", browser="firefox")
    on_screen = page(client.get(at("letter", alert)))
    assert "Accepter un fichier de 10 Mo" in on_screen
    assert "Cette lettre ne porte aucune donnée sur une personne" in on_screen
    made = client.get(at("letter_pdf", alert)).content
    info = subprocess.run(["pdfinfo", "-"], input=made, capture_output=True, check=True).stdout.decode()
    assert re.search(r"Pages:\s+1\n", info)
    ready_to_wait(lead, alert, days_ago=61)
    late = page(sender.get(at("alert", alert)))
    assert "Sans réponse depuis 60 jours" in late
    assert "Sans réponse depuis 60 jours" in page(sender.get(reverse("day")))
    assert "Sans réponse depuis 60 jours" not in page(client.get(reverse("day")))
    assert "Nous n’avons pas reçu de réponse" in page(sender.get(at("letter", alert), {"relance": "oui"}))
    assert sender.get(at("letter_pdf", alert), {"relance": "oui"}).content.startswith(b"%PDF")
    sender.post(at("chased", alert), {"on": f"{timezone.localdate():%d/%m/%Y}", "channel": "courriel"})
    assert "Sans réponse depuis 60 jours" not in page(sender.get(at("alert", alert)))


def test_corrected_taken_back_and_withdrawn(client: Client, sender: Client, awa: Member) -> None:
    alert = alert_of(awa)
    bad = client.post(at("correct", alert), {"fix": "Appeler le 06 12 34 56 78", "recipient": "CAF"})
    assert (bad.status_code, "06 12 34 56 78" in page(bad)) == (422, True)
    assert client.post(at("correct", alert), {"fix": "Accepter 20 Mo", "recipient": "CAF"}).status_code == 302
    client.post(at("ready", alert))
    act = AlertAct.objects.get()
    assert "Retirer « Relue, prête à envoyer »" in page(client.get(at("alert", alert)))
    assert "a changé depuis" in page(client.post(at("take_back", alert), {"acte": "rien"}, follow=True))
    client.post(at("take_back", alert), {"acte": str(act.pk)})
    alert.refresh_from_db()
    assert (alert.state, alert.fix) == ("a_relire", "Accepter 20 Mo")
    today = f"{timezone.localdate():%d/%m/%Y}"
    assert client.post(at("withdrawn", alert), {"on": today}).status_code == 302
    assert client.get(at("correct", alert)).status_code == 404
    assert sender.get(at("correct", alert)).status_code == 404
    refused = client.post(at("sent", alert), {"on": today, "channel": "courriel"})
    assert (refused.status_code, "envoyée par la référente" in page(refused)) == (422, True)
    assert "pas à cette étape" in page(sender.post(at("sent", alert), {"on": today, "channel": "courriel"}))


def test_corrected_in_two_tabs_the_second_is_told_what_stands_and_keeps_what_it_typed(client: Client, sender: Client, awa: Member) -> None:
    alert = alert_of(awa)
    mark = re.search(r'name="seen" value="([0-9a-f]{32})"', page(client.get(at("correct", alert))))
    assert mark is not None
    assert sender.post(at("correct", alert), {"fix": "Accepter 20 Mo", "recipient": "CAF"}).status_code == 302
    late = client.post(at("correct", alert), {"fix": "Accepter 15 Mo", "recipient": "CAF", "seen": mark[1]})
    shown = page(late)
    assert (late.status_code, "rien n’est écrasé" in shown, "Accepter 20 Mo" in shown, "Accepter 15 Mo" in shown) == (422, True, True, True)
    alert.refresh_from_db()
    assert alert.fix == "Accepter 20 Mo"
    client.post(at("ready", alert))
    today = f"{timezone.localdate():%d/%m/%Y}"
    sender.post(at("sent", alert), {"on": today, "channel": "courriel"})
    gone = client.post(at("correct", alert), {"fix": "Accepter 15 Mo", "recipient": "CAF"})
    assert (gone.status_code, "son texte ne change plus" in page(gone), "Accepter 15 Mo" in page(gone)) == (422, True, True)


def test_two_colleagues_who_write_at_once_are_told_and_lose_nothing(client: Client, awa: Member, house: Organisation) -> None:
    colleague = signed_in(worker(house, "leon"))
    assert "Écrire une alerte" in page(colleague.get(at("write") + FROM))
    alert = alert_of(awa)
    told = colleague.post(at("write") + FROM, typed(fix="Accepter 20 Mo"))
    shown = page(told)
    assert (told.status_code, "Accepter 20 Mo" in shown, at("alert", alert) in shown) == (422, True, True)
    again = re.findall(r'action="(\?[^"]+)"', shown)[0].replace("&amp;", "&")
    assert colleague.post(at("write") + again, typed(fix="Accepter 20 Mo")).status_code == 302
    assert Alert.objects.count() == 2


def test_a_form_sent_twice_writes_one_alert(awa: Member) -> None:
    client = signed_in(awa)
    told = typed(csrfmiddlewaretoken="a" * 64)
    for _ in range(2):
        client.post(at("write") + FROM, told)
    assert Alert.objects.count() == 1


def test_filters_pages_and_the_count_of_questions(
    client: Client, awa: Member, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        alert_of(awa)
    with django_assert_max_num_queries(18):
        client.get(at("alerts"))
    for _ in range(25):
        alert_of(awa)
    with django_assert_max_num_queries(18):
        first = page(client.get(at("alerts")))
    assert "Page 1 sur 2" in first
    assert "page=2&amp;etat=a_relire" in page(client.get(at("alerts"), {"etat": "a_relire"}))
    assert "Aucune alerte de ce tri" in page(client.get(at("alerts"), {"etat": "envoyee"}))
    assert "Aucune alerte de ce tri" in page(client.get(at("alerts"), {"organisme": "msa"}))
    assert " sur 2" in page(client.get(at("alerts"), {"etat": "n’importe", "organisme": "lune", "page": "-4"}))


def test_open_data_hold_codes_and_words_of_ours(client: Client, lead: Member) -> None:
    alert = alert_of(lead, people=12)
    ready_to_wait(lead, alert)
    answer = client.get(at("open_data"))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "mois;organisme;service;etape;code;blocage;situations"
    assert lines[1].split(";")[1:] == ["CAF", UPLOAD.service, "Joindre les pièces", "B04", lines[1].split(";")[5], "12"]
    assert "Fichier trop lourd" not in "".join(lines)


@pytest.mark.parametrize("role", [Role.PARTNER, Role.TECHNICIAN, Role.DPO, Role.COMMISSION, Role.INSTITUTION])
def test_the_others_find_nothing(house: Organisation, awa: Member, role: Role) -> None:
    alert = alert_of(awa)
    other = signed_in(worker(house, "autre", role, secrecy="aucun"))
    names = ("alert", "letter", "letter_pdf", "add", "sent")
    assert {other.get(at(name, alert)).status_code for name in names} == {404}
    assert {other.get(at(name)).status_code for name in ("alerts", "write", "open_data")} == {404}


def test_a_stranger_finds_nothing(awa: Member) -> None:
    alert = alert_of(awa)
    stranger = signed_in(worker(organisation("CCAS de Brumeval"), "ailleurs", Role.DIGITAL_LEAD))
    assert {stranger.get(at(name, alert)).status_code for name in ("alert", "letter", "letter_pdf", "add", "correct", "sent")} == {404}
    assert {stranger.post(at(name, alert)).status_code for name in ("ready", "take_back", "read", "withdrawn")} <= {404, 422, 302}
    alert.refresh_from_db()
    assert alert.state == "a_relire"
    assert "B04" not in page(stranger.get(at("alerts")))
