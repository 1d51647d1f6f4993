"""A free text under guard: stopped without losing a word, masked by one press, warned in proportion."""

from uuid import UUID

from bs4 import BeautifulSoup
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string

from relais.ui import guarded
from relais.ui.forms import Form
from relais.ui.guarded import GuardedText

TYPED = "Vue ce jour.\nElle dit : mdp : Toto1234! et <b>repart</b>."


class Note(Form):
    text = GuardedText(label="Ce qui a été dit")


def posted(query: dict[str, str]) -> Note:
    data = QueryDict(mutable=True)
    data.update(query)
    return Note(data)


def test_a_secret_stops_the_save_and_no_word_is_lost():
    form = posted({"text": TYPED})
    assert not form.is_valid()
    assert "Toto" not in str(form.errors["text"])
    page = BeautifulSoup(str(form), "html.parser")
    assert page.find("textarea").text.strip() == TYPED
    assert page.find("mark").text == "Toto1234!"
    assert page.find("button", attrs={"name": "text-masquer"}).text == "Masquer et enregistrer"
    assert page.find("b") is None, "what was typed is never markup"


def test_one_press_masks_and_saves_the_rest():
    form = posted({"text": TYPED, "text-masquer": "oui"})
    assert form.is_valid()
    assert form.cleaned_data["text"] == "Vue ce jour.\nElle dit : mdp : [masqué] et <b>repart</b>."


def test_an_ordinary_text_passes_and_shows_nothing_more():
    form = posted({"text": "a perdu son mot de passe"})
    assert form.is_valid()
    assert "masquer" not in str(form)


def test_what_is_only_sensitive_is_said_after_and_stops_nothing():
    text = "Elle est diabétique, il est diabétique, IBAN FR14 2004 1010 0505 0001 3M02 606"
    assert posted({"text": text}).is_valid()
    assert guarded.warnings_of(text) == ["un terme de santé", "un numéro de compte"]


def test_an_empty_text_is_asked_for_unless_it_may_be_empty():
    assert not posted({"text": ""}).is_valid()
    assert GuardedText(required=False).clean("") == ""


def test_ways_to_do_without_are_offered(monkeypatch):
    monkeypatch.setattr(guarded, "_offers", {})
    guarded.offer("fiches", "Retrouver un accès", lambda _file: "/outils/demarches/")
    guarded.offer("mandat", "Mandat", lambda file_id: f"/dossiers/{file_id}/mandats/" if file_id else "")
    assert 'href="/outils/demarches/"' in str(posted({"text": "mdp : Toto1234!"}))
    assert "Mandat" not in str(posted({"text": "mdp : Toto1234!"})), "of nobody, no mandate"
    with guarded.in_file(UUID(int=7)):
        assert f'href="/dossiers/{UUID(int=7)}/mandats/"' in str(posted({"text": "mdp : Toto1234!"}))


class Refusal(Form):
    """A form whose author thought of no guard: a line, a box, a number of ours, an identifier."""

    reason = forms.CharField(required=False)
    told = forms.CharField(required=False, widget=forms.Textarea)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    asked = forms.CharField(required=False)

    unguarded = frozenset({"asked"})

    def clean(self):
        return super().clean()


def refusal(**typed: str) -> Refusal:
    data = QueryDict(mutable=True)
    data.update(typed)
    return Refusal(data)


def test_every_text_of_a_form_is_guarded_though_nobody_thought_of_it():
    form = refusal(reason="Son mdp : Toto1234!", told="Code carte bleue : 4821", seen="mdp : Toto1234!", asked="mdp : Toto1234!")
    assert not form.is_valid()
    assert set(form.errors) == {"reason", "told"}
    assert "Toto" not in str(form.errors)
    assert "reason" not in form.cleaned_data
    page = BeautifulSoup(str(form), "html.parser")
    assert [mark.text for mark in page.find_all("mark")] == ["Toto1234!", "4821"]
    assert page.find("input", attrs={"name": "reason"})["value"] == "Son mdp : Toto1234!"
    assert page.find("textarea").text.strip() == "Code carte bleue : 4821"


def test_one_press_masks_every_text_of_the_form():
    form = refusal(
        **{"reason": "Son mdp : Toto1234!", "told": "Code carte bleue : 4821", "asked": "mdp : Toto1234!", "told-masquer": "oui"}
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["reason"] == "Son mdp : [masqué]"
    assert form.cleaned_data["told"] == "Code carte bleue : [masqué]"
    assert form.cleaned_data["asked"] == "mdp : Toto1234!", "what no guard reads is not touched"


def test_a_form_with_a_prefix_is_guarded_alike():
    data = QueryDict(mutable=True)
    data.update({"un-reason": "Son mdp : Toto1234!", "un-asked": "mdp : Toto1234!"})
    assert set(Refusal(data, prefix="un").errors) == {"reason"}
    data["un-reason-masquer"] = "oui"
    assert Refusal(data, prefix="un").is_valid()


def test_a_box_laid_out_by_hand_shows_the_passages_once():
    boxes = [refusal(reason="mdp : Toto1234!")["reason"], posted({"text": TYPED})["text"]]
    page = BeautifulSoup("".join(render_to_string("ui/forms/field.html", {"field": box}) for box in boxes), "html.parser")
    assert [one["name"] for one in page.find_all("button")] == ["reason-masquer", "text-masquer"]
