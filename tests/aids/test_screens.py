"""Screens of aids, from the page of the person to the payment; what was typed survives a refusal; queries that do not grow."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.aids.models import AidDecision, AidItem, AidKind, AidPayment, AidRequest, AidSession
from relais.aids.services import house
from relais.foundation.models import JournalEntry
from relais.kernel.months import Month
from relais.law.situation.household import Household as Situation
from relais.law.situation.household import Person
from relais.law.situation.roles import Role
from relais.people.models import File
from relais.people.services import Arrival, arrive, keep_situation
from relais.people.terms import Link
from tests.factories.accounts import signed_in
from tests.factories.people import actor, file_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BUDGET = {
    "adults": "34 ans",
    "children": "4 et 9",
    "r_salaires": "950",
    "r_familiales": "342",
    "c_loyer": "520",
    "c_energie": "110,50",
    "confirmed": "on",
}
PROPOSAL = {"presentation": "Une adulte, deux enfants, coupure annoncée.", "proposal": "Payer la facture entière.", "proposed": "320,50"}


@pytest.fixture
def hers(awa: Member) -> File:
    return file_of(awa, now=timezone.now() - DAY)


@pytest.fixture
def kind(petit: Member) -> AidKind:
    told = house.ToldKind("Avance énergie", "energie", repayable=True, ceiling=40_000, head_up_to=8_000)
    return house.keep_kind(actor=actor(petit), told=told, now=timezone.now())


def at(name: str, hers: File, **more: object) -> str:
    return reverse(f"aids:{name}", kwargs={"file_id": hers.pk, **more})


def page(answer: object) -> str:
    return answer.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u202f", " ")  # type: ignore[attr-defined]  # a response


def today() -> str:
    return f"{timezone.localdate():%d/%m/%Y}"


def need(kind: AidKind, **more: str) -> dict[str, object]:
    return {"kind": kind.pk, "need": "Ils vont couper.", "asked": "320,50", "payee_kind": "personne", **more}


def prepared(client: Client, hers: File, kind: AidKind) -> AidRequest:
    assert client.post(at("ask", hers), need(kind)).status_code == 302
    kept = AidRequest.objects.latest("number")
    assert client.post(at("budget", hers, aid_id=kept.pk), BUDGET).status_code == 302
    assert client.post(at("propose", hers, aid_id=kept.pk), PROPOSAL).status_code == 302
    return kept


def session_today(head: Client) -> AidSession:
    assert head.post(reverse("aids:new_session"), {"held_on": today(), "place": "Salle des quais"}).status_code == 302
    return AidSession.objects.latest("held_on")


def test_from_the_page_of_the_person_to_the_schedule(awa: Member, petit: Member, roux: Member, hers: File, kind: AidKind) -> None:
    client, head, elected = signed_in(awa), signed_in(petit), signed_in(roux)
    assert "Demander une aide facultative" in page(client.get(reverse("people:file", kwargs={"file_id": hers.pk})))
    refused = client.post(at("ask", hers), need(kind, payee_kind="tiers"))
    assert (refused.status_code, "Ils vont couper" in page(refused)) == (422, True)
    kept = prepared(client, hers, kind)
    assert "Ses aides facultatives" in page(client.get(reverse("people:file", kwargs={"file_id": hers.pk})))
    shown = page(client.get(at("aid", hers, aid_id=kept.pk)))
    assert "13,78 €" in shown
    assert "661,50 € ÷ 30 jours ÷" in shown
    sheet = page(client.get(at("sheet", hers, aid_id=kept.pk)))
    paper = sheet[sheet.index("<article") : sheet.index("</article>")]
    assert "430,67 €" in paper
    assert "Inès" not in paper
    assert client.get(at("sheet_pdf", hers, aid_id=kept.pk)).content.startswith(b"%PDF-")
    session = session_today(head)
    assert client.post(at("enrol", hers, aid_id=kept.pk), {"session": session.pk}).status_code == 302
    item = AidItem.objects.get()
    one = {"session_id": session.pk, "item_id": item.pk}
    read = page(elected.get(reverse("aids:item", kwargs=one)))
    assert "coupure annoncée" in read
    assert "Enregistrer la décision" not in read
    assert elected.post(reverse("aids:item", kwargs=one), {"outcome": "accorde", "amount": "320,50"}).status_code == 404
    assert "Inès" not in read + page(elected.get(reverse("aids:session", kwargs={"session_id": session.pk})))
    wrong = head.post(reverse("aids:item", kwargs=one), {"outcome": "refus", "words": ""})
    assert (wrong.status_code, "la personne le lira" in page(wrong)) == (422, True)
    assert head.post(reverse("aids:item", kwargs=one), {"outcome": "accorde", "amount": "320,50"}).status_code == 302
    presence = {"present": "M. Roux\nMme Petit", "remarks": "Séance ouverte à 14 h."}
    assert head.post(reverse("aids:presence", kwargs={"session_id": session.pk}), presence).status_code == 302
    assert head.post(reverse("aids:lock", kwargs={"session_id": session.pk}), {"signed_by": "M. Roux"}).status_code == 302
    minutes = page(elected.get(reverse("aids:minutes", kwargs={"session_id": session.pk})))
    assert "Signé par M. Roux" in minutes
    assert "320,50 €" in minutes
    assert elected.get(reverse("aids:minutes_pdf", kwargs={"session_id": session.pk})).content.startswith(b"%PDF-")
    letter = page(client.get(at("letter", hers, aid_id=kept.pk)))
    assert "L’aide est accordée : 320,50 €." in letter
    assert "recours gracieux" in letter
    assert "à vérifier" in letter
    assert client.get(at("letter_pdf", hers, aid_id=kept.pk)).content.startswith(b"%PDF-")
    assert "Décisions à dire" in page(client.get(reverse("aids:board")))
    assert client.post(at("tell", hers, aid_id=kept.pk), {"on": today(), "how": "lettre"}).status_code == 302
    decision = AidDecision.objects.get()
    engage = reverse("aids:engage", kwargs={"decision_id": decision.pk})
    too_much = head.post(engage, {"amount": "999", "channel": "virement", "on": today()})
    assert (too_much.status_code, "dépasseraient" in page(too_much)) == (422, True)
    assert head.post(engage, {"amount": "320,50", "channel": "virement", "on": today()}).status_code == 302
    paid = reverse("aids:payment", kwargs={"payment_id": AidPayment.objects.get().pk})
    assert "Inès" not in page(head.get(reverse("aids:payments")))
    assert "Inès" in page(head.get(paid))
    assert head.post(paid, {"on": today(), "reference": "M-12"}).status_code == 302
    assert client.post(at("schedule", hers, aid_id=kept.pk), {"count": "3", "first": today()}).status_code == 302
    assert "106,84 €" in page(client.get(at("aid", hers, aid_id=kept.pk)))
    lost = client.post(at("instalment", hers, aid_id=kept.pk, rank=1), {"settled": "remise", "on": today(), "reason": ""})
    assert lost.status_code == 422
    assert client.post(at("instalment", hers, aid_id=kept.pk, rank=1), {"settled": "payee", "on": today()}).status_code == 302
    assert "213,66 €" in page(client.get(at("aid", hers, aid_id=kept.pk)))
    assert client.get(at("instalment", hers, aid_id=kept.pk, rank=9)).status_code == 404
    read = JournalEntry.objects.filter(about_id=hers.pk).values_list("action", flat=True)
    assert {"aidrequest.sheet_read", "aidrequest.letter_read", "aidrequest.payment_read", "aid.decided", "aid.paid"} <= set(read)


def test_the_budget_is_filled_from_the_situation_kept(awa: Member, hers: File, kind: AidKind) -> None:
    client, on = signed_in(awa), timezone.localdate()
    born = on.replace(year=on.year - 30, month=1, day=1)
    her = Person("a", Role.DEMANDEUR, {"naissance": born, "salaire": 850})
    child = Person("b", Role.ENFANT, {"naissance": born.replace(year=on.year - 6)})
    told = Situation("s", Month.of(on), (her, child), {"loyer": 480, "recu_rsa": 120})
    keep_situation(actor=actor(awa), file_id=hers.pk, situation=told, now=timezone.now())
    client.post(at("ask", hers), need(kind))
    shown = page(client.get(at("budget", hers, aid_id=AidRequest.objects.get().pk)))
    assert "Rempli d’après la situation" in shown
    for value in ('value="850"', 'value="480"', 'value="120"', 'value="30"', 'value="6"'):
        assert value in shown, value
    bad = client.post(at("budget", hers, aid_id=AidRequest.objects.get().pk), {**BUDGET, "adults": "trente", "r_salaires": "abc"})
    assert (bad.status_code, "trente" in page(bad)) == (422, True)


def test_without_a_situation_the_ages_come_from_who_lives_there(awa: Member, hers: File, kind: AidKind) -> None:
    client, year = signed_in(awa), timezone.localdate().year
    for link, born in ((Link.MINOR_CHILD, year - 7), (Link.SPOUSE, year - 41)):
        arrive(actor=actor(awa), file_id=hers.pk, arrival=Arrival(link=link, called="Sami", birth_year=born), now=timezone.now())
    client.post(at("ask", hers), need(kind))
    shown = page(client.get(at("budget", hers, aid_id=AidRequest.objects.get().pk)))
    assert 'value="7"' in shown
    assert f'value="{year - 1988}, 41"' in shown


def test_proofs_evaluation_and_giving_up(awa: Member, hers: File, kind: AidKind) -> None:
    client = signed_in(awa)
    client.post(at("ask", hers), need(kind))
    kept = AidRequest.objects.get()
    scan = SimpleUploadedFile("facture.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
    client.post(reverse("casework:deposit", kwargs={"file_id": hers.pk}), {"file": scan, "kind": "courrier", "title": "Facture de gaz"})
    document = hers.documents.get()
    assert "Facture de gaz" in page(client.get(at("proofs", hers, aid_id=kept.pk)))
    assert client.post(at("proofs", hers, aid_id=kept.pk), {"documents": [document.pk], "missing": "Le bail"}).status_code == 302
    assert client.post(at("evaluate", hers, aid_id=kept.pk), {"level": "n2", "words": "Elle tient seule."}).status_code == 302
    shown = page(client.get(at("aid", hers, aid_id=kept.pk)))
    assert "Le bail" in shown
    assert "Évaluation, dans les notes" in shown
    assert "Elle tient seule" not in shown
    named = client.post(at("propose", hers, aid_id=kept.pk), {**PROPOSAL, "presentation": "Inès est seule."})
    assert (named.status_code, "Ceci peut dire qui elle est" in page(named)) == (422, True)
    assert client.post(at("change", hers, aid_id=kept.pk), need(kind, asked="100")).status_code == 302
    assert client.post(at("give_up", hers, aid_id=kept.pk)).status_code == 302
    assert "Abandonnée" in page(client.get(at("listed", hers)))
    assert client.post(at("enrol", hers, aid_id=kept.pk), {"session": "x"}).status_code == 404


def test_what_is_urgent_is_decided_on_a_sheet_without_a_name(awa: Member, petit: Member, hers: File, kind: AidKind) -> None:
    client, head = signed_in(awa), signed_in(petit)
    kept = prepared(client, hers, kind)
    assert client.post(at("send_urgent", hers, aid_id=kept.pk)).status_code == 302
    assert "À décider en urgence" in page(head.get(reverse("aids:board")))
    here = reverse("aids:urgent", kwargs={"aid_id": kept.pk})
    shown = page(head.get(here))
    assert "coupure annoncée" in shown
    assert "Inès" not in shown
    assert head.post(here, {"outcome": "accorde", "amount": "320,50"}).status_code == 422
    assert head.post(here, {"outcome": "partiel", "amount": "80"}).status_code == 302
    assert head.get(here).status_code == 404
    assert client.post(at("take_back", hers, aid_id=kept.pk)).status_code == 302
    assert AidRequest.objects.get().state == "decidee"


def test_the_head_keeps_the_rules_the_envelopes_and_who_pays(petit: Member, leon: Member, awa: Member, kind: AidKind) -> None:
    head = signed_in(petit)
    assert head.post(reverse("aids:new_kind"), {"name": "Mobilité", "nature": "mobilite", "ceiling": "150"}).status_code == 302
    again = head.post(reverse("aids:new_kind"), {"name": "mobilité", "nature": "mobilite"})
    assert (again.status_code, "déjà ce nom" in page(again)) == (422, True)
    assert (
        head.post(reverse("aids:envelope", kwargs={"kind_id": kind.pk}), {"year": timezone.localdate().year, "amount": "1500"}).status_code
        == 302
    )
    policy = {
        "rules": "Aides votées.",
        "scale": "caf",
        "days": "30",
        "overspend": "avertissement",
        "appeal": "M. le président",
        "court": "Brume",
    }
    assert head.post(reverse("aids:policy"), {**policy, "days": "50"}).status_code == 422
    assert head.post(reverse("aids:policy"), policy).status_code == 302
    assert head.post(reverse("aids:payer"), {"member": leon.pk}).status_code == 302
    shown = page(head.get(reverse("aids:settings")))
    assert all(word in shown for word in ("1 500,00 €", "Mobilité", "M. le président", str(leon)))
    assert head.post(reverse("aids:kind", kwargs={"kind_id": kind.pk}), {"name": "Avance", "nature": "energie"}).status_code == 302
    assert head.post(reverse("aids:close_kind", kwargs={"kind_id": kind.pk})).status_code == 302
    assert signed_in(leon).get(reverse("aids:payments")).status_code == 200
    assert signed_in(awa).get(reverse("aids:payments")).status_code == 404
    assert signed_in(awa).get(reverse("aids:settings")).status_code == 404
    assert head.post(reverse("aids:end_payer", kwargs={"payer_id": 10**6})).status_code == 404


def test_boards_and_agendas_ask_no_more_with_more_rows(awa: Member, petit: Member, hers: File, kind: AidKind) -> None:
    client, head = signed_in(awa), signed_in(petit)
    session = session_today(head)
    one, first = {"session_id": session.pk}, prepared(client, hers, kind)
    pages = (
        (client, reverse("aids:board"), 12),
        (head, reverse("aids:session", kwargs=one), 12),
        (head, reverse("aids:minutes", kwargs=one), 12),
        (head, reverse("aids:payments"), 12),
        (head, reverse("aids:settings"), 12),
        (head, reverse("aids:board"), 12),
        (head, reverse("aids:sessions"), 12),
        (head, reverse("aids:take"), 12),
        (client, at("listed", hers), 12),
        (client, at("aid", hers, aid_id=first.pk), 13),
    )

    def counted() -> list[int]:
        found = []
        for screen, path, most in pages:
            screen.get(path)
            with CaptureQueriesContext(connection) as asked:
                assert screen.get(path).status_code == 200
            assert len(asked) <= most, (path, [query["sql"][:120] for query in asked.captured_queries])
            found.append(len(asked))
        return found

    def worked() -> None:
        prepared(client, hers, kind)
        kept = prepared(client, hers, kind)
        client.post(at("enrol", hers, aid_id=kept.pk), {"session": session.pk})
        item = AidItem.objects.get(request=kept)
        head.post(reverse("aids:item", kwargs={**one, "item_id": item.pk}), {"outcome": "partiel", "amount": "100"})
        decision = AidDecision.objects.get(request=kept)
        head.post(reverse("aids:engage", kwargs={"decision_id": decision.pk}), {"amount": "50", "channel": "bon", "on": today()})

    worked()
    before = counted()
    for _ in range(3):
        worked()
    assert counted() == before


def test_another_worker_opens_none_of_it(awa: Member, leon: Member, yasmine: Member, hers: File, kind: AidKind) -> None:
    kept = prepared(signed_in(awa), hers, kind)
    his = signed_in(leon)
    for name in (
        "aid",
        "change",
        "budget",
        "proofs",
        "propose",
        "evaluate",
        "sheet",
        "sheet_pdf",
        "letter",
        "letter_pdf",
        "tell",
        "schedule",
    ):
        assert his.get(at(name, hers, aid_id=kept.pk)).status_code == 404, name
        assert his.get(at(name, file_of(leon, f"Léa {name}", now=timezone.now()), aid_id=kept.pk)).status_code == 404, name
    assert signed_in(yasmine).get(reverse("aids:board")).status_code == 404
    assert signed_in(yasmine).get(reverse("aids:sessions")).status_code == 404
