"""French is plural from two on; English, from none."""

import pytest
from django.template import Context, Template
from django.utils.translation import gettext, ngettext, ngettext_lazy, npgettext, override

COUNTED = "{% blocktrans count number=number %}{{ number }} ligne lue{% plural %}{{ number }} lignes lues{% endblocktrans %}"


@pytest.mark.parametrize(("number", "said"), [(0, "0 ligne lue"), (1, "1 ligne lue"), (2, "2 lignes lues"), (11, "11 lignes lues")])
def test_a_page_counts_as_french_does(number: int, said: str) -> None:
    assert Template(COUNTED).render(Context({"number": number})) == said


@pytest.mark.parametrize("number", [0, 1])
def test_below_two_is_singular_in_code_too(number: int) -> None:
    assert ngettext("un seul", "plusieurs", number) == "un seul"
    assert npgettext("ici", "un seul", "plusieurs", number) == "un seul"
    assert ngettext("un seul", "plusieurs", 2) == "plusieurs"


def test_what_is_counted_later_and_what_is_not_counted() -> None:
    assert ngettext_lazy("%(n)s ligne", "%(n)s lignes", "n") % {"n": 0} == "0 ligne"
    assert gettext("Rien de tel nulle part.") == "Rien de tel nulle part."


def test_english_counts_as_english_does() -> None:
    with override("en"):
        said = ngettext("%(number)s dossier suivi", "%(number)s dossiers suivis", 0)
        assert said != ngettext("%(number)s dossier suivi", "%(number)s dossiers suivis", 1)
