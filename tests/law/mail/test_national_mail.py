"""The national types of letters: each legal sentence sourced, plain words, codes that exist, an answer that holds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from relais.kernel.readability import LETTER_TARGET, kandel_moles
from relais.law.clocks.given import ImpossibleDatesError
from relais.law.clocks.tables import rules
from relais.law.letters.catalogue import letters
from relais.law.mail.catalogue import national
from relais.law.mail.decoding import Told, carried, decoded
from relais.law.mail.mail import FACTS, SENDERS, Mail
from relais.law.sheets.sheet import Age

MAILS = national()
TODAY = date(2026, 11, 22)
each = pytest.mark.parametrize("mail", MAILS.values(), ids=list(MAILS))
#: words that say a duty, a time or a consequence of law: a sentence that holds one cites its text.
LEGAL = (
    "obligatoire",
    "suspend",
    "interdit",
    "vaut refus",
    "est refusée",
    "doit dire",
    "doit donner",
    "a le droit",
    "avant deux mois",
    "quinze jours",
)


@each
def test_what_the_person_reads_is_plain(mail: Mail) -> None:
    assert kandel_moles(mail.spoken) >= LETTER_TARGET, kandel_moles(mail.spoken)
    longest = max(mail.spoken.split("\n"), key=lambda line: len(line.split()))
    assert len(longest.split()) <= 30, longest
    assert "veuillez" not in mail.spoken.lower() and "·" not in mail.spoken


@each
def test_every_legal_sentence_has_its_source(mail: Mail) -> None:
    for said in (*mail.meaning, *mail.month, *mail.first, *mail.avoid, *([mail.urgent] if mail.urgent else [])):
        if any(word in said.words for word in LEGAL):
            assert said.source, said.words
    assert sum(bool(said.source) for said in mail.meaning) >= 1
    assert any(reference.mark in ("V", "P") for _, reference in mail.references), "no text that somebody read"
    for _, reference in mail.references:
        assert reference.checked_on is not None


@each
def test_whom_to_call_has_no_invented_number(mail: Mail) -> None:
    for contact in mail.contacts:
        assert not contact.number or contact.said.source, contact.who


@each
def test_a_letter_that_starts_no_clock_says_why_and_one_that_does_answers_dates(mail: Mail) -> None:
    asked = {one.fact for one in mail.asked}
    days = {"audience": TODAY + timedelta(days=30), "limite": TODAY + timedelta(days=10)}
    told = Told(received=TODAY, days={fact: day for fact, day in days.items() if fact in asked})
    found = decoded(mail, told, on=TODAY)
    assert [clock.found.rule.code for clock in found.clocks] == list(mail.clocks)
    for clock in found.clocks:
        assert not clock.found.expired
        assert clock.notes
    if mail.clocks:
        assert any(clock.found.dates for clock in found.clocks)
    else:
        assert mail.no_clock is not None
    assert len(found.printed) == len(asked & set(days))


@each
def test_what_was_told_goes_into_the_letter_to_send(mail: Mail) -> None:
    told = Told(received=TODAY, written=TODAY - timedelta(days=3), amount=Decimal("12.50"), number="12 A")
    for reply in mail.replies:
        letter = letters()[reply.letter]
        answers = carried(reply, letter, mail, told)
        assert set(answers) <= {field.code for field in letter.fields}
        assert set(reply.answers) <= set(answers)
    assert mail.replies or mail.urgent, "nothing to send, and no reason"


def test_every_sender_has_letters_and_every_fact_is_asked() -> None:
    assert {sender for mail in MAILS.values() for sender in mail.senders} <= set(SENDERS)
    assert {one.fact for mail in MAILS.values() for one in mail.asked} <= set(FACTS)


def test_time_makes_a_type_old_then_expired() -> None:
    mail = MAILS["refus_apl"]
    assert mail.valid_until is not None
    assert mail.age(on=mail.verified_on) is Age.FRESH
    assert mail.age(on=mail.verified_on + timedelta(days=184)) is Age.OLD
    assert mail.age(on=mail.valid_until + timedelta(days=1)) is Age.EXPIRED


def test_an_unknown_reception_is_a_window_and_a_proof_to_ask() -> None:
    found = decoded(MAILS["indu_prime_activite"], Told(written=date(2026, 11, 2)), on=TODAY)
    assert found.within is not None and not found.within.known
    (clock,) = found.clocks
    assert any("Preuve à demander" in note for note in clock.notes)
    assert all(dated.safe < dated.legal for dated in clock.found.dates)


def test_the_first_day_to_keep_is_the_nearest_that_is_not_over() -> None:
    mail = MAILS["indu_prime_activite"]
    found = decoded(mail, Told(received=date(2025, 12, 31)), on=date(2026, 1, 30))
    assert found.next is not None
    assert (found.next.code, found.next.safe) == ("cra", date(2026, 3, 2))
    assert [dated.code for dated in found.over] == ["droit_rectification"]
    without = decoded(mail, Told(received=date(2025, 12, 31), remedies=False), on=date(2026, 6, 1))
    assert without.next is None, "the cap of a year is no day to keep"


def test_days_that_cannot_be_true_are_refused() -> None:
    with pytest.raises(ImpossibleDatesError, match="avant d’être posté"):
        decoded(MAILS["refus_apl"], Told(received=date(2026, 10, 1), written=date(2026, 10, 6)), on=TODAY)
    with pytest.raises(ImpossibleDatesError, match="reçu"):
        decoded(MAILS["refus_apl"], Told(), on=TODAY)


def test_mediations_are_rules() -> None:
    assert {mail.mediation for mail in MAILS.values() if mail.mediation} <= set(rules())


def test_the_day_when_silence_decides_and_the_days_of_the_file_go_into_the_letters() -> None:
    mail = MAILS["c2s_pieces"]
    told = Told(received=date(2026, 9, 3), days={"complet": date(2026, 10, 5)})
    found = decoded(mail, told, on=TODAY)
    assert found.next is None
    assert found.awaited is not None
    assert (found.awaited.meaning, found.awaited.legal) == ("acceptation", date(2026, 12, 5))
    certificate = next(reply for reply in mail.replies if reply.letter == "attestation_c2s")
    assert carried(certificate, letters()["attestation_c2s"], mail, told) == {"complet_le": date(2026, 10, 5)}
    mdph = MAILS["accuse_mdph"]
    appeal = next(reply for reply in mdph.replies if reply.letter == "rapo_mdph")
    deposited = carried(appeal, letters()["rapo_mdph"], mdph, Told(received=date(2026, 9, 12)))
    assert deposited == {"refus": "silence", "depose_le": date(2026, 9, 12)}


def test_there_are_the_letters_that_people_bring() -> None:
    asked = {
        "indu_rsa", "indu_prime_activite", "indu_caf", "suspension_declaration", "demande_pieces", "refus_rsa", "refus_apl", "refus_c2s",
        "refus_aah", "refus_pch", "accuse_mdph", "ft_radiation", "ft_indu", "contrainte", "refus_titre", "oqtf", "attestation_prolongation",
        "refus_ij", "refus_aspa", "refus_dalo", "coupure_energie", "assignation",
    }  # fmt: skip
    assert asked <= set(MAILS)
    for code in ("oqtf", "assignation", "contrainte", "commandement_payer"):
        assert MAILS[code].urgent is not None, code
    assert MAILS["oqtf"].clocks == (), "a date computed there would be a false comfort"
    assert any(said.unverified for said in MAILS["oqtf"].meaning)
