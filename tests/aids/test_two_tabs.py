"""Two tabs, or two people, on one request: the second is told, what it typed is kept, what stands is shown; pressed again, it replaces."""

import re

import pytest
from django.urls import reverse

from relais.accounts.models import Member
from relais.aids.models import AidKind, AidPolicy, AidRequest
from relais.aids.queries import sheets
from relais.aids.queries.seen import PARTS, mark
from relais.aids.services import house, requests, sessions
from relais.people.models import File
from tests.aids.stories import HOME, asked, ready, sitting
from tests.factories.accounts import signed_in
from tests.factories.people import NOW, actor

pytestmark = pytest.mark.django_db
TYPED = {
    "propose": {"presentation": "Une adulte seule.", "proposal": "La moitié.", "proposed": "100"},
    "change": {"need": "Le froid, la nuit.", "asked": "100", "payee_kind": "personne"},
    "proofs": {"missing": "Le devis du plombier"},
    "budget": {"adults": "35", "r_salaires": "1000", "confirmed": "on"},
}


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{32})"', page)
    assert found is not None, "the form carries the mark of what it showed"
    return found[1]


def written_meanwhile(awa: Member, kept: AidRequest, energy: AidKind) -> None:
    """What another tab keeps of each part."""
    me = actor(awa)
    requests.propose(actor=me, aid_id=kept.pk, told=requests.Proposal("Un homme et un enfant.", "Tout payer.", 32_050), now=NOW)
    told = requests.ToldRequest(energy.pk, "Le compteur est coupé.", 20_000, "tiers", "Énergie de la Brume", "F-1")
    requests.change_request(actor=me, aid_id=kept.pk, told=told, now=NOW)
    requests.keep_proofs(actor=me, aid_id=kept.pk, document_ids=[], missing="La facture", now=NOW)
    requests.keep_budget(actor=me, aid_id=kept.pk, told=requests.ToldBudget((61,), (), {"retraites": 91_200}, {}), now=NOW)


@pytest.mark.parametrize(
    ("name", "stands", "typed"),
    [
        ("propose", "Un homme et un enfant.", "Une adulte seule."),
        ("change", "Le compteur est coupé.", "Le froid, la nuit."),
        ("proofs", "La facture", "Le devis du plombier"),
        ("budget", "912,00 €", 'value="1000"'),
    ],
)
def test_the_second_tab_is_told_and_nothing_is_written_over(
    awa: Member, found: File, energy: AidKind, name: str, stands: str, typed: str
) -> None:
    kept = ready(awa, found, energy)
    address = reverse(f"aids:{name}", kwargs={"file_id": found.pk, "aid_id": kept.pk})
    client = signed_in(awa)
    sent = {**TYPED[name], "seen": seen_on(client.get(address).content.decode())} | ({"kind": energy.pk} if name == "change" else {})
    written_meanwhile(awa, kept, energy)
    before = {part: mark(AidRequest.objects.get(pk=kept.pk), part) for part in PARTS}
    answer = client.post(address, sent)
    shown = answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ").replace("&nbsp;", " ")
    assert answer.status_code == 422
    assert "rien n’est écrasé. Ce qui est enregistré est montré au-dessus" in shown
    banner = shown[shown.index("Ce qui est enregistré maintenant") : shown.index('<form method="post" novalidate')]
    assert stands in banner
    assert typed in shown[shown.index('<form method="post" novalidate') :]
    assert {part: mark(AidRequest.objects.get(pk=kept.pk), part) for part in PARTS} == before
    again = client.post(address, {**sent, "seen": seen_on(answer.content.decode())})
    assert again.status_code == 302, "she has seen it now: what she sends replaces"


def test_a_mark_moves_with_its_part_alone_and_tells_nothing_of_it(awa: Member, found: File, energy: AidKind) -> None:
    kept = asked(awa, found, energy)
    before = {part: mark(kept, part) for part in PARTS}
    assert len(set(before.values())) == len(PARTS)
    requests.keep_budget(actor=actor(awa), aid_id=kept.pk, told=HOME, now=NOW)
    now = AidRequest.objects.get(pk=kept.pk)
    assert [part for part in PARTS if mark(now, part) != before[part]] == ["budget"]
    assert "Ils vont couper" not in "".join(before.values())


def test_the_same_form_sent_twice_is_no_quarrel_with_oneself(awa: Member, found: File, energy: AidKind) -> None:
    kept = ready(awa, found, energy)
    address = reverse("aids:propose", kwargs={"file_id": found.pk, "aid_id": kept.pk})
    client = signed_in(awa)
    sent = {**TYPED["propose"], "seen": seen_on(client.get(address).content.decode()), "csrfmiddlewaretoken": "a" * 64}
    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert sheets.texts(AidRequest.objects.get(pk=kept.pk)).proposal == "La moitié."


def test_two_heads_write_the_remarks_of_a_session_and_neither_is_written_over(petit: Member) -> None:
    held = sitting(petit)
    address, client = reverse("aids:presence", kwargs={"session_id": held.pk}), signed_in(petit)
    sent = {"present": "M. Roux", "remarks": "Deux fiches.", "seen": seen_on(client.get(address).content.decode())}
    sessions.note_presence(actor=actor(petit), session_id=held.pk, present="Mme Petit", remarks="Le quorum y est.", now=NOW)
    answer = client.post(address, sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Le quorum y est." in shown and "Deux fiches." in shown
    held.refresh_from_db()
    assert held.present == "Mme Petit"
    assert client.post(address, {**sent, "seen": seen_on(shown)}).status_code == 302


def test_the_rules_of_the_house_and_a_kind_are_not_written_over(petit: Member, energy: AidKind) -> None:
    client, me = signed_in(petit), actor(petit)
    rules, kind = reverse("aids:policy"), reverse("aids:kind", kwargs={"kind_id": energy.pk})
    said = {"scale": "ocde", "days": "30", "overspend": "refus", "appeal": "", "court": ""}
    typed = {rules: {**said, "rules": "Le mien."}, kind: {"name": "Chauffage", "nature": energy.nature, "ceiling": "100", "line": "65"}}
    seen = {address: seen_on(client.get(address).content.decode()) for address in typed}
    house.change_policy(actor=me, told={**said, "rules": "Celui de l’autre onglet."}, now=NOW)
    house.keep_kind(actor=me, told=house.ToldKind("Énergie et eau", energy.nature, ceiling=45_000), now=NOW, kind_id=energy.pk)
    for address, stands in ((rules, "Celui de l’autre onglet."), (kind, "Énergie et eau")):
        answer = client.post(address, {**typed[address], "seen": seen[address]})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "rien n’est écrasé" in page
        assert stands in page[page.index("Ce qui est enregistré maintenant") : page.index('<form method="post" novalidate')]
        assert client.post(address, {**typed[address], "seen": seen_on(page)}).status_code == 302
    assert (AidPolicy.objects.get().rules, AidKind.objects.get(pk=energy.pk).name) == ("Le mien.", "Chauffage")
