"""``relais accounts``: help from the machine for who administers alone, journaled and told to the others."""

import pytest

from relais.accounts.models import AccessNotice, OpenSession, Role
from relais.foundation.models import JournalEntry
from relais.project.cli import main
from tests.factories.accounts import member, organisation, signed_in

pytestmark = pytest.mark.django_db


def test_a_lost_factor_is_reset_from_the_machine_and_told_to_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    house = organisation()
    tom, ines = member(house, "tom", Role.TECHNICIAN), member(house, "ines", Role.TECHNICIAN)
    signed_in(tom)
    assert main(["accounts", "list"]) == 0
    assert "tom\tTom\tCCAS de Montbrume\tsans second facteur" in capsys.readouterr().out
    assert main(["accounts", "reset-factor", "TOM"]) == 0
    assert not OpenSession.objects.filter(member=tom).exists()
    written = JournalEntry.objects.get(action="second_factor.reset")
    assert written.operator == "relais accounts reset-factor"
    assert {one.recipient_id for one in AccessNotice.objects.filter(event="factors_reset")} == {tom.pk, ines.pk}
    assert "/compte/" in signed_in(ines).get("/compte/").content.decode()


def test_a_link_is_given_from_the_machine(capsys: pytest.CaptureFixture[str]) -> None:
    tom = member(organisation(), "tom", Role.TECHNICIAN)
    assert main(["accounts", "link", "tom", "--address", "https://relais.example/"]) == 0
    assert "https://relais.example/invitation/" in capsys.readouterr().out
    tom.refresh_from_db()
    assert not tom.has_usable_password()


def test_an_unknown_account_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accounts", "link", "personne"]) == 2
    assert "aucun compte ne s’appelle « personne »".replace("\u00a0", " ") in capsys.readouterr().err.replace("\u00a0", " ")
