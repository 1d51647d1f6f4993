"""Drafts: a day on the server, sealed, masked, for their author alone; a slip ties a page to its author."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.foundation import drafts, schedules, slips
from relais.foundation.access import ANONYMOUS, Actor
from relais.foundation.models import JournalEntry
from relais.foundation.vault import keys
from relais.project.wiring import join

pytestmark = pytest.mark.django_db
HOUSE = uuid4()
AWA, LEON = Actor(user_id=uuid4(), organisation_id=HOUSE), Actor(user_id=uuid4(), organisation_id=HOUSE)
KEY = "casework.note:8f2c:facts"


@pytest.fixture(autouse=True)
def _keys() -> None:
    keys.forget_opened_keys()


def everything_written() -> bytes:
    """Each byte that the database holds about drafts and acts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM foundation_draft")
        rows = cursor.fetchall()
    return repr([[bytes(one) if isinstance(one, memoryview) else one for one in row] for row in rows]).encode()


def test_a_draft_is_sealed_masked_and_its_author_s_alone(caplog: pytest.LogCaptureFixture) -> None:
    now = timezone.now()
    drafts.keep(actor=AWA, key=KEY, text="Elle attend la CAF.\nmdp : Toto1234!", now=now, page="/dossiers/1/note/")
    found = drafts.kept(AWA, KEY, now=now)
    assert found is not None
    assert found.text.startswith("Elle attend la CAF.")
    assert "Toto1234" not in found.text
    assert (found.at, found.page) == (now, "/dossiers/1/note/")
    written = everything_written()
    assert b"attend" not in written
    assert b"Toto" not in written
    assert not JournalEntry.objects.exists(), "a draft is nobody's act yet"
    assert "Toto" not in caplog.text
    for other in (LEON, ANONYMOUS, Actor(user_id=AWA.user_id, organisation_id=uuid4())):
        assert drafts.kept(other, KEY, now=now) is None
        drafts.forget(actor=other, key=KEY)
    assert drafts.kept(AWA, KEY, now=now) == found, "nobody else erases it either"


def test_the_last_text_counts_and_an_empty_one_forgets() -> None:
    now = timezone.now()
    for text in ("un", "un deux"):
        drafts.keep(actor=AWA, key=KEY, text=text, now=now, page="/ici/")
    assert drafts.Draft.objects.count() == 1
    found = drafts.kept(AWA, KEY, now=now)
    assert found is not None
    assert found.text == "un deux"
    assert drafts.waiting(AWA, now=now) == [("/ici/", now)]
    drafts.keep(actor=AWA, key=KEY, text="  ", now=now)
    assert drafts.kept(AWA, KEY, now=now) is None
    assert drafts.waiting(AWA, now=now) == []


def test_a_day_later_nothing_is_shown_nor_kept() -> None:
    now = timezone.now()
    drafts.keep(actor=AWA, key=KEY, text="un", now=now - drafts.LIFE, page="/ici/")
    drafts.keep(actor=LEON, key=KEY, text="deux", now=now - drafts.LIFE + timedelta(minutes=1))
    assert drafts.kept(AWA, KEY, now=now) is None
    assert drafts.waiting(AWA, now=now) == []
    assert drafts.purge(now=now) == 1
    assert drafts.kept(LEON, KEY, now=now) is not None
    join()
    assert "brouillons" in {one.name for one in schedules.declared()}


def test_limits_are_said_and_keys_hold_no_text() -> None:
    now = timezone.now()
    with pytest.raises(drafts.UnableToKeepDraft, match="trop long"):
        drafts.keep(actor=AWA, key=KEY, text="a" * (drafts.LONGEST + 1), now=now)
    with pytest.raises(drafts.UnableToKeepDraft, match="Connectez-vous"):
        drafts.keep(actor=ANONYMOUS, key=KEY, text="a", now=now)
    with pytest.raises(ValueError, match="key"):
        drafts.keep(actor=AWA, key="Madame Martin", text="a", now=now)


def test_beyond_a_hundred_texts_the_oldest_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST", 2)
    now = timezone.now()
    for step in range(3):
        drafts.keep(actor=AWA, key=f"k{step}", text="a", now=now + timedelta(seconds=step))
    assert set(drafts.Draft.objects.values_list("key", flat=True)) == {"k1", "k2"}


def test_a_draft_that_does_not_open_leaves_the_page_without_it() -> None:
    now = timezone.now()
    drafts.keep(actor=AWA, key=KEY, text="un", now=now)
    keys.forget_opened_keys()
    keys.DataKey.objects.all().delete()
    assert drafts.kept(AWA, KEY, now=now) is None


def slip(actor: Actor = AWA) -> str:
    """The hidden field of a form with two texts."""
    made = slips.slip_of(actor, key="casework.note:8f2c", page="/dossiers/1/note/", fields=("facts", "words"))
    assert made is not None
    return slips.sealed(made, now=timezone.now())


def test_a_page_keeps_and_erases_by_its_slip_alone(client: Client) -> None:
    token = slip()
    answer = client.post(reverse("draft-keep"), {slips.FIELD: token, "facts": "Vue ce jour", "words": "", "other": "x"})
    assert answer.status_code == 200
    assert "Brouillon gardé à" in answer.content.decode()
    found = drafts.kept(AWA, KEY, now=timezone.now())
    assert found is not None
    assert found.text == "Vue ce jour"
    assert drafts.Draft.objects.count() == 1, "fields that the slip does not name are not read"
    assert client.get(reverse("draft-keep")).status_code == 405
    for forged in ("", "abc", token[:-3] + "AAA"):
        assert client.post(reverse("draft-keep"), {slips.FIELD: forged, "facts": "y"}).status_code == 404
        assert client.post(reverse("draft-erase"), {slips.FIELD: forged}).status_code == 404
    assert drafts.Draft.objects.count() == 1
    gone = client.post(reverse("draft-erase"), {slips.FIELD: token})
    assert (gone.status_code, gone["Location"]) == (302, "/dossiers/1/note/")
    assert not drafts.Draft.objects.exists()


def test_a_text_too_long_is_told_and_a_visitor_has_no_slip(client: Client) -> None:
    answer = client.post(reverse("draft-keep"), {slips.FIELD: slip(), "facts": "a" * (drafts.LONGEST + 1)})
    assert answer.status_code == 422
    assert "trop long" in answer.content.decode()
    assert slips.slip_of(ANONYMOUS, key="k", page="/", fields=()) is None


def test_a_slip_ends_with_half_a_day() -> None:
    now, token = timezone.now(), slip()
    assert slips.opened(token, now=now) is not None
    assert slips.opened(token, now=now + slips.LIFE + timedelta(seconds=1)) is None
