"""The home of the toolbox: only tools that open are shown."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from relais.procedures import toolbox


@pytest.mark.django_db
def test_every_tool_shown_opens(client: Client) -> None:
    page = BeautifulSoup(client.get(reverse("tools:home")).content, "html.parser")
    shown = [str(link["href"]) for link in page.select(".tools a")]
    assert reverse("screening:start") in shown
    assert {client.get(address).status_code for address in shown} == {200}


@pytest.mark.django_db
def test_a_tool_that_does_not_exist_here_is_not_promised(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    absent = toolbox.Tool("tools:not-yet", "Un outil à venir", "Bientôt", "clock")
    monkeypatch.setattr(toolbox, "TOOLS", (*toolbox.TOOLS, absent))
    assert absent.url == ""
    assert "à venir" not in client.get(reverse("tools:home")).content.decode()


@pytest.mark.django_db
def test_the_home_asks_nothing_of_the_database(client: Client, django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        client.get(reverse("tools:home"))
