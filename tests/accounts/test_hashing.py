"""Passwords of local accounts: Argon2id with OWASP's parameters; what was hashed otherwise is hashed again at sign-in."""

import pytest
from django.contrib.auth.hashers import make_password

from relais.accounts.models import Member, Role
from relais.project.settings import base
from tests.factories.accounts import PASSWORD, member, organisation

pytestmark = pytest.mark.django_db


def test_a_password_is_hashed_by_argon2id_and_an_older_hash_is_upgraded_at_sign_in(settings, client) -> None:
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    awa = member(organisation(), "awa", Role.COMMISSION)
    assert awa.password.startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")
    Member.objects.filter(pk=awa.pk).update(password=make_password(PASSWORD, hasher="scrypt"))

    client.post("/connexion/", {"login": "awa", "password": PASSWORD})

    kept = Member.objects.get(pk=awa.pk)
    assert kept.password.startswith("argon2$argon2id$")
    assert kept.check_password(PASSWORD)
    assert not kept.check_password("autre chose")
