"""Each type of letter, received on Thursday 5 November 2026: the dates that its texts give, counted by hand, not with our tables."""

from datetime import date

import pytest

from relais.law.mail.catalogue import national
from relais.law.mail.decoding import Told, decoded

RECEIVED, TODAY = date(2026, 11, 5), date(2026, 11, 10)
TWENTY_DAYS, TWO_MONTHS = date(2026, 11, 25), date(2027, 1, 5)
#: a délai franc ends the day after.
FRANC = date(2027, 1, 6)
#: type → (code, safe, legal) of each date; types without a clock answer none.
EXPECTED: dict[str, list[tuple[str, date, date]]] = {
    "indu_rsa": [("droit_rectification", TWENTY_DAYS, TWENTY_DAYS), ("cra", TWO_MONTHS, TWO_MONTHS)],
    "indu_prime_activite": [
        ("droit_rectification", TWENTY_DAYS, TWENTY_DAYS), ("cra", TWO_MONTHS, TWO_MONTHS), ("retenues", TWO_MONTHS, TWO_MONTHS),
    ],
    "indu_caf": [
        ("droit_rectification", TWENTY_DAYS, TWENTY_DAYS), ("retenues", TWENTY_DAYS, TWENTY_DAYS), ("cra", TWO_MONTHS, TWO_MONTHS),
    ],
    "suspension_declaration": [("recours", TWO_MONTHS, TWO_MONTHS), ("recours", TWO_MONTHS, TWO_MONTHS)],
    "demande_pieces": [],
    "controle_caf": [],
    # 5 December 2026 is a Saturday, and nothing says that this time moves
    "penalite_caf": [("observations", date(2026, 12, 4), date(2026, 12, 7))],
    "refus_rsa": [("recours", TWO_MONTHS, TWO_MONTHS)],
    "refus_apl": [("recours", TWO_MONTHS, TWO_MONTHS)],
    "refus_c2s": [("recours", TWO_MONTHS, TWO_MONTHS)],
    "c2s_pieces": [("silence", TWO_MONTHS, TWO_MONTHS)],
    "refus_ij": [("recours", TWO_MONTHS, TWO_MONTHS), ("recours", TWO_MONTHS, TWO_MONTHS)],
    "refus_aspa": [("recours", TWO_MONTHS, TWO_MONTHS)],
    "refus_aah": [("recours", TWO_MONTHS, TWO_MONTHS)],
    "refus_pch": [("recours", TWO_MONTHS, TWO_MONTHS)],
    "accuse_mdph": [("silence", date(2027, 3, 5), date(2027, 3, 5)), ("recours", date(2027, 5, 5), date(2027, 5, 5))],
    "ft_radiation": [("mediation", TWO_MONTHS, FRANC)],
    "ft_indu": [("recours", TWO_MONTHS, TWO_MONTHS)],
    "contrainte": [("opposition", date(2026, 11, 20), date(2026, 11, 20))],
    "refus_titre": [("tribunal", TWO_MONTHS, FRANC)],
    "oqtf": [],
    "attestation_prolongation": [("fin", date(2027, 2, 5), date(2027, 2, 5))],
    "refus_dalo": [("tribunal", TWO_MONTHS, FRANC)],
    "coupure_energie": [],
    "commandement_payer": [],
    "assignation": [],
    "recouvrement": [],
}  # fmt: skip


def test_every_type_has_its_dates_here() -> None:
    assert set(EXPECTED) == set(national())


@pytest.mark.parametrize("code", EXPECTED)
def test_the_dates_of_each_letter(code: str) -> None:
    found = decoded(national()[code], Told(received=RECEIVED), on=TODAY)
    dates = [(dated.code, dated.safe, dated.legal) for clock in found.clocks for dated in clock.found.dates]
    assert sorted(dates) == sorted(EXPECTED[code])
