"""A request from the need in her words to the decision that she knows: what is refused, what is kept, who sees nothing."""

import pytest

from relais.accounts.models import Member
from relais.aids.models import AidKind, AidProof, AidRequest
from relais.aids.queries import house as house_queries
from relais.aids.queries import requests as queries
from relais.aids.queries import sheets
from relais.aids.services import house, paying, requests, sessions
from relais.aids.services.house import UnableToKeepAids
from relais.casework.models import Note
from relais.casework.services import documents
from relais.casework.terms.documents import DocumentKind
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.people.models import File
from relais.people.services import set_state
from relais.people.terms import FileState
from tests.aids.stories import DAY, HOME, asked, complete, decided, enrolled, kind_of, ready, signed, sitting
from tests.factories.people import NOW, actor, file_of

pytestmark = pytest.mark.django_db


def test_it_is_prepared_until_nothing_lacks_and_numbered_in_the_house(awa: Member, found: File, energy: AidKind) -> None:
    kept = asked(awa, found, energy)
    assert (kept.code, kept.state) == ("2026-0001", "preparation")
    assert sheets.lacking(kept) == ["budget", "presentation", "proposal"]
    assert asked(awa, found, energy).code == "2026-0002"
    assert complete(awa, kept).state == "prete"
    later = requests.keep_proofs(actor=actor(awa), aid_id=kept.pk, document_ids=[], missing="Sa dernière facture", now=NOW)
    assert (later.state, sheets.lacking(later)) == ("preparation", ["missing"])
    assert requests.keep_proofs(actor=actor(awa), aid_id=kept.pk, document_ids=[], missing=" ", now=NOW).state == "prete"
    assert "petits" in sheets.texts(kept).need


def test_the_commission_never_reads_what_may_name_her_unless_its_author_read_it_again(awa: Member, found: File, energy: AidKind) -> None:
    kept = asked(awa, found, energy)
    named = requests.Proposal("Inès Bakri vit seule avec deux enfants.", "Payer la facture.", 10_000)
    with pytest.raises(UnableToKeepAids, match="Inès, Bakri"):
        requests.propose(actor=actor(awa), aid_id=kept.pk, told=named, now=NOW)
    rose = requests.Proposal("Elle porte le nom d’une fleur, comme Inès.", "Payer.", None, checked=True)
    assert "fleur" in sheets.texts(requests.propose(actor=actor(awa), aid_id=kept.pk, told=rose, now=NOW)).presentation
    with pytest.raises(UnableToKeepAids):
        requests.propose(actor=actor(awa), aid_id=kept.pk, told=requests.Proposal("", "Payer."), now=NOW)


def test_proofs_are_documents_of_the_file_and_the_evaluation_a_note_under_its_own_level(
    awa: Member, leon: Member, found: File, energy: AidKind
) -> None:
    kept, me = asked(awa, found, energy), actor(awa)
    handed = documents.Deposit(b"%PDF-1.7\n%%EOF\n", "facture.pdf", DocumentKind.LETTER, "Facture")
    mine = documents.deposit(actor=me, file_id=found.pk, handed=handed, now=NOW)
    theirs = documents.deposit(actor=actor(leon), file_id=file_of(leon, "Léa").pk, handed=handed, now=NOW)
    requests.keep_proofs(actor=me, aid_id=kept.pk, document_ids=[mine.pk], missing="", now=NOW)
    with pytest.raises(UnableToKeepAids):
        requests.keep_proofs(actor=me, aid_id=kept.pk, document_ids=[theirs.pk], missing="", now=NOW)
    assert AidProof.objects.get().document_id == mine.pk
    requests.evaluate(actor=me, aid_id=kept.pk, level="n2", words="Elle épuise ses recours.", now=NOW)
    assert Note.objects.get().level == "n2"
    with pytest.raises(UnableToKeepAids):
        requests.evaluate(actor=me, aid_id=kept.pk, level="n3", words="Elle.", now=NOW)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"need": " "}, "need"),
        ({"asked": 0}, "asked"),
        ({"asked": 10**9}, "asked"),
        ({"payee_kind": "tiers"}, "payee"),
        ({"payee_kind": "autre"}, "payee_kind"),
        ({"kind_id": 0}, "kind"),
        ({"need": "son mot de passe est Tr0mp3tte!"}, "need"),
    ],
)
def test_bad_input_says_where(told: dict[str, object], field: str, awa: Member, found: File, energy: AidKind) -> None:
    whole = {"kind_id": energy.pk, "need": "La facture.", "asked": 100, "payee_kind": "personne"} | told
    with pytest.raises(UnableToKeepAids) as refusal:
        requests.ask(actor=actor(awa), file_id=found.pk, told=requests.ToldRequest(**whole), now=NOW)  # type: ignore[arg-type]
    assert field in refusal.value.problems
    assert not AidRequest.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        requests.ToldBudget((), (), {}, {}),
        requests.ToldBudget((134,), (), {}, {}),
        requests.ToldBudget((34,), (), {"inconnu": 1}, {}),
        requests.ToldBudget((34,), (), {"salaires": 10**9}, {}),
    ],
)
def test_a_budget_that_says_nothing_or_too_much_is_refused(told: requests.ToldBudget, awa: Member, found: File, energy: AidKind) -> None:
    kept = asked(awa, found, energy)
    with pytest.raises(UnableToKeepAids):
        requests.keep_budget(actor=actor(awa), aid_id=kept.pk, told=told, now=NOW)


def test_a_stranger_finds_nothing_and_a_closed_file_takes_no_request(awa: Member, leon: Member, found: File, energy: AidKind) -> None:
    kept = ready(awa, found, energy)
    assert queries.one(actor(leon), found, kept.pk, now=NOW) is None
    assert queries.in_file(actor(leon), found, now=NOW) == []
    for act in (requests.give_up, sessions.send_urgent, sessions.take_back):
        with pytest.raises(OutOfScope):
            act(actor=actor(leon), aid_id=kept.pk, now=NOW)
    set_state(actor=actor(awa), file_id=found.pk, state=FileState.CLOSED, reason="demenagement", now=NOW)
    with pytest.raises(Unable, match="clos"):
        asked(awa, found, energy, now=NOW)


def test_an_urgent_aid_is_decided_by_the_head_up_to_the_rules_and_once(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    kept, head = ready(awa, found, energy, 9_000), actor(petit)
    assert sessions.send_urgent(actor=actor(awa), aid_id=kept.pk, now=NOW).state == "urgence"
    assert [one.pk for one in queries.urgent(head)] == [kept.pk]
    with pytest.raises(UnableToKeepAids, match="dépasse ce que vous pouvez"):
        sessions.decide_urgent(actor=head, aid_id=kept.pk, told=sessions.ToldDecision("accorde", 9_000), now=NOW)
    with pytest.raises(Refused):
        sessions.decide_urgent(actor=actor(awa), aid_id=kept.pk, told=sessions.ToldDecision("partiel", 8_000), now=NOW)
    sessions.decide_urgent(actor=head, aid_id=kept.pk, told=sessions.ToldDecision("partiel", 8_000), now=NOW)
    with pytest.raises(UnableToKeepAids, match="entre-temps"):
        sessions.decide_urgent(actor=head, aid_id=kept.pk, told=sessions.ToldDecision("partiel", 8_000), now=NOW)
    assert house_queries.consumed(head, energy.pk, year=2026) == 8_000
    rent = kind_of(petit, "Loyer", head_up_to=0)
    with pytest.raises(UnableToKeepAids, match="commission"):
        sessions.send_urgent(actor=actor(awa), aid_id=ready(awa, found, rent).pk, now=NOW)


def test_she_is_told_once_between_the_decision_and_today(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    kept, held = ready(awa, found, energy), sitting(petit)
    with pytest.raises(UnableToKeepAids):
        requests.tell(actor=actor(awa), aid_id=kept.pk, on=NOW.date(), how="lettre", now=NOW)
    decided(petit, enrolled(awa, kept, held))
    assert [one.request_id for one in queries.to_tell(actor(awa), now=NOW)] == [kept.pk]
    with pytest.raises(UnableToKeepAids, match="entre la décision"):
        requests.tell(actor=actor(awa), aid_id=kept.pk, on=NOW.date() - DAY, how="lettre", now=NOW)
    requests.tell(actor=actor(awa), aid_id=kept.pk, on=NOW.date(), how="lettre", now=NOW)
    with pytest.raises(UnableToKeepAids, match="déjà"):
        requests.tell(actor=actor(awa), aid_id=kept.pk, on=NOW.date(), how="lettre", now=NOW)
    assert not queries.to_tell(actor(awa), now=NOW).exists()
    assert JournalEntry.objects.filter(action="aid.told", about_id=found.pk).count() == 1


def test_an_advance_is_paid_back_to_the_centime_and_its_schedule_holds_once_begun(awa: Member, petit: Member, found: File) -> None:
    advance = kind_of(petit, "Avance", repayable=True)
    kept, held = ready(awa, found, advance, 10_000), sitting(petit)
    decided(petit, enrolled(awa, kept, held), amount=10_000)
    signed(petit, held)
    me, today = actor(awa), NOW.date()
    for count in (0, 61):
        with pytest.raises(UnableToKeepAids):
            paying.plan(actor=me, aid_id=kept.pk, count=count, first=today, now=NOW)
    paying.plan(actor=me, aid_id=kept.pk, count=6, first=today, now=NOW)
    rows = paying.plan(actor=me, aid_id=kept.pk, count=3, first=today, now=NOW)
    assert [row.amount for row in rows] == [3_334, 3_333, 3_333]
    later = NOW + 40 * DAY
    assert queries.late(me, on=later.date(), now=later).count() == 2
    settle = {"actor": me, "aid_id": kept.pk, "rank": 1, "on": today, "now": NOW}
    with pytest.raises(UnableToKeepAids, match="pourquoi"):
        paying.settle_instalment(**settle, remitted=True, reason=" ")
    paying.settle_instalment(**settle, remitted=False, reason="")
    with pytest.raises(UnableToKeepAids, match="déjà"):
        paying.settle_instalment(**settle, remitted=True, reason="Décision du président.")
    with pytest.raises(UnableToKeepAids, match="déjà réglée"):
        paying.plan(actor=me, aid_id=kept.pk, count=2, first=today, now=NOW)
    paying.settle_instalment(**{**settle, "rank": 2}, remitted=True, reason="Commission du 3 décembre.")
    assert queries.late(me, on=later.date(), now=later).count() == 0
    with pytest.raises(OutOfScope):
        paying.settle_instalment(**{**settle, "rank": 9}, remitted=False, reason="")


def test_the_rules_of_the_house_are_its_head_s_and_kinds_have_one_name(awa: Member, petit: Member, energy: AidKind) -> None:
    with pytest.raises(Refused):
        house.keep_kind(actor=actor(awa), told=house.ToldKind("Mobilité", "mobilite"), now=NOW)
    with pytest.raises(UnableToKeepAids, match="déjà ce nom"):
        house.keep_kind(actor=actor(petit), told=house.ToldKind("aide à  l’énergie", "energie"), now=NOW)
    with pytest.raises(UnableToKeepAids, match="plafond"):
        house.keep_kind(actor=actor(petit), told=house.ToldKind("Mobilité", "mobilite", ceiling=100, head_up_to=200), now=NOW)
    told = {"rules": "", "scale": "caf", "days": 40, "overspend": "refus", "appeal": "", "court": ""}
    with pytest.raises(UnableToKeepAids):
        house.change_policy(actor=actor(petit), told=told, now=NOW)
    assert house.change_policy(actor=actor(petit), told={**told, "days": 31}, now=NOW).days == 31
    house.close_kind(actor=actor(petit), kind_id=energy.pk, now=NOW)
    assert not house_queries.kinds(actor(petit)).exists()


def test_a_request_keeps_the_scale_of_its_day(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    kept = ready(awa, found, energy)
    told = {"rules": "", "scale": "caf", "days": 31, "overspend": "refus", "appeal": "", "court": ""}
    house.change_policy(actor=actor(petit), told=told, now=NOW)
    before = sheets.budget(AidRequest.objects.get(pk=kept.pk))
    assert before is not None
    assert (before.scale, before.days) == ("ocde", 30)
    after = sheets.budget(requests.keep_budget(actor=actor(awa), aid_id=kept.pk, told=HOME, now=NOW))
    assert after is not None
    assert (after.scale, after.days) == ("caf", 31)
