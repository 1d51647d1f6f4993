"""The words that judge are those of Relais, and those that the structure adds, changes or removes by a file (S20, S38)."""

from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.casework import lexicon
from relais.casework.models import Note, NoteVersion
from relais.casework.rules.writing import national, remarks, with_local
from relais.foundation.models import JournalEntry
from tests.factories.accounts import signed_in
from tests.factories.people import file_of

pytestmark = pytest.mark.django_db


def test_a_structure_adds_changes_and_removes_words_and_the_file_holds_at_once(settings, tmp_path: Path) -> None:
    settings.LOCAL_WORDS = tmp_path / "absent"
    assert lexicon.words() == national()
    settings.LOCAL_WORDS = tmp_path
    text = "# ceux du service\nCapricieu*\tce qui a été demandé, et quand\nhystérique*\tce qu’elle a dit\n-bizarre\n"
    (tmp_path / "nos_mots.tsv").write_text(text, encoding="utf-8")
    told = lexicon.words()
    assert [one.instead for one in remarks("Elle est capricieuse et hystérique, c’est bizarre.", told)] == [
        "ce qui a été demandé, et quand",
        "ce qu’elle a dit",
    ]
    assert len(remarks("Elle est bizarre.")) == 1, "the words of Relais are not changed"
    (tmp_path / "nos_mots.tsv").unlink()
    assert lexicon.words() == national()


def test_a_line_that_says_neither_is_named_and_changes_nothing() -> None:
    told, wrong = with_local(["mot seul", "", "*\trien", "-", "\tsans mot"], national())
    assert told == national()
    assert wrong == [1, 3, 4, 5]


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return {name: cursor.execute(f'SELECT COUNT(*) FROM "{name}"') and cursor.fetchone()[0] for name in names}


def test_a_word_that_judges_is_told_with_another_and_neither_stored_nor_counted(awa: Member) -> None:
    found, browser = file_of(awa, now=timezone.now()), signed_in(awa)
    page = reverse("casework:write_note", kwargs={"file_id": found.pk})
    browser.post(page, {"facts": "Elle est venue.", "words": "", "analysis": "", "level": "n2"})  # the first one makes the key of the house
    written: list[dict[str, int]] = []
    for facts in ("Mme est hystérique.", "Mme a crié."):
        before = rows()
        answer = browser.post(page, {"facts": facts, "words": "« Je suis à bout. »", "analysis": "", "level": "n2"}, follow=True)
        shown = answer.content.decode()
        assert ("elle a crié" in shown) is ("hystérique" in facts), "an alternative stands beside the word"
        assert shown.index("Je suis à bout") < shown.index(facts), "her words are printed first"
        after = rows()
        written.append({name: after[name] - before[name] for name in after if after[name] != before[name]})
    assert written[0] == written[1], "the remark leaves no row more than a note without one"
    assert not any("hyst" in str(line.__dict__).casefold() for line in JournalEntry.objects.order_by("pk"))
    assert (Note.objects.count(), NoteVersion.objects.count()) == (3, 3)
