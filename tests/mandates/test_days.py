"""The days on which an act of a mandate holds; the attestation says which field moved, and nothing to who guesses."""

from datetime import date, timedelta

from relais.mandates.rules.attestation import digests, fingerprint, moved
from relais.mandates.rules.days import holds, is_ending, last_day

SIGNED = date(2027, 3, 1)


def test_a_mandate_holds_from_the_signature_to_its_last_day_both_included() -> None:
    ends = last_day(signed_on=SIGNED, days=31)
    assert ends == date(2027, 3, 31)
    assert last_day(signed_on=SIGNED, days=1) == SIGNED
    assert last_day(signed_on=date(2027, 1, 1), days=365) == date(2027, 12, 31)
    for on, allowed in ((SIGNED, True), (ends, True), (SIGNED - timedelta(days=1), False), (ends + timedelta(days=1), False)):
        assert bool(holds(signed_on=SIGNED, ends_on=ends, revoked_on=None, on=on)) is allowed
    assert "n’est pas encore signé" in holds(signed_on=None, ends_on=None, revoked_on=None, on=SIGNED).reason
    assert "s’est terminé" in holds(signed_on=SIGNED, ends_on=ends, revoked_on=None, on=date(2027, 4, 1)).reason


def test_what_was_done_before_her_word_stays_done_and_nothing_from_that_day_on() -> None:
    told = {"signed_on": SIGNED, "ends_on": date(2027, 3, 31), "revoked_on": date(2027, 3, 10)}
    assert holds(**told, on=date(2027, 3, 9))
    assert "a révoqué" in holds(**told, on=date(2027, 3, 10)).reason
    assert "a révoqué" in holds(**told, on=date(2027, 5, 1)).reason


def test_an_end_is_warned_of_according_to_how_long_the_mandate_holds() -> None:
    ends = date(2027, 3, 31)
    near = {
        days: [is_ending(days=days, ends_on=ends, on=ends - timedelta(days=ago)) for ago in (31, 30, 7, 0, -7, -8)] for days in (1, 31, 365)
    }
    assert near[365] == [False, True, True, True, True, False]
    assert near[31] == [False, False, True, True, True, False]
    assert near[1] == [False, False, False, True, True, False]
    assert is_ending(days=None, ends_on=ends, on=ends - timedelta(days=30))


def test_the_attestation_names_what_moved_and_does_not_change_with_the_order_nor_with_the_writing_of_accents() -> None:
    fields = {"donne_par": "Inès", "actes": [[1, "social", "Déclarer"]], "signe_le": "2027-03-01"}
    before = digests(fields, nonce="a1")
    assert fingerprint(fields, nonce="a1") == fingerprint(dict(reversed(fields.items())), nonce="a1")
    assert fingerprint({**fields, "donne_par": "Ine\u0300s"}, nonce="a1") == fingerprint(fields, nonce="a1")
    assert moved(before=before, now=digests({**fields, "signe_le": "2027-03-02"}, nonce="a1")) == ["signe_le"]
    assert moved(before=before, now=digests({name: fields[name] for name in ("donne_par", "actes")}, nonce="a1")) == ["signe_le"]
    # the same words in two mandates say nothing of each other
    assert set(before.values()).isdisjoint(digests(fields, nonce="b2").values())
