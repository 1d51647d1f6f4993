"""The commission: sheets without a name, in order; decisions by people; envelopes; minutes signed, then corrected by acts; payments."""

import pytest

from relais.accounts.models import Member, Organisation, Role
from relais.administration.services import requests as rights
from relais.administration.terms import Answer, Asked
from relais.aids.models import AidDecision, AidItem, AidKind, AidPayment, AidRequest
from relais.aids.queries import house as house_queries
from relais.aids.queries import sessions as queries
from relais.aids.queries import sheets
from relais.aids.services import house, paying, requests, sessions
from relais.aids.services.house import UnableToKeepAids
from relais.kernel.decisions import OutOfScope, Refused
from relais.people.models import Bar, File
from relais.people.services.beginnings import FileLimited
from tests.aids.stories import DAY, asked, decided, enrolled, kind_of, ready, signed, sitting
from tests.factories.accounts import organisation
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db


def test_the_sheet_says_what_decides_and_nothing_of_who_she_is(
    awa: Member, petit: Member, roux: Member, found: File, energy: AidKind
) -> None:
    kept, held = ready(awa, found, energy, payee_kind="tiers", payee="Énergie du Brumois", invoice="F-2026-118"), sitting(petit)
    item = enrolled(awa, kept, held)
    (shown,) = queries.agenda(actor(roux), held)
    told = sheets.of_item(shown.item)
    assert (told.number, told.payee_kind, told.figures.daily) == (kept.code, "tiers", 1_378)
    whole = sheets.opened(item.sheet)
    assert not any(word in whole for word in ("Inès", "Bakri", "petits", "Énergie du Brumois", "F-2026-118", "1988"))
    with pytest.raises(UnableToKeepAids):
        requests.give_up(actor=actor(awa), aid_id=kept.pk, now=NOW)


def test_only_what_is_whole_is_put_in_an_open_agenda_and_comes_back_undecided(
    awa: Member, petit: Member, found: File, energy: AidKind
) -> None:
    held = sitting(petit)
    with pytest.raises(UnableToKeepAids):
        enrolled(awa, asked(awa, found, energy), held)
    kept = ready(awa, found, energy)
    enrolled(awa, kept, held)
    with pytest.raises(UnableToKeepAids, match="entre-temps"):
        enrolled(awa, kept, held)
    assert sessions.take_back(actor=actor(awa), aid_id=kept.pk, now=NOW).state == "prete"
    assert not AidItem.objects.exists()


def test_the_order_is_the_head_s(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    held = sitting(petit)
    first, second = (enrolled(awa, ready(awa, found, energy), held) for _ in range(2))
    sessions.move_up(actor=actor(petit), session_id=held.pk, item_id=second.pk, now=NOW)
    assert [one.item.pk for one in queries.agenda(actor(petit), held)] == [second.pk, first.pk]
    with pytest.raises(Refused):
        sessions.move_up(actor=actor(awa), session_id=held.pk, item_id=first.pk, now=NOW)


@pytest.mark.parametrize(
    ("outcome", "amount", "words", "why"),
    [
        ("accorde", 100, "", "demandé"),
        ("accorde", 0, "", "montant"),
        ("partiel", 32_050, "", "moins que"),
        ("refus", 10, "Hors règlement", "ne porte pas"),
        ("refus", 0, " ", "motif"),
        ("ajourne", 0, "", "motif"),
        ("peut_etre", 0, "", "Choisissez"),
        ("partiel", 10, "mot de passe : Tr0mp3tte!", "mot de passe"),
    ],
)
def test_a_decision_that_says_two_things_is_refused(
    outcome: str, amount: int, words: str, why: str, awa: Member, petit: Member, found: File, energy: AidKind
) -> None:
    item = enrolled(awa, ready(awa, found, energy), sitting(petit))
    with pytest.raises(UnableToKeepAids, match=why):
        decided(petit, item, outcome, amount, words=words)
    assert not AidDecision.objects.exists()


def test_nothing_is_decided_before_the_session_nor_of_a_request_that_came_after(
    awa: Member, petit: Member, found: File, energy: AidKind
) -> None:
    kept = ready(awa, found, energy)
    early = enrolled(awa, kept, sitting(petit, NOW.date() + DAY))
    with pytest.raises(UnableToKeepAids, match="pas encore eu lieu"):
        decided(petit, early)
    past = sitting(petit, NOW.date() - 5 * DAY)
    late = enrolled(awa, ready(awa, found, energy), past)
    with pytest.raises(UnableToKeepAids, match="après ce jour"):
        decided(petit, late)


def test_two_tabs_record_one_decision_and_the_second_is_told(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    item = enrolled(awa, ready(awa, found, energy), sitting(petit))
    first = decided(petit, item, "partiel", 20_000)
    with pytest.raises(UnableToKeepAids, match="entre-temps"):
        decided(petit, item, "refus", 0, words="Hors règlement")
    changed = decided(petit, item, "refus", 0, words="Hors règlement", seen=first.pk)
    assert changed.corrects == first
    assert house_queries.consumed(actor(petit), energy.pk, year=2026) == 0, "what was replaced counts no more"


def test_an_envelope_is_kept_or_passed_knowingly_as_the_rules_say(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    held, head = sitting(petit), actor(petit)
    first, second = (enrolled(awa, ready(awa, found, energy), held) for _ in range(2))
    decided(petit, first)
    with pytest.raises(UnableToKeepAids, match="n’y suffit pas"):
        decided(petit, second, beyond=True)
    told = {"rules": "", "scale": "ocde", "days": 30, "overspend": "avertissement", "appeal": "", "court": ""}
    house.change_policy(actor=head, told=told, now=NOW)
    with pytest.raises(UnableToKeepAids, match="Dépasser"):
        decided(petit, second)
    decided(petit, second, beyond=True)
    (line,), counted = house_queries.budget(head, year=2026)
    assert (line.envelope, line.consumed, line.left, line.over) == (50_000, 64_100, -14_100, True)
    assert (line.count, counted) == (None, False), "under eleven, no count"


def test_counts_are_told_from_eleven_on(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    house.set_envelope(actor=actor(petit), kind_id=energy.pk, year=2026, amount=10**7, now=NOW)
    held = sitting(petit)
    for _ in range(11):
        decided(petit, enrolled(awa, ready(awa, found, energy), held))
    (line,), _ = house_queries.budget(actor(petit), year=2026)
    assert line.count == 11


def test_a_postponed_request_says_what_lacks_and_is_presented_again(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    kept = ready(awa, found, energy)
    decided(petit, enrolled(awa, kept, sitting(petit)), "ajourne", 0, words="Dernier avis d’imposition")
    again = AidRequest.objects.get(pk=kept.pk)
    assert (again.state, sheets.texts(again).missing) == ("ajournee", "Dernier avis d’imposition")
    requests.keep_proofs(actor=actor(awa), aid_id=kept.pk, document_ids=[], missing="", now=NOW)
    item = enrolled(awa, kept, sitting(petit))
    assert decided(petit, item).corrects is None
    assert AidRequest.objects.get(pk=kept.pk).state == "decidee"


def test_minutes_are_signed_whole_then_only_corrected_and_told_why(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    held = sitting(petit)
    item = enrolled(awa, ready(awa, found, energy), held)
    lock = {"actor": actor(petit), "session_id": held.pk, "now": NOW}
    with pytest.raises(UnableToKeepAids, match="pas encore de décision"):
        sessions.lock_session(**lock, signed_by="M. Roux")
    first = decided(petit, item, "refus", 0, words="Hors règlement")
    with pytest.raises(UnableToKeepAids, match="présent"):
        sessions.lock_session(**lock, signed_by="M. Roux")
    assert signed(petit, held).locked_at == NOW
    with pytest.raises(UnableToKeepAids, match="signée"):
        sessions.note_presence(actor=actor(petit), session_id=held.pk, present="", remarks="", now=NOW)
    with pytest.raises(UnableToKeepAids, match="signée"):
        enrolled(awa, ready(awa, found, energy), held)
    with pytest.raises(UnableToKeepAids, match="corrigée"):
        decided(petit, item, seen=first.pk)
    corrected = decided(petit, item, seen=first.pk, why="Recours gracieux accepté")
    assert (corrected.corrects, AidDecision.objects.count()) == (first, 2)


def test_what_is_paid_holds_the_decision_and_only_those_named_read_whom_to_pay(
    awa: Member, petit: Member, leon: Member, roux: Member, found: File, energy: AidKind
) -> None:
    kept = ready(awa, found, energy, payee_kind="tiers", payee="Énergie du Brumois", invoice="F-118")
    item = enrolled(awa, kept, sitting(petit))
    decision = decided(petit, item)
    told = {"decision_id": decision.pk, "channel": "virement", "on": NOW.date(), "now": NOW}
    for stranger in (leon, roux, awa):
        with pytest.raises(Refused):
            paying.engage(actor=actor(stranger), amount=100, **told)
    house.name_payer(actor=actor(petit), member_id=leon.pk, now=NOW)
    payer = actor(leon)
    with pytest.raises(UnableToKeepAids, match="dépasseraient"):
        paying.engage(actor=payer, amount=32_051, **told)
    with pytest.raises(UnableToKeepAids, match="entre la décision"):
        paying.engage(actor=payer, amount=100, **{**told, "on": NOW.date() - DAY})
    engaged = paying.engage(actor=payer, amount=32_050, **told)
    assert sheets.payee_of(engaged) == ("Énergie du Brumois", "F-118")
    with pytest.raises(UnableToKeepAids, match="tient à ce montant"):
        decided(petit, item, "refus", 0, words="Erreur", seen=decision.pk)
    paying.pay(actor=payer, payment_id=engaged.pk, on=NOW.date(), reference="M-12", now=NOW)
    with pytest.raises(UnableToKeepAids, match="déjà noté"):
        paying.pay(actor=payer, payment_id=engaged.pk, on=NOW.date(), reference="M-12", now=NOW)
    assert not house_queries.to_pay(payer).exists()
    (named,) = house_queries.payers(actor(petit))
    house.end_payer(actor=actor(petit), payer_id=named.pk, now=NOW)
    assert not queries.payments(payer).exists()


def test_a_bar_closes_her_sheet_and_her_payment_and_another_house_sees_nothing(
    awa: Member, petit: Member, roux: Member, house: Organisation, found: File, energy: AidKind
) -> None:
    held = sitting(petit)
    item = enrolled(awa, ready(awa, found, energy), held)
    decision = decided(petit, item)
    for member in (roux, petit):
        Bar.objects.create(person=found.person, member=member, asked_at=NOW)
        assert queries.agenda(actor(member), held) == []
        assert queries.sheet(actor(member), held.pk, item.pk) is None
    with pytest.raises(OutOfScope):
        decided(petit, item, seen=decision.pk)
    assert not house_queries.to_pay(actor(petit)).exists()
    stranger = worker(organisation("CCAS de Brumeval"), "celle-ci", Role.HEAD)
    assert queries.session(actor(stranger), held.pk) is None
    with pytest.raises(OutOfScope):
        sessions.decide(actor=actor(stranger), session_id=held.pk, item_id=item.pk, told=sessions.ToldDecision("refus", 0, "x"), now=NOW)


def test_the_payee_is_the_person_herself_when_she_is_paid(awa: Member, petit: Member, energy: AidKind) -> None:
    found = file_of(awa, "Zéphyrine", now=NOW - 9 * DAY, given_names="Zéphyrine", family_name="Quatresous")
    decision = decided(petit, enrolled(awa, ready(awa, found, energy), sitting(petit)))
    kept = paying.engage(actor=actor(petit), decision_id=decision.pk, amount=100, channel="regie", on=NOW.date(), now=NOW)
    assert sheets.payee_of(AidPayment.objects.get(pk=kept.pk)) == ("Zéphyrine Quatresous", "")
    assert kind_of(petit, "Autre", envelope=None).name == "Autre"


def test_a_limited_file_is_neither_decided_nor_paid(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    held = sitting(petit)
    first, second = (enrolled(awa, ready(awa, found, energy, 10_000), held) for _ in range(2))
    decision = decided(petit, first, amount=10_000)
    urgent = ready(awa, found, energy, 5_000)
    sessions.send_urgent(actor=actor(awa), aid_id=urgent.pk, now=NOW)
    asking = rights.record(actor=actor(awa), file_id=found.pk, kind=Asked.LIMITATION, received_on=NOW.date(), words="", now=NOW)
    rights.answer(actor=actor(awa), file_id=found.pk, request_id=asking.pk, said=Answer.ACCEPTED, reason="", now=NOW)
    with pytest.raises(FileLimited):
        decided(petit, second, amount=10_000)
    with pytest.raises(FileLimited):
        sessions.decide_urgent(actor=actor(petit), aid_id=urgent.pk, told=sessions.ToldDecision("accorde", 5_000), now=NOW)
    with pytest.raises(FileLimited):
        paying.engage(actor=actor(petit), decision_id=decision.pk, amount=100, channel="bon", on=NOW.date(), now=NOW)
