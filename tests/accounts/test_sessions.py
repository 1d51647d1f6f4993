"""One's own sessions: seen, ended one by one or all at once; locked when left alone; what was typed survives both."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django import forms
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts import devices, queries, services
from relais.accounts.models import Member, OpenSession, Role
from relais.accounts.session_store import OPENED
from relais.foundation import drafts, limits, slips
from relais.foundation.models import JournalEntry
from relais.foundation.vault import keys
from relais.ui.drafted import Desk, DraftedForm
from tests.factories.accounts import NOW, PASSWORD, TERMINAL, acting, member, organisation, signed_in

pytestmark = pytest.mark.django_db
MORNING = "2026-11-20 07:00:00+00:00"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


class Words(DraftedForm):
    """A text of a page."""

    words = forms.CharField(widget=forms.Textarea)


@pytest.fixture
def awa() -> Member:
    limits.forget_all()
    keys.forget_opened_keys()
    return member(organisation(), "awa", email="awa@montbrume.example")


def slip_of(who: Member) -> str:
    """The hidden field of a page that this member opened."""
    form = Words(desk=Desk(acting(who), key="test.words", page="/compte/mot-de-passe/"))
    return str(BeautifulSoup(str(form), "html.parser").select_one("input[data-draft-slip]")["value"])  # type: ignore[index]


def text_of(who: Member) -> str:
    found = drafts.kept(acting(who), "test.words:words", now=timezone.now())
    return "" if found is None else found.text


@pytest.mark.parametrize(
    ("signature", "words"),
    [
        (FIREFOX, "Firefox sur Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/120 Safari/537.36 Edg/120", "Edge sur Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari sur iPhone"),
        ("curl/8", "Navigateur inconnu"),
    ],
)
def test_a_browser_is_told_in_plain_words(signature: str, words: str) -> None:
    assert devices.in_words(signature) == words


def test_sessions_are_listed_and_ended(awa: Member) -> None:
    here, there = signed_in(awa), signed_in(awa)
    stranger = signed_in(member(awa.organisation, "leon", Role.HEAD))
    page = BeautifulSoup(here.get(reverse("accounts:sessions")).content, "html.parser")
    assert len(page.select("ul.plain > li")) == 2
    assert len(page.select("ul.plain form")) == 1, "this one is closed by signing out"
    address = str(page.select_one("ul.plain form")["action"])  # type: ignore[index]
    assert there.session.session_key not in address
    stranger.post(address)
    assert there.get("/compte/").status_code == 200, "nobody else ends it"
    assert here.post(address).status_code == 302
    assert there.get("/compte/").status_code == 302
    assert "déjà fermée" in here.post(address, follow=True).content.decode()
    assert "pas d’autre session" in here.post(reverse("accounts:end_others"), follow=True).content.decode()
    others = [signed_in(awa), signed_in(awa)]
    assert "2 autres sessions" in here.post(reverse("accounts:end_others"), follow=True).content.decode()
    assert [one.get("/compte/").status_code for one in others] == [302, 302]
    assert here.get("/compte/").status_code == 200
    assert stranger.get("/compte/").status_code == 200
    assert set(JournalEntry.objects.filter(action__startswith="session.").values_list("action", flat=True)) == {
        "session.ended",
        "session.others_ended",
    }


def test_a_session_says_its_browser_and_when_it_was_seen(client: Client) -> None:
    house = organisation()
    awa = member(house, "awa", Role.COMMISSION)
    with time_machine.travel(MORNING, tick=False) as clock:
        client.post(reverse("accounts:sign_in"), {"login": "awa", "password": PASSWORD}, headers={"user-agent": FIREFOX})
        row = OpenSession.objects.get(member=awa)
        assert (row.device, row.opened_at, row.seen_at) == ("Firefox sur Windows", timezone.now(), timezone.now())
        clock.shift(600)
        client.get("/compte/")
        row.refresh_from_db()
        assert row.seen_at == timezone.now()
        assert len(queries.my_sessions(acting(awa), now=timezone.now())) == 1
        clock.shift(settings.SESSION_IDLE_SECONDS + 400)
        assert queries.my_sessions(acting(awa), now=timezone.now()) == [], "one that opens nothing is not listed"


@pytest.mark.parametrize("act", ["reset", "link", "close", "password"])
def test_all_sessions_end_when_a_door_of_the_account_changes(awa: Member, act: str) -> None:
    theirs = signed_in(awa)
    if act == "password":
        here = signed_in(awa)
        here.post(reverse("accounts:change_password"), {"present": PASSWORD, "new": "Nouveau-galet-2027", "again": "Nouveau-galet-2027"})
        assert here.get("/compte/").status_code == 200
        assert OpenSession.objects.filter(member=awa).count() == 1
    else:
        drafts.keep(actor=acting(awa), key="k", text="un", now=timezone.now())
        verb = {"reset": services.reset_factors, "link": services.make_link, "close": services.close_account}[act]
        verb(actor=TERMINAL, member_id=awa.pk, now=NOW)
        assert not OpenSession.objects.filter(member=awa).exists()
        assert drafts.Draft.objects.exists() is (act != "close")
    assert theirs.get("/compte/").status_code == 302


def test_a_session_left_alone_is_locked_and_opens_again_where_one_was(awa: Member) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = signed_in(awa)
        client.get("/compte/")
        clock.shift(settings.SESSION_LOCK_SECONDS + 1)
        answer = client.get("/compte/mot-de-passe/", follow=True)
        assert answer.redirect_chain[-1][0] == "/compte/deverrouiller/?next=%2Fcompte%2Fmot-de-passe%2F"
        assert "Session verrouillée" in answer.content.decode()
        assert "data-idle" not in answer.content.decode(), "a locked page counts nothing down"
        url, back = reverse("accounts:unlock"), {"next": "/compte/mot-de-passe/"}
        assert client.post(url, {"password": "", **back}).status_code == 422
        wrong = client.post(url, {"password": "pas-celui-la", **back})
        assert wrong.status_code == 422
        assert "Ce n’est pas votre mot de passe." in wrong.content.decode()
        assert client.get("/compte/").status_code == 302
        opened = client.post(url, {"password": PASSWORD, **back})
        assert (opened.status_code, opened["Location"]) == (302, "/compte/mot-de-passe/")
        assert client.get("/compte/").status_code == 200
        assert client.post(url, {"password": PASSWORD}).status_code == 302, "there is nothing left to unlock"
        clock.shift(settings.SESSION_LOCK_SECONDS - 30)
        assert client.get("/compte/").status_code == 200, "unlocking counts as being there"
    actions = JournalEntry.objects.order_by("id").values_list("action", flat=True)
    assert [one for one in actions if "unlock" in one] == ["session.unlock_refused", "session.unlocked"]


def test_locking_is_at_hand_and_a_locked_session_is_nobody_s(awa: Member) -> None:
    client, other = signed_in(awa), member(awa.organisation, "leon", Role.HEAD)
    assert client.post(reverse("accounts:lock")).status_code == 302
    assert client.get("/compte/").status_code == 302
    assert client.post(reverse("accounts:extend")).status_code == 302
    assert "Se connecter" in client.get("/").content.decode()
    leon = client.post(reverse("accounts:unlock"), {"password": "x", "login": other.identifier, "ici": "oui"})
    assert (leon.status_code, leon.content.decode()) == (422, "Ce n’est pas votre mot de passe.")
    assert client.post(reverse("accounts:unlock"), {"password": PASSWORD, "ici": "oui"}).status_code == 204
    assert client.get("/compte/").status_code == 200
    client.post(reverse("accounts:lock"), {"ici": "oui"})
    assert client.post("/deconnexion/").status_code == 302
    assert not OpenSession.objects.filter(member=awa).exists()
    assert JournalEntry.objects.filter(action="session.closed", actor_id=awa.pk).count() == 1
    assert client.post(reverse("accounts:unlock"), {"password": PASSWORD, "ici": "oui"}).status_code == 410


def test_wrong_passwords_lock_the_unlocking_too(awa: Member) -> None:
    client = signed_in(awa)
    client.post(reverse("accounts:lock"))
    tried = [client.post(reverse("accounts:unlock"), {"password": f"faux-{turn}"}).status_code for turn in range(6)]
    assert tried[0] == 422
    assert tried[-1] == 429
    assert client.post(reverse("accounts:unlock"), {"password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("state", ["locked", "idle", "over", "nobody"])
def test_what_was_typed_survives_a_session_locked_or_lost(awa: Member, state: str) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client, token = signed_in(awa), slip_of(awa)
        client.get("/compte/")
        clock.shift({"locked": 1, "idle": 16 * 60, "over": 3 * 3600, "nobody": 1}[state])
        if state == "locked":
            client.post(reverse("accounts:lock"))
        if state == "nobody":
            client.cookies.clear()
        lost = client.post("/compte/mot-de-passe/", {slips.FIELD: token, "words": "Vue <b>ce jour</b>"})
        assert lost.status_code == 302
        assert lost["Location"] == "/connexion/?next=%2Fcompte%2Fmot-de-passe%2F&texte=1"
        page = client.get(lost["Location"], follow=True).content.decode()
        assert "Votre texte vous attend" in page
        assert "ce jour" not in page, "nothing of it is shown before sign-in"
        assert text_of(awa) == "Vue <b>ce jour</b>"
        again = Words(desk=Desk(acting(awa), key="test.words", page="/compte/mot-de-passe/"))
        assert "Vue &lt;b&gt;ce jour&lt;/b&gt;</textarea>" in str(again)
        assert "Textes en attente" in signed_in(awa).get("/compte/").content.decode()


def test_a_form_of_somebody_else_s_page_is_kept_for_its_author_and_done_for_nobody(awa: Member) -> None:
    leon = member(awa.organisation, "leon", Role.HEAD)
    client = signed_in(leon)
    answer = client.post("/compte/avis/lus/", {slips.FIELD: slip_of(awa), "words": "de Awa"})
    assert answer["Location"].startswith("/connexion/")
    assert text_of(awa) == "de Awa"
    assert text_of(leon) == ""


def test_a_page_whose_proof_was_renewed_elsewhere_keeps_its_text(awa: Member) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = signed_in(awa).cookies
    answer = browser.post("/compte/mot-de-passe/", {slips.FIELD: slip_of(awa), "words": "Vue ce jour"})
    assert (answer.status_code, answer["Location"]) == (302, "/compte/mot-de-passe/")
    assert text_of(awa) == "Vue ce jour"
    assert browser.post("/compte/mot-de-passe/", {slips.FIELD: "faux", "words": "x"}).status_code == 403


def test_a_form_sent_again_after_the_session_does_nothing(awa: Member) -> None:
    client = signed_in(awa)
    changed = {"present": PASSWORD, "new": "Nouveau-galet-2027", "again": "Nouveau-galet-2027"}
    session = client.session
    session[OPENED] = 0
    session.save()
    assert client.post(reverse("accounts:change_password"), changed)["Location"].startswith("/connexion/")
    awa.refresh_from_db()
    assert awa.check_password(PASSWORD)
