"""Roles on days and in services: the future and the past give nothing, nobody opens contents to themselves."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relais.accounts import policies, queries, rules, services
from relais.accounts.models import Member, Role, RoleGrant, SecrecyBasis
from relais.accounts.services import RoleOnDays, UnableToKeepAccounts
from relais.foundation.access import ANONYMOUS, Actor
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import Refused
from tests.factories.accounts import NOW, TERMINAL, acting, member, organisation

TODAY = NOW.date()


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def house(db):
    return organisation()


@pytest.fixture
def tom(house):
    return acting(member(house, "tom", Role.TECHNICIAN))


def test_a_role_holds_from_its_first_day_and_not_on_its_last(house, tom):
    awa = member(house, "awa", Role.RECEPTION, service="Accueil")
    asked = RoleOnDays(Role.SOCIAL_WORKER, in_days(3), in_days(10), awa.service_id)
    services.grant_role(actor=tom, member_id=awa.pk, asked=asked, now=NOW)
    held = [Role.SOCIAL_WORKER in queries.actor_of(awa, on=in_days(day)).roles for day in (0, 2, 3, 9, 10, 400)]
    assert held == [False, False, True, True, False, False]


def test_a_role_is_held_in_its_service_only(house, tom):
    petit = member(house, "petit", Role.HEAD, service="Accompagnement")
    elsewhere = member(house, "yasmine", Role.RECEPTION, service="Accueil")
    services.grant_role(actor=tom, member_id=petit.pk, asked=RoleOnDays(Role.RECEPTION, TODAY, service_id=elsewhere.service_id), now=NOW)
    actor = acting(petit)
    assert actor.roles == {"responsable", "accueil"}
    assert actor.service_ids == {petit.service_id, elsewhere.service_id}
    assert actor.has_role_in(petit.service_id, Role.HEAD) and not actor.has_role_in(elsewhere.service_id, Role.HEAD)
    assert actor.has_role_in(elsewhere.service_id, Role.RECEPTION) and not actor.has_role_in(petit.service_id, Role.RECEPTION)
    assert not actor.has_role_in(None, Role.HEAD), "one service is not the whole organisation"


def test_a_role_of_the_whole_organisation_is_held_in_each_service(house):
    nadia = acting(member(house, "nadia", Role.DPO, service="Accueil"))
    assert nadia.held == {("dpo", None)}
    assert nadia.has_role_in(next(iter(nadia.service_ids)), Role.DPO) and nadia.has_role_in(None, Role.DPO)


def test_the_secrecy_of_a_member_reaches_the_policies(house):
    awa = acting(member(house, "awa", secrecy_basis=SecrecyBasis.PROFESSION))
    karim = acting(member(house, "karim", Role.DIGITAL_MEDIATOR))
    assert (awa.secrecy, awa.is_bound_by_secrecy) == ("profession", True)
    assert (karim.secrecy, karim.is_bound_by_secrecy) == ("aucun", False)
    assert not ANONYMOUS.is_bound_by_secrecy and not TERMINAL.is_bound_by_secrecy


def test_an_ended_role_gives_nothing_at_once_and_its_row_stays(house, tom):
    awa = member(house, "awa")
    grant = RoleGrant.objects.get(member=awa)
    services.end_role(actor=tom, member_id=awa.pk, grant_id=grant.pk, now=NOW)
    assert acting(awa).roles == frozenset()
    assert RoleGrant.objects.get(pk=grant.pk).revoked_at == NOW
    with pytest.raises(UnableToKeepAccounts, match="plus"):
        services.end_role(actor=tom, member_id=awa.pk, grant_id=grant.pk, now=NOW)
    actions = JournalEntry.objects.filter(organisation_id=house.pk).order_by("id").values_list("action", flat=True)
    assert list(actions)[-1] == "role.ended"


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [(-1, None, "passé"), (5, 5, "après son début"), (5, 4, "après son début"), (0, None, "déjà ce rôle"), (300, 310, "déjà ce rôle")],
)
def test_days_that_cannot_be_are_refused_and_nothing_is_written(house, tom, starts: int, ends: int | None, said: str):
    awa = member(house, "awa")
    before, lines = RoleGrant.objects.count(), JournalEntry.objects.count()
    asked = RoleOnDays(Role.SOCIAL_WORKER, in_days(starts), None if ends is None else in_days(ends))
    with pytest.raises(UnableToKeepAccounts, match=said):
        services.grant_role(actor=tom, member_id=awa.pk, asked=asked, now=NOW)
    assert (RoleGrant.objects.count(), JournalEntry.objects.count()) == (before, lines)


def test_a_service_of_another_organisation_does_not_exist(house, tom):
    awa = member(house, "awa")
    stranger = member(organisation("Ailleurs"), "helene", service="Secteur")
    with pytest.raises(UnableToKeepAccounts, match="n’existe pas"):
        services.grant_role(actor=tom, member_id=awa.pk, asked=RoleOnDays(Role.HEAD, TODAY, service_id=stranger.service_id), now=NOW)


def test_nobody_opens_contents_to_themselves(house):
    both = member(house, "sam", Role.TECHNICIAN, Role.HEAD, service="Accueil")
    for role in rules.CONTENT_ROLES:
        with pytest.raises(Refused, match="une autre personne"):
            services.grant_role(actor=acting(both), member_id=both.pk, asked=RoleOnDays(Role(role), in_days(1)), now=NOW)
    services.grant_role(actor=acting(both), member_id=both.pk, asked=RoleOnDays(Role.DIGITAL_LEAD, TODAY), now=NOW)


def test_a_closed_account_receives_no_role(house, tom):
    leon = member(house, "leon")
    services.close_account(actor=tom, member_id=leon.pk, now=NOW)
    with pytest.raises(UnableToKeepAccounts, match="fermé"):
        services.grant_role(actor=tom, member_id=leon.pk, asked=RoleOnDays(Role.HEAD, TODAY), now=NOW)
    assert queries.actor_of(Member.objects.get(pk=leon.pk), on=TODAY) == ANONYMOUS


def test_each_role_is_closed_by_nature_or_may_open_contents():
    assert set(Role.values) == rules.CONTENT_ROLES | rules.CLOSED_ROLES
    assert rules.CONTENT_ROLES.isdisjoint(rules.CLOSED_ROLES)
    assert rules.CONTENT_ROLES | {Role.TECHNICIAN} <= rules.SECOND_FACTOR_ROLES
    assert set(Role.values) >= rules.SERVICE_ROLES


@given(st.sets(st.sampled_from(Role.values)), st.sets(st.sampled_from(sorted(rules.CLOSED_ROLES))))
def test_a_closed_role_adds_nothing_and_takes_nothing_away(roles: set[str], closed: set[str]):
    assert rules.content_roles(roles | closed) == rules.content_roles(roles)
    assert rules.content_roles(closed) == frozenset()


@given(st.sets(st.tuples(st.sampled_from(Role.values), st.sampled_from([None, 1, 2]))))
def test_the_union_opens_what_each_role_opens_alone(held: set[tuple[str, int | None]]):
    def actor(pairs: set[tuple[str, int | None]]) -> Actor:
        return Actor(roles=frozenset(role for role, _ in pairs), held=frozenset(pairs))

    for place in (None, 1, 2):
        alone = frozenset().union(*(policies.roles_opening_contents(actor({pair}), place) for pair in held))
        assert policies.roles_opening_contents(actor(held), place) == alone
    assert not policies.roles_opening_contents(actor({(role, None) for role in rules.CLOSED_ROLES}), 1)
