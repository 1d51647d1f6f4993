"""Fragments rendered once: the same values in the same language give the same text, and nothing else can be read inside."""

from collections.abc import Iterator

import pytest
from django.template import Context, TemplateSyntaxError, engines
from django.utils.safestring import mark_safe
from django.utils.translation import override

from relais.ui import kept


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


def page(source: str, **values: object) -> str:
    return printed(engines["django"].engine.from_string(source), **values)  # type: ignore[attr-defined]  # Django's own engine


def printed(template: object, **values: object) -> str:
    return str(template.render(Context(values)))  # type: ignore[attr-defined]


ROWS = "{% for one in names %}{% kept name=one %}<li>{{ name }}</li>{% endkept %}{% endfor %}"


def test_the_same_words_are_rendered_once() -> None:
    assert page(ROWS, names=["RSA", "Paje", "RSA"]) == "<li>RSA</li><li>Paje</li><li>RSA</li>"
    assert len(kept.fragments()) == 2


def test_what_is_kept_is_what_is_printed_next() -> None:
    template = engines["django"].engine.from_string(ROWS)  # type: ignore[attr-defined]
    printed(template, names=["RSA"])
    (mark,) = kept.fragments()
    kept._kept[mark] = mark_safe("<li>kept</li>")
    assert printed(template, names=["RSA"]) == "<li>kept</li>"


def test_each_language_has_its_own() -> None:
    source = '{% kept %}{% trans "Oui" %}{% endkept %}'
    template = engines["django"].engine.from_string(source)  # type: ignore[attr-defined]
    with override("fr"):
        assert printed(template) == "Oui"
    with override("en"):
        assert printed(template) == "Yes"


def test_two_tags_with_the_same_words_do_not_meet() -> None:
    assert page("{% kept a=x %}<b>{{ a }}</b>{% endkept %}{% kept a=x %}<i>{{ a }}</i>{% endkept %}", x="1") == "<b>1</b><i>1</i>"


def test_nothing_but_the_named_words_can_be_read_inside() -> None:
    source = "{% kept a=x %}{{ a }}{% if secret or x %}!{% endif %}{% endkept %}{% if secret and x %}?{% endif %}"
    assert page(source, x="1", secret="12/3/88") == "1?"


def test_text_is_escaped_even_after_the_same_letters_were_markup() -> None:
    source = "{% for one in both %}{% kept a=one %}{{ a }}{% endkept %}{% endfor %}"
    assert page(source, both=[mark_safe("<b>"), "<b>"]) == "<b>&lt;b&gt;"
    assert page(source, both=[1, True]) == "1True"


def test_what_has_no_hash_is_refused() -> None:
    with pytest.raises(TypeError):
        page("{% kept a=x %}{{ a }}{% endkept %}", x=["list"])


def test_a_word_without_a_name_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="name=x"):
        page("{% kept x %}{% endkept %}")


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 10)
    names = [str(number) for number in range(95)]
    assert page(ROWS, names=names).count("<li>") == 95
    assert 0 < len(kept.fragments()) <= 10
