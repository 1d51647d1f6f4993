"""The fictional territory: whole, installed twice as once, never mixed with real work, and never taken for it."""

from pathlib import Path

import pytest
from django.test import Client

from relais.accounts import queries
from relais.accounts.models import Member, Organisation, Role, RoleGrant, SecrecyBasis
from relais.accounts.passwords import StrongEnough
from relais.demo.cast import CCAS, HOUSES
from relais.demo.services import UnableToBuildDemo, build, new_password
from relais.foundation.access import ANONYMOUS, operator
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import Refused
from relais.people.models import File
from tests.factories.accounts import NOW, PASSWORD, acting, member, organisation, signed_in

pytestmark = pytest.mark.django_db
TERMINAL = operator("relais demo")


def install(password: str = PASSWORD, *, reset: bool = False) -> bool:
    return build(actor=TERMINAL, password=password, now=NOW, reset=reset)


def test_the_whole_cast_is_there_each_with_a_role_and_a_home_and_twice_is_once():
    assert install()
    roles = set(RoleGrant.objects.values_list("role", flat=True))
    assert roles == set(Role.values)
    assert Organisation.objects.filter(is_demo=True).count() == 2
    awa, leon, helene = (acting(Member.objects.get(identifier=name)) for name in ("awa", "leon", "helene"))
    assert awa.service_ids == leon.service_ids
    assert awa.team_ids.isdisjoint(leon.team_ids), "Léon is the stranger of every access test"
    assert queries.colleagues(awa).count() == len(CCAS.people), "the two organisations do not see each other"
    assert not queries.colleagues(awa).filter(pk=helene.user_id).exists()
    lines = JournalEntry.objects.count()
    assert not install()
    assert JournalEntry.objects.count() == lines


def test_who_is_not_bound_by_secrecy_is_told():
    bases = {person.identifier: person.secrecy for house in HOUSES for person in house.people}
    assert bases["awa"] == SecrecyBasis.PROFESSION
    assert {name for name, basis in bases.items() if basis == SecrecyBasis.NONE} >= {"karim", "solene", "diallo", "tom"}


def test_a_new_password_reaches_everybody():
    install()
    install("Tilleul-ardoise-écluse-12")
    assert all(who.check_password("Tilleul-ardoise-écluse-12") for who in Member.objects.all())


def test_a_reset_starts_afresh_and_leaves_real_work_alone():
    real = member(organisation("CCAS réel"), "mme.martin")
    install()
    Member.objects.filter(identifier="awa").update(display_name="Autre")
    assert install(reset=True)
    assert Member.objects.get(identifier="awa").display_name == "Awa Sarr"
    assert Member.objects.filter(pk=real.pk).exists()


def test_a_real_account_of_the_same_name_stops_everything():
    member(organisation("CCAS réel"), "tom")
    with pytest.raises(UnableToBuildDemo, match="« tom »"):
        install()
    assert not Organisation.objects.filter(is_demo=True).exists()


def test_a_real_organisation_of_the_same_name_stops_everything():
    organisation(CCAS.name)
    with pytest.raises(UnableToBuildDemo, match="réelle"):
        install()


def test_only_the_terminal_builds_it():
    with pytest.raises(Refused):
        build(actor=ANONYMOUS, password=PASSWORD, now=NOW)


def test_its_password_follows_the_rule_it_shows():
    drawn = {new_password() for _ in range(20)}
    assert len(drawn) > 1
    for password in drawn:
        StrongEnough().validate(password)


def test_a_demonstration_says_so_on_every_page(settings, tmp_path: Path):
    settings.DATA_DIR = tmp_path
    real = member(organisation("CCAS réel"), "mme.martin")
    install()
    assert "Démonstration" in signed_in(Member.objects.get(identifier="awa")).get("/compte/").content.decode()
    assert "personnes fictives" not in signed_in(real).get("/compte/").content.decode()
    assert "personnes fictives" not in Client().get("/").content.decode()
    (tmp_path / "demo.json").write_text("{}")
    for address in ("/", "/connexion/", "/nulle-part/"):
        assert "personnes fictives" in Client().get(address).content.decode()


def test_a_reset_erases_the_files_too():
    install()
    before = set(File.objects.values_list("pk", flat=True))
    install(reset=True)
    assert File.objects.count() == len(before)
    assert before.isdisjoint(File.objects.values_list("pk", flat=True))
