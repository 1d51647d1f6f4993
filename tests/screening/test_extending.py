"""A page asks thirty minutes more for what it holds: the state is sealed again, the page stays where it is, nothing else is answered."""

import time_machine
from django.test import Client

from relais.screening.rules.told import Told
from relais.screening.web.page_state import LIFETIME, opened, sealed

URL = "/droits/prolonger/"
TOLD = Told(texts={"loyer": "620", "commune": "roub"}, path=("p1.naissance", "couple"))


def test_what_was_told_lasts_thirty_minutes_more(client: Client) -> None:
    with time_machine.travel("2026-11-22 09:00:00+00:00", tick=False) as clock:
        first = sealed(TOLD)
        clock.shift(LIFETIME.total_seconds() - 60)
        answer = client.post(URL, {"etat": first})
        assert answer.status_code == 200
        again = answer.content.decode()
        clock.shift(LIFETIME.total_seconds() - 60)
        assert opened(first)[1] is not None, "the first state is over by now"
        assert opened(again) == (TOLD, None)


def test_a_state_that_is_over_is_not_brought_back(client: Client) -> None:
    with time_machine.travel("2026-11-22 09:00:00+00:00", tick=False) as clock:
        first = sealed(TOLD)
        clock.shift(LIFETIME.total_seconds() + 60)
        answer = client.post(URL, {"etat": first})
    assert answer.status_code == 422
    assert "30 minutes" in answer.content.decode()


def test_the_answer_is_plain_text_that_no_cache_keeps(client: Client) -> None:
    answer = client.post(URL, {"etat": sealed(TOLD)})
    assert answer["Content-Type"].startswith("text/plain")
    assert "no-store" in answer["Cache-Control"]
    assert client.get(URL).status_code == 405
    assert "roub" not in answer.content.decode()
