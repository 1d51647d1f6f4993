"""Others told in the same press as the body: typed by whoever writes, printed one page each, an answer line for each; nobody named."""

import io
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from relais.accounts.models import Member, Organisation
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope, Refused
from relais.observatory import queries, services
from relais.observatory.models import Alert, AlertCopy
from relais.observatory.rules.life import Act
from relais.observatory.services import UnableToAlert
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, worker
from tests.observatory.alerts import TODAY, UPLOAD, WORDS, done, page, sent, written

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
COPIES = (("defenseur", "Point justice\n3 rue du Palais"), ("prefecture", " "), ("mediation", "BP 12"))
TOLD = replace(WORDS, copies=COPIES)


def answer(who: Member, copy: AlertCopy, *, words: str = "Nous saisissons la CAF.", on=TODAY) -> AlertCopy:
    return services.note_copy_answer(actor=actor(who), alert_id=copy.alert_id, copy_id=copy.pk, on=on, words=words, now=NOW)


def kinds(alert: Alert) -> list[str]:
    return sorted(alert.copies.values_list("kind", flat=True))


def test_an_address_left_empty_is_no_copy_and_they_change_until_the_alert_goes(awa: Member, lead: Member) -> None:
    alert = written(awa, told=TOLD)
    assert kinds(alert) == ["defenseur", "mediation"]
    other = replace(WORDS, copies=(("departement", "2 cours des Tanneurs"), ("mediation", "BP 13")))
    services.correct_alert(actor=actor(awa), alert_id=alert.pk, told=other, now=NOW)
    assert kinds(alert) == ["departement", "mediation"]
    assert alert.copies.get(kind="mediation").address == "BP 13"
    for wrong in ((("voisine", "ici"),), (("prefecture", "\n".join("abcdefgh")),)):
        with pytest.raises(UnableToAlert):
            services.correct_alert(actor=actor(awa), alert_id=alert.pk, told=replace(WORDS, copies=wrong), now=NOW)
    sent(lead, alert)
    with pytest.raises(UnableToAlert, match="est partie"):
        services.correct_alert(actor=actor(lead), alert_id=alert.pk, told=WORDS, now=NOW)


def test_one_page_for_each_and_the_body_reads_who_else_was_told(lead: Member, awa: Member, client: Client) -> None:
    alert = written(awa, told=TOLD)
    shown = page(client.get(reverse("observatory:letter", args=[alert.pk])))
    assert shown.count('<article class="alert-letter') == 3
    assert "Copies : Déléguée ou délégué du Défenseur des droits ; Médiatrice ou médiateur de l’organisme" in shown
    assert "3 rue du Palais" in shown
    assert shown.count("Ce que nous vous demandons") == 1
    assert shown.count("Ce que nous demandons à l’organisme") == 2
    made = client.get(reverse("observatory:letter_pdf", args=[alert.pk]))
    with pikepdf.open(io.BytesIO(made.content)) as paper:
        assert len(paper.pages) == 3
    sent(lead, alert)
    alert.refresh_from_db()
    assert len(alert.sent["copies"]) == 2
    # a letter kept before there were copies still reads
    Alert.objects.filter(pk=alert.pk).update(sent={name: value for name, value in alert.sent.items() if name not in ("copies", "asks")})
    assert client.get(reverse("observatory:letter", args=[alert.pk])).status_code == 200


def test_each_answer_has_its_line_and_may_be_taken_back(awa: Member, lead: Member) -> None:
    alert = written(awa, told=TOLD)
    copy, other = alert.copies.get(kind="defenseur"), alert.copies.get(kind="mediation")
    with pytest.raises(UnableToAlert, match="pas partie"):
        answer(lead, copy)
    sent(lead, alert, days_ago=5)
    with pytest.raises(UnableToAlert, match="ne peut pas venir avant"):
        answer(lead, copy, on=TODAY - 9 * DAY)
    with pytest.raises(UnableToAlert, match="pas encore venu"):
        answer(lead, copy, on=TODAY + DAY)
    with pytest.raises(UnableToAlert, match="Retirez"):
        answer(lead, copy, words="Mme Bakri est reçue demain")
    with pytest.raises(Refused):
        answer(awa, copy)
    answer(lead, copy)
    with pytest.raises(UnableToAlert, match="déjà notée"):
        answer(lead, copy)
    other.refresh_from_db()
    assert other.answered_on is None, "each its own"
    last = alert.acts.get(act=Act.SENT)
    with pytest.raises(UnableToAlert, match="copie est notée"):
        services.take_back(actor=actor(lead), alert_id=alert.pk, act_id=last.pk, now=NOW)
    for _twice in range(2):
        services.take_back_copy_answer(actor=actor(lead), alert_id=alert.pk, copy_id=copy.pk, now=NOW)
    told = list(JournalEntry.objects.filter(action__startswith="alert.copy").order_by("id").values_list("action", flat=True))
    assert told == ["alert.copy_answered", "alert.copy_answer_taken_back"]
    services.take_back(actor=actor(lead), alert_id=alert.pk, act_id=last.pk, now=NOW)


def test_the_answer_of_a_copy_may_come_after_that_of_the_body(awa: Member, lead: Member) -> None:
    alert = written(awa, told=TOLD)
    sent(lead, alert, days_ago=5)
    done(lead, alert, Act.ANSWERED, outcome="corrige")
    answer(lead, alert.copies.get(kind="defenseur"))
    found = queries.one(actor(awa), alert.pk, on=TODAY)
    assert found is not None
    assert [bool(one.answered_on) for one in found.copies] == [True, False]


def test_by_the_screens_a_fault_loses_nothing_and_another_house_finds_nothing(
    awa: Member, lead: Member, client: Client, sender: Client, house: Organisation
) -> None:
    where = f"{reverse('observatory:write')}?blocage={UPLOAD.code}&ou={UPLOAD.service}&etape={UPLOAD.step}"
    assert "Envoyer aussi une copie" in page(client.get(where))
    typed = {
        "day": f"{TODAY:%d/%m/%Y}",
        "harm": "retard",
        "people": "1",
        "fix": "Corriger",
        "recipient": "CAF",
        "copy_prefecture": "a\n" * 8,
    }
    wrong = client.post(where, typed)
    assert wrong.status_code == 422
    assert "Six lignes au plus" in page(wrong)
    client.post(where, {**typed, "copy_prefecture": "1 place de la Paix"})
    alert = Alert.objects.get()
    copy = alert.copies.get()
    assert "Partira avec l’alerte" in page(client.get(reverse("observatory:alert", args=[alert.pk])))
    assert "1 place de la Paix" in page(client.get(reverse("observatory:correct", args=[alert.pk])))
    sent(lead, alert)
    at = reverse("observatory:copy_answered", args=[alert.pk, copy.pk])
    assert client.get(at).status_code == 404, "who does not send"
    assert sender.get(at).status_code == 200
    bad = sender.post(at, {"on": f"{TODAY:%d/%m/%Y}", "words": "Rappelez le 06 12 34 56 78"})
    assert (bad.status_code, "06 12 34" in page(bad)) == (422, True)
    assert sender.post(at, {"on": f"{TODAY:%d/%m/%Y}", "words": "Reçu"}).status_code == 302
    assert "Reçu" in page(client.get(reverse("observatory:alert", args=[alert.pk])))
    again = sender.post(at, {"on": f"{TODAY:%d/%m/%Y}", "words": "Reçu deux fois"})
    assert (again.status_code, "déjà notée" in page(again)) == (422, True)
    back = reverse("observatory:copy_take_back", args=[alert.pk, copy.pk])
    stranger = signed_in(worker(organisation("Autre"), "zoe"))
    assert [stranger.get(at).status_code, stranger.post(back).status_code] == [404, 404]
    with pytest.raises(OutOfScope):
        services.take_back_copy_answer(actor=actor(lead), alert_id=alert.pk, copy_id=alert.pk, now=NOW)
    assert sender.post(back).status_code == 302
    copy.refresh_from_db()
    assert copy.answered_on is None
