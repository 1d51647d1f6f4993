"""Passwords follow the CNIL (délibération 2022-100; doctrine §2.7): its three forms, its examples, a blocklist, and no calendar."""

import pytest

from relais.accounts import services
from relais.accounts.models import Member, Role
from relais.accounts.passwords import bits, is_phrase
from tests.factories.accounts import NOW, PASSWORD, TERMINAL, member, organisation, signed_in


@pytest.mark.parametrize(
    ("password", "accepted"),
    [
        ("Kzofbeq1937)", True),  # twelve signs of the four kinds, as in the first example of the CNIL (79.55 bits)
        ("Abcdefg1234", False),
        ("abcdefg1234)", False),
        ("Abcdefgh1234", False),
        ("Az3rty0)", False),  # 53 bits: enough with a lock for the CNIL, not for who reads files
        ("abcdefghABCD12", True),  # fourteen without special sign
        ("abcdefghABCD1", False),
        ("Éléphants2026é", True),
        ("le galet roule vers la rive nord", True),
        ("le galet roule vers la rive", False),
        ("galet galet galet galet galet galet galet", False),
        ("a b c d e f g h", False),
        ("court-1A", False),
        ("aaaaaaaaaaaaaa", False),
        ("Aaaaaaaaaaa1!", False),
        ("motdepasse123", False),
        ("!!Password2026", False),
        ("Roseau-lanterne-41", True),
        ("", False),
    ],
)
@pytest.mark.django_db
def test_passwords_follow_the_cnil(password: str, accepted: bool):
    house = organisation()
    invitation = services.Invitation("nadia", "Nadia", frozenset({Role.DPO}), password)
    if accepted:
        assert services.invite_member(actor=TERMINAL, organisation=house, invitation=invitation, now=NOW).check_password(password)
        return
    with pytest.raises(services.UnableToKeepAccounts):
        services.invite_member(actor=TERMINAL, organisation=house, invitation=invitation, now=NOW)
    assert not Member.objects.filter(identifier="nadia").exists()


def test_the_cnil_s_own_examples_of_bits():
    assert bits("Az3rty0)") == pytest.approx(53.0, abs=0.1)
    assert bits("Abcdefg1234)") == pytest.approx(79.55, abs=0.01)
    assert bits("abcdefghABCD12") == pytest.approx(83.4, abs=0.1)


def test_a_phrase_is_made_of_different_words():
    assert is_phrase("Le-galet-roule-vers-la-rive-nord")
    assert not is_phrase("la la la la la la la la la")


@pytest.mark.django_db
def test_pasting_is_never_refused_and_the_rule_is_said_before_any_error():
    page = signed_in(member(organisation(), "awa")).get("/compte/mot-de-passe/").content.decode()
    assert "sept mots" in page
    assert "onpaste" not in page and PASSWORD not in page
