"""Accounts as people live them: an organisation opens, members arrive, change and leave; strangers see nothing."""

import pytest

from relais.accounts import queries, services
from relais.accounts.models import Member, Role, SecrecyBasis
from relais.foundation.access import ANONYMOUS
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import Refused
from tests.factories.accounts import NOW, PASSWORD, TERMINAL, acting, member, organisation

pytestmark = pytest.mark.django_db


def test_an_organisation_opens_from_the_terminal_only():
    house = organisation()
    technician = acting(member(house, "tom", Role.TECHNICIAN))
    with pytest.raises(Refused, match="machine"):
        services.open_organisation(actor=technician, name="Autre", kind="ccas", now=NOW)
    with pytest.raises(Refused):
        services.open_organisation(actor=ANONYMOUS, name="Autre", kind="ccas", now=NOW)


def test_two_organisations_never_bear_the_same_name():
    organisation("CCAS de Montbrume")
    with pytest.raises(services.UnableToKeepAccounts):
        organisation("CCAS de Montbrume")


def test_awa_arrives_with_roles_service_and_team():
    house = organisation()
    awa = member(house, "awa", service="Accompagnement", team="Quais", secrecy_basis=SecrecyBasis.PROFESSION)
    actor = acting(awa)
    assert actor.roles == {"travailleur_social"}
    assert actor.organisation_id == house.pk
    assert actor.service_ids == {awa.service_id}
    assert [team.name for team in queries.teams(actor)] == ["Quais"]
    assert actor.team_ids == {queries.teams(actor)[0].pk}


def test_the_technician_of_another_organisation_is_refused_and_learns_nothing():
    here, there = organisation("Ici"), organisation("Ailleurs")
    awa = member(here, "awa")
    stranger = acting(member(there, "bruno", Role.TECHNICIAN))
    with pytest.raises(Refused):
        services.invite_member(
            actor=stranger, organisation=here, invitation=services.Invitation("x.y", "X", frozenset({Role.DPO}), PASSWORD), now=NOW
        )
    dpo = services.RoleOnDays(Role.DPO, NOW.date())
    for act in (services.close_account, lambda **named: services.grant_role(asked=dpo, **named)):
        with pytest.raises(services.UnableToKeepAccounts, match="n’existe pas"):
            act(actor=stranger, member_id=awa.pk, now=NOW)
    assert Member.objects.get(pk=awa.pk).is_active


def test_a_social_worker_does_not_manage_accounts():
    house = organisation()
    awa, leon = member(house, "awa"), member(house, "leon")
    with pytest.raises(Refused, match="administration technique"):
        services.close_account(actor=acting(awa), member_id=leon.pk, now=NOW)


def test_each_read_stops_at_the_seal():
    here, there = organisation("Ici"), organisation("Ailleurs")
    awa = acting(member(here, "awa", service="Accueil", team="A"))
    member(there, "helene", service="Polyvalence", team="B")
    assert [who.identifier for who in queries.colleagues(awa)] == ["awa"]
    assert [service.name for service in queries.services(awa)] == ["Accueil"]
    assert [team.name for team in queries.teams(awa)] == ["A"]
    assert queries.organisation_of(awa) == here
    for nobody in (ANONYMOUS, TERMINAL):
        assert not queries.colleagues(nobody).exists()
        assert not queries.services(nobody).exists()
        assert not queries.teams(nobody).exists()
        assert queries.organisation_of(nobody) is None
        assert queries.myself(nobody) is None


def test_leon_leaves_and_nothing_opens_any_more():
    house = organisation()
    leon = member(house, "leon")
    tom = acting(member(house, "tom", Role.TECHNICIAN))
    services.close_account(actor=tom, member_id=leon.pk, now=NOW)
    leon.refresh_from_db()
    assert acting(leon) == ANONYMOUS
    assert not leon.check_password(PASSWORD)
    with pytest.raises(services.UnableToKeepAccounts, match="déjà fermé"):
        services.close_account(actor=tom, member_id=leon.pk, now=NOW)


def test_every_act_leaves_its_line_in_the_organisation_s_own_chain():
    house = organisation()
    awa = member(house, "awa")
    services.set_password(actor=acting(awa), member_id=awa.pk, password="Un-autre-roseau-27", now=NOW)
    lines = JournalEntry.objects.filter(organisation_id=house.pk).order_by("id")
    assert [line.action for line in lines] == ["organisation.opened", "member.invited", "member.password_changed"]
    assert lines[1].subject == f"accounts.member:{awa.pk}"
    assert "awa" not in "".join(f"{line.subject}{line.action}" for line in lines)


@pytest.mark.parametrize("identifier", ["Awa", "a", "awa sarr", "awa@x", "éva.b"])
def test_an_identifier_that_cannot_be_typed_everywhere_is_refused(identifier: str):
    with pytest.raises(services.UnableToKeepAccounts):
        member(organisation(), identifier)


def test_only_demonstrations_are_ever_erased():
    house = organisation()
    with pytest.raises(services.UnableToKeepAccounts, match="rien n’a été effacé"):
        services.remove_demo_organisation(actor=TERMINAL, organisation=house, now=NOW)
