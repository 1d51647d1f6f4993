"""Accounts are taken by a link: one use, seven days, revocable; the link gives a password to choose, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from relais.accounts import services
from relais.accounts.models import AccessLink, AccessNotice, Role
from relais.accounts.services import Invitation
from relais.foundation import limits
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import Refused
from tests.factories.accounts import NOW, PASSWORD, TERMINAL, acting, member, organisation

pytestmark = pytest.mark.django_db
ASKED = Invitation("awa", "Awa", frozenset({Role.SOCIAL_WORKER}), None, service="Accompagnement")


@pytest.fixture(autouse=True)
def fresh_limits():
    limits.forget_all()
    yield
    limits.forget_all()


@pytest.fixture
def house():
    return organisation()


@pytest.fixture
def invited(house):
    return services.invite_by_link(actor=TERMINAL, organisation=house, invitation=ASKED, now=timezone.now())


def test_awa_takes_her_account_and_goes_on_to_her_second_factor(client: Client, invited):
    awa, token = invited
    page = client.get(f"/invitation/{token}/")
    assert page.status_code == 200 and "Accompagnement" not in page.content.decode() and "awa" in page.content.decode()
    weak = client.post(f"/invitation/{token}/", {"new": "court"})
    assert weak.status_code == 422 and "sept mots" in weak.content.decode()
    done = client.post(f"/invitation/{token}/", {"new": PASSWORD})
    assert done["Location"] == "/compte/securite/choisir/"
    awa.refresh_from_db()
    assert awa.check_password(PASSWORD)
    assert client.get("/compte/")["Location"].startswith("/connexion/"), "no session before the second factor"
    assert client.get(f"/invitation/{token}/").status_code == 404, "a link serves once"
    assert [line.action for line in JournalEntry.objects.filter(action__startswith="link.").order_by("pk")] == ["link.made", "link.used"]


def test_an_account_that_waits_opens_with_no_password(client: Client, invited):
    awa, _token = invited
    assert not awa.has_usable_password()
    assert client.post("/connexion/", {"login": "awa", "password": PASSWORD}).status_code == 422


def test_only_a_digest_is_kept(invited):
    _awa, token = invited
    assert not any(token in str(row) for row in AccessLink.objects.values_list())


@pytest.mark.parametrize("fate", ["over", "revoked", "replaced", "closed"])
def test_a_link_that_is_over_opens_nothing(client: Client, house, invited, fate: str):
    awa, token = invited
    tom = acting(member(house, "tom", Role.TECHNICIAN))
    if fate == "over":
        AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    if fate == "revoked":
        services.revoke_links(actor=tom, member_id=awa.pk, now=timezone.now())
    if fate == "replaced":
        services.make_link(actor=tom, member_id=awa.pk, now=timezone.now())
    if fate == "closed":
        services.close_account(actor=tom, member_id=awa.pk, now=timezone.now())
    refused = client.get(f"/invitation/{token}/")
    unknown = client.get("/invitation/jamais-donne/")
    assert refused.status_code == unknown.status_code == 404
    strip = [re.sub(r'value="[^"]*"', "", answer.content.decode()).replace(token, "jamais-donne") for answer in (refused, unknown)]
    assert strip[0] == strip[1], "a link that is over reads as one that never was"
    assert client.post(f"/invitation/{token}/", {"new": PASSWORD}).status_code == 404
    awa.refresh_from_db()
    assert not awa.has_usable_password()
    with pytest.raises(services.UnableToKeepAccounts, match="n’ouvre rien"):
        services.take_account(token=token, password=PASSWORD, now=timezone.now())


def test_a_weak_password_does_not_use_up_the_link(invited):
    awa, token = invited
    with pytest.raises(services.UnableToKeepAccounts, match="sept mots"):
        services.take_account(token=token, password="court", now=timezone.now())
    assert services.take_account(token=token, password=PASSWORD, now=timezone.now()) == awa


def test_a_lost_password_is_chosen_again_by_a_link_that_everybody_sees(house):
    awa = member(house, "awa", service="Accompagnement")
    petit = member(house, "petit", Role.HEAD, service="Accompagnement")
    tom = acting(member(house, "tom", Role.TECHNICIAN))
    services.make_link(actor=tom, member_id=awa.pk, now=NOW)
    awa.refresh_from_db()
    assert not awa.has_usable_password()
    told = AccessNotice.objects.filter(event="link_made").values_list("recipient_id", flat=True)
    assert set(told) == {awa.pk, petit.pk}


def test_nobody_makes_a_link_for_themselves_nor_for_a_stranger(house):
    tom, leon = member(house, "tom", Role.TECHNICIAN), member(house, "leon")
    with pytest.raises(Refused, match="votre compte"):
        services.make_link(actor=acting(tom), member_id=tom.pk, now=NOW)
    with pytest.raises(Refused, match="administration technique"):
        services.make_link(actor=acting(leon), member_id=tom.pk, now=NOW)
    stranger = acting(member(organisation("Ailleurs"), "bruno", Role.TECHNICIAN))
    with pytest.raises(services.UnableToKeepAccounts, match="n’existe pas"):
        services.make_link(actor=stranger, member_id=leon.pk, now=NOW)
