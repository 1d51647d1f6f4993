"""Every text people read has its English, its French spaces, and its place in the catalogue."""

import gettext
import os
import re
from pathlib import Path

import pytest
from django.utils import translation

from relais.ui import catalogues
from relais.ui.texts import badly_spaced, with_french_spaces

ROOT = catalogues.PACKAGE
BLANK = re.compile(r"%\(\w+\)\w|\{\w+\}")


def write(folder: Path, **files: str) -> None:
    for name, source in files.items():
        (folder / name.replace("__", ".")).write_text(source, "utf-8")


def ids(root: Path) -> list[object]:
    return [text.id for text in catalogues.texts(root).values()]


@pytest.mark.parametrize("room", catalogues.ROOMS)
def test_every_text_has_its_english(room: str) -> None:
    po = catalogues.english(room)
    lacking = catalogues.untranslated(po, room=room)
    assert not lacking, f"run `make messages`, then fill {po.relative_to(ROOT)}: {lacking[:20]} ({len(lacking)})"


@pytest.mark.parametrize("room", catalogues.ROOMS)
def test_the_catalogue_holds_nothing_that_no_page_says(room: str) -> None:
    known = {identifier for identifier, _ in catalogues.texts(room=room)}
    held = [message.id for message in catalogues.read(catalogues.english(room)) if message.id]
    assert len(held) > 20 and set(held) <= known, "run `make messages`"


def test_no_library_says_another_french_than_ours() -> None:
    """«Note» is «Remarque» in the catalogue of a library: its French would be shown in place of ours."""
    found = {}
    with translation.override("fr"):
        for room in catalogues.ROOMS:
            for message in catalogues.read(catalogues.english(room)):
                if isinstance(message.id, str) and message.id and translation.gettext(message.id) != message.id:
                    found[message.id] = translation.gettext(message.id)
    assert not found, "write these texts otherwise"


def test_every_text_has_its_french_spaces() -> None:
    wrong = {}
    for file in sorted(ROOT.rglob("*")):
        if file.suffix in {".html", ".py"} and "models" not in file.with_suffix("").parts:
            lines = badly_spaced(file.read_text("utf-8"))
            if lines:
                wrong[file.relative_to(ROOT).as_posix()] = lines
    assert wrong == {}, "run `python tools/french_spaces.py`, then `make messages`"


@pytest.mark.parametrize("room", catalogues.ROOMS)
def test_variables_are_the_same_in_both_languages(room: str) -> None:
    for message in catalogues.read(catalogues.english(room)):
        if isinstance(message.id, str) and message.id:
            assert sorted(BLANK.findall(message.id)) == sorted(BLANK.findall(str(message.string))), message.id


def test_a_text_of_two_catalogues_has_one_english() -> None:
    said: dict[object, set[object]] = {}
    for message in (one for room in catalogues.ROOMS for one in catalogues.read(catalogues.english(room)) if one.id):
        said.setdefault(str(message.id), set()).add(str(message.string))
    assert {text for text, english in said.items() if len(english) > 1} == set()


def test_texts_are_found_where_people_write_them(tmp_path: Path) -> None:
    write(
        tmp_path,
        page__html="""{% trans "Un" %}<p>l'apostrophe {% blocktrans count n=n %}{{ n }} fait{% plural %}{{ n }} faits{% endblocktrans %}
            {% blocktrans trimmed %}  Deux
            lignes {% endblocktrans %}<c-x title="{% trans 'Trois' %}" :why="_('Quatre')" />{{ _("Cinq") }}""",
        code__py="""x = _("Six"); y = ngettext("jour", "jours", 2); z = refused("Sept")\nw = other("Rien")""",
    )
    assert ids(tmp_path) == [
        "Six",
        ("jour", "jours"),
        "Sept",
        "Un",
        ("%(n)s fait", "%(n)s faits"),
        "Deux lignes",
        "Trois",
        "Cinq",
        "Quatre",
    ]


def test_a_text_without_english_is_told_with_its_place(tmp_path: Path) -> None:
    write(tmp_path, page__html='{% trans "Un" %}')
    po = tmp_path / "en.po"
    assert catalogues.refresh(po, tmp_path) == ["page.html: Un"]
    assert catalogues.untranslated(tmp_path / "none.po", tmp_path) == ["page.html: Un"]


def test_a_translation_survives_a_change_of_spaces_and_a_gone_text_leaves(tmp_path: Path) -> None:
    write(tmp_path, page__html='{% trans "Pourquoi ?" %}{% trans "Gone" %}')
    po = tmp_path / "en.po"
    catalogues.refresh(po, tmp_path)
    po.write_text(po.read_text("utf-8").replace('msgid "Pourquoi ?"\nmsgstr ""', 'msgid "Pourquoi ?"\nmsgstr "Why?"'), "utf-8")
    write(tmp_path, page__html='{% trans "Pourquoi\u202f?" %}')
    assert catalogues.refresh(po, tmp_path) == []
    assert "Gone" not in po.read_text("utf-8")
    before = po.read_text("utf-8")
    catalogues.refresh(po, tmp_path)
    assert po.read_text("utf-8") == before


def test_compiling_writes_what_python_reads_and_only_when_older(tmp_path: Path) -> None:
    folder = tmp_path / "law" / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    po = folder / "django.po"
    po.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Un"\nmsgstr "One"\n', "utf-8")
    assert catalogues.compile_catalogues(tmp_path) == [po.with_suffix(".mo")]
    assert gettext.translation("django", tmp_path / "law" / "locale", ["en"]).gettext("Un") == "One"
    assert catalogues.compile_catalogues(tmp_path) == []
    later = po.stat().st_mtime + 10
    os.utime(po, (later, later))
    assert len(catalogues.compile_catalogues(tmp_path)) == 1


def test_a_catalogue_that_cannot_be_written_does_not_stop_the_start(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from django.apps import apps

    def refuse() -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr(catalogues, "compile_catalogues", refuse)
    apps.get_app_config("ui").ready()
    assert "cannot be written" in caplog.text


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ('{% trans "Pourquoi ?" %}', '{% trans "Pourquoi\u202f?" %}'),
        (
            "{% blocktrans trimmed %}« a » : <b>b ?</b>{% endblocktrans %}",
            "{% blocktrans trimmed %}«\u00a0a\u00a0»\u00a0: <b>b\u202f?</b>{% endblocktrans %}",
        ),
        ('_("l\'aide !")', '_("l’aide\u202f!")'),
        ('{% if a %}<a href="?x=1">{{ a|default:"b" }}</a>{% endif %}', '{% if a %}<a href="?x=1">{{ a|default:"b" }}</a>{% endif %}'),
        ('x = {"a ?": 1}', 'x = {"a ?": 1}'),
        ('_("Déjà\\u00a0: fait")', '_("Déjà\\u00a0: fait")'),
    ],
)
def test_spaces_are_written_into_texts_and_nowhere_else(source: str, written: str) -> None:
    assert with_french_spaces(source) == written
    assert with_french_spaces(written) == written
    assert bool(badly_spaced(source)) == (source != written)


def test_every_name_given_to_gettext_is_looked_for() -> None:
    """A text marked under a name that nobody looks for stays French on an English page, and no test misses it."""
    given = {name for file in ROOT.rglob("*.py") for name in re.findall(r"\bn?p?gettext(?:_lazy|_noop)? as (\w+)", file.read_text("utf-8"))}
    assert "_" in given
    assert given <= set(catalogues.KEYWORDS)


def test_a_sign_alone_keeps_to_the_word_before_it() -> None:
    """« : » between two values of a template: at 320 pixels a plain space sends the colon to the next line."""
    assert [text for text in ids(ROOT) if isinstance(text, str) and text.startswith(" :")] == []
