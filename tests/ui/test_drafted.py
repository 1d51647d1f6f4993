"""A form with drafts: what was kept is shown again under a line that says so, and is forgotten once saved."""

from uuid import uuid4

import pytest
from django import forms
from django.utils import timezone

from relais.foundation import drafts, slips
from relais.foundation.access import ANONYMOUS, Actor
from relais.foundation.vault import keys
from relais.ui.drafted import Desk, DraftedForm

pytestmark = pytest.mark.django_db
AWA = Actor(user_id=uuid4(), organisation_id=uuid4())
DESK = Desk(AWA, key="test.note:1", page="/note/")


class Note(DraftedForm):
    """Two texts and a date."""

    facts = forms.CharField(widget=forms.Textarea)
    words = forms.CharField(widget=forms.Textarea, required=False)
    on = forms.CharField(required=False)


@pytest.fixture(autouse=True)
def _keys() -> None:
    keys.forget_opened_keys()


def test_what_was_kept_comes_back_and_is_forgotten_once_saved() -> None:
    assert "Brouillon retrouvé" not in str(Note(desk=DESK))
    drafts.keep(actor=AWA, key="test.note:1:facts", text="Vue <ce> jour", now=timezone.now())
    form = Note(desk=DESK, initial={"words": "déjà là"})
    page = str(form)
    assert "Brouillon retrouvé, de" in page
    assert "Vue &lt;ce&gt; jour</textarea>" in page
    assert "déjà là</textarea>" in page
    assert page.count('data-draft="') == 2
    assert page.index('type="submit" hidden') < page.index("draft-erase" if "draft-erase" in page else "/brouillon/effacer/")
    sent = Note({"facts": "autre"}, desk=DESK)
    assert "autre</textarea>" in str(sent), "what was just typed is never replaced by an older draft"
    sent.forget_draft()
    assert not drafts.Draft.objects.exists()


def test_a_prefixed_form_has_its_own_drafts() -> None:
    form = Note(desk=DESK, prefix="b")
    slip = slips.opened(str(form.draft).split('value="')[1].split('"')[0], now=timezone.now())
    assert slip is not None
    assert slips.keep_posted(slip, {"b-facts": "un", "facts": "deux"}, now=timezone.now()) == 1
    assert Note(desk=DESK, prefix="b").initial == {"facts": "un"}
    assert Note(desk=DESK).initial == {}


def test_a_visitor_and_a_form_without_desk_have_no_draft() -> None:
    for form in (Note(), Note(desk=Desk(ANONYMOUS, key="k", page="/"))):
        assert form.draft == ""
        assert "data-draft" not in str(form)
        form.forget_draft()
