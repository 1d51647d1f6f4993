"""What a page says when it refuses a password or a code: nothing of it is kept, and the page does not say that it is."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import member, organisation

pytestmark = pytest.mark.django_db


def test_a_refused_password_is_not_said_to_be_kept(client: Client) -> None:
    member(organisation(), "awa")
    answer = client.post(reverse("accounts:sign_in"), {"login": "awa", "password": "une mauvaise phrase"})
    page = answer.content.decode()
    assert "Ce n’est pas accepté" in page
    assert "ce que vous avez écrit est gardé" not in page
    assert "une mauvaise phrase" not in page
