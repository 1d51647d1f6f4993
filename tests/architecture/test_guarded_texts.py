"""Every text that somebody types is read by the guards: each box of each form, found by machine, so that none can be forgotten.

A text that no guard reads has its sentence here; a sentence that no longer serves fails too.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

from django import forms

import relais
from relais.ui.forms import Form, is_free_text

ROOT = Path(relais.__file__).parent
SEARCH = "what is looked for is compared and forgotten: it reaches no table, journal nor log"
OWN = "one's own password or code, to prove who one is: compared with a digest, never kept"
HOUSE = "a text of the house, published for everybody, whose format has words such as «passe: true»"
#: form → text → why no guard reads it.
UNGUARDED = {
    "people.web.finding_forms.SearchForm": {"nom": SEARCH},
    "reception.web.forms.SearchForm": {"name": SEARCH},
    "domiciliation.web.forms.SearchForm": {"qui": SEARCH},
    "casework.web.contact_forms.WhoForm": {"called": SEARCH},
    "procedures.web.text_forms.TextForm": {"texte": HOUSE},
}
#: forms of Django itself, under no guard, with the texts that they ask for.
BARE = {
    "accounts.web.forms.SignIn": {"login": OWN},
    "accounts.web.forms.Code": {"code": OWN},
    "accounts.web.forms.FirstCode": {"code": OWN},
}
ANSWER = "an answer to the screening: read as a day, a number or a choice, and kept nowhere"
READ = "a box to copy from: nothing is typed in it"
#: boxes written by hand in a template, with what guards them.
BY_HAND = {
    "screening/guidee.html": ANSWER,
    "screening/field.html": ANSWER,
    "screening/et_si.html": ANSWER,
    "screening/copier.html": READ,
    "procedures/sheet_copy.html": READ,
    "procedures/mail_answer.html": READ,
    "procedures/clock_answer.html": READ,
    "casework/interview.html": "the pad of an interview lives in the page, and is posted into the boxes of «Clore l’entretien»",
    "procedures/letter_preview.html": "guarded by its view: tests/procedures/test_letter_pages.py",
    "procedures/letter_form.html": "the same text, on its way back to the questions",
    "shell/components/fields.html": "the gallery of components: it posts nothing",
}
_TYPED = re.compile(r'<c-(?:textarea|input)\b|<textarea|<input type="text"')


def every_form() -> Iterator[type[forms.BaseForm]]:
    """Each form of each room."""
    for module in pkgutil.walk_packages(relais.__path__, "relais."):
        if ".web" in module.name or module.name.startswith("relais.ui."):
            importlib.import_module(module.name)
    seen: set[type[forms.BaseForm]] = set()
    waiting = [forms.BaseForm]
    while waiting:
        for one in waiting.pop().__subclasses__():
            if one not in seen:
                seen.add(one)
                waiting.append(one)
    yield from sorted((one for one in seen if one.__module__.startswith("relais.") and one is not Form), key=name_of)


def name_of(form: type) -> str:
    return f"{form.__module__.removeprefix('relais.')}.{form.__qualname__}"


def texts_of(form: type[forms.BaseForm]) -> set[str]:
    return {name for name, field in form.base_fields.items() if is_free_text(field)}


def test_every_form_is_under_the_guards():
    bare = {name_of(form): texts_of(form) for form in every_form() if not issubclass(form, Form) and texts_of(form)}
    told = {name: set(texts) for name, texts in BARE.items()}
    assert bare == told, "inherit relais.ui.forms.Form, whose texts are guarded, or write the sentence in BARE"


def test_a_text_that_no_guard_reads_says_why():
    found = {name_of(form): set(form.unguarded) for form in every_form() if issubclass(form, Form) and form.unguarded}
    told = {name: set(texts) for name, texts in UNGUARDED.items()}
    assert found == told, "a text is left unguarded without a sentence in UNGUARDED, or the sentence no longer serves"


def test_nobody_goes_round_the_guards():
    rounds = ("_clean_fields", "_widget_data_value", "_is_guarded")
    found = [name_of(form) for form in every_form() if issubclass(form, Form) for name in rounds if name in vars(form)]
    assert not found, f"these forms change how texts are guarded: {found}"


def test_a_box_written_by_hand_says_what_guards_it():
    found = set()
    for path in ROOT.rglob("*.html"):
        if "relais/ui/templates" not in path.as_posix() and _TYPED.search(path.read_text(encoding="utf-8")):
            found.add("/".join(path.relative_to(ROOT).parts[2:]))
    assert found == set(BY_HAND), "print a box by <c-field>, from a form, or write here what guards it"


def test_there_are_texts_to_guard():
    guarded = sum(len(texts_of(form)) for form in every_form() if issubclass(form, Form))
    assert guarded > 100, guarded
