"""Sign-in by ProConnect: every claim of its signed answers is forged once and opens nothing; what is tied opens one account only."""

import html
import re
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from cryptography.hazmat.primitives.asymmetric import rsa
from django import forms
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from relais.accounts import services
from relais.accounts.models import AccessNotice, FederatedIdentity, Member, Role, RoleGrant
from relais.accounts.rules import needs_second_factor
from relais.accounts.services import Invitation
from relais.foundation import limits, slips
from relais.foundation.models import JournalEntry
from relais.ui.drafted import Desk, DraftedForm
from tests.accounts.proconnect import CLIENT, ProConnect, running
from tests.factories.accounts import TERMINAL, acting, member, organisation, signed_in

pytestmark = [
    pytest.mark.django_db,
    # the stand-in's own library
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::authlib.deprecate.AuthlibDeprecationWarning"),
]


class Words(DraftedForm):
    """A text of a page."""

    words = forms.CharField(widget=forms.Textarea)


@pytest.fixture(scope="module")
def server() -> Iterator[ProConnect]:
    with running() as provider:
        yield provider


@pytest.fixture
def provider(server: ProConnect, settings) -> ProConnect:
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = server.issuer, CLIENT, "secret"
    server.acr, server.key, server.unsigned = "eidas1", None, False
    server.token = server.person = lambda claims: None
    cache.clear()
    limits.forget_all()
    return server


@pytest.fixture
def awa(provider: ProConnect):
    house = organisation()
    known = member(house)
    FederatedIdentity.objects.create(member=known, issuer=provider.issuer, subject="sub-awa", tied_at=timezone.now())
    return known


def leaves(client: Client, at: str = "/connexion/fournisseur/", **more: str) -> str:
    """Press the button; where the page sends the browser."""
    page = client.post(at, more)
    assert page.status_code == 200, page
    found = re.search(r'content="0; url=([^"]+)"', page.content.decode())
    assert found
    return html.unescape(found[1])


def comes_back(client: Client, provider: ProConnect, who: str = "sub-awa", **more: str):
    return client.get(provider.agree(leaves(client, **more), who))


def is_signed_in(client: Client) -> bool:
    return client.get("/compte/").status_code == 200


def journaled() -> list[str]:
    return list(JournalEntry.objects.filter(action__startswith="identity.").order_by("pk").values_list("action", flat=True))


def test_off_by_default_nothing_shows_and_nothing_answers(client: Client):
    assert "ProConnect" not in client.get("/connexion/").content.decode()
    assert client.post("/connexion/fournisseur/").status_code == 404
    assert client.get("/connexion/fournisseur/retour/?code=a&state=b").status_code == 404


def test_the_page_of_sign_in_says_the_words_of_proconnect(client: Client, provider: ProConnect):
    said = client.get("/connexion/").content.decode()
    assert "S’identifier avec ProConnect" in said and "Qu’est-ce que ProConnect" in said


def test_the_request_carries_state_nonce_and_pkce(client: Client, provider: ProConnect):
    asked = {name: value[0] for name, value in parse_qs(urlsplit(leaves(client)).query).items()}
    assert asked["response_type"] == "code" and asked["client_id"] == CLIENT and asked["code_challenge_method"] == "S256"
    assert min(len(asked["state"]), len(asked["nonce"])) >= 32
    assert asked["redirect_uri"] == "http://testserver/connexion/fournisseur/retour/"
    kept = client.session["relais.federation"]
    assert kept["verifier"] not in str(asked), "what proves the code stays here"


def test_a_second_factor_proved_there_opens_the_session(client: Client, provider: ProConnect, awa):
    provider.acr = "eidas1-mfa"
    answer = comes_back(client, provider, next="/dossiers/")
    assert answer["Location"] == "/dossiers/" and is_signed_in(client)
    assert JournalEntry.objects.filter(action="session.opened", actor_id=awa.pk).exists()


def test_without_it_relais_asks_its_own(client: Client, provider: ProConnect, awa):
    assert comes_back(client, provider)["Location"] == "/compte/securite/choisir/"
    assert not is_signed_in(client)


def test_a_role_that_asks_for_no_second_factor_is_signed_in_until_one_does(client: Client, provider: ProConnect):
    clerk = member(organisation(), "theo", Role.INSTITUTION)
    assert not needs_second_factor({Role.INSTITUTION})
    FederatedIdentity.objects.create(member=clerk, issuer=provider.issuer, subject="sub-awa", tied_at=timezone.now())
    comes_back(client, provider)
    assert is_signed_in(client)
    RoleGrant.objects.create(member=clerk, role=Role.SOCIAL_WORKER, starts_on=timezone.localdate(), granted_at=timezone.now())
    assert not is_signed_in(client), "a session that one proof opened ends as soon as a role asks for two"


def _wrong(name: str, value: object):
    return lambda claims: claims.__setitem__(name, value)


def _without(name: str):
    return lambda claims: claims.pop(name, None)


PAST = int(time.time()) - 3600
FORGED = {
    "iss": _wrong("iss", "https://ailleurs.example"),
    "aud": _wrong("aud", "un-autre-logiciel"),
    "aud of several": _wrong("aud", [CLIENT, "un-autre-logiciel"]),
    "exp": _wrong("exp", PAST),
    "no exp": _without("exp"),
    "no aud": _without("aud"),
    "no sub": _without("sub"),
    "sub empty": _wrong("sub", ""),
}
REASONS = {"aud of several": "aud", "no exp": "incomplete", "no aud": "incomplete", "no sub": "incomplete", "sub empty": "sub"}


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("where", ["token", "person"])
def test_a_forged_claim_opens_nothing(where: str, forged: str, client: Client, provider: ProConnect, awa):
    provider.acr = "eidas1-mfa"
    setattr(provider, where, FORGED[forged])
    answer = comes_back(client, provider)
    assert answer.status_code == 403
    assert "ne peut pas être crue" in answer.content.decode()
    assert journaled() == [f"identity.refused_{REASONS.get(forged, forged)}"]
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("where", "forgery", "reason"),
    [
        ("person", _wrong("sub", "quelqu-un-d-autre"), "sub"),
        ("person", _wrong("acr", "eidas3"), "acr"),
        ("token", _wrong("nonce", "x" * 43), "nonce"),
        ("token", _without("nonce"), "nonce"),
    ],
)
def test_answers_that_disagree_open_nothing(where: str, forgery, reason: str, client: Client, provider: ProConnect, awa):
    setattr(provider, where, forgery)
    assert comes_back(client, provider).status_code == 403
    assert journaled() == [f"identity.refused_{reason}"] and not is_signed_in(client)


def test_another_key_or_no_signature_opens_nothing(client: Client, provider: ProConnect, awa):
    provider.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert comes_back(client, provider).status_code == 403
    provider.key, provider.unsigned = None, True
    assert comes_back(client, provider).status_code == 403
    assert journaled() == ["identity.refused_signature", "identity.refused_unsigned"]


def test_a_level_made_up_in_the_token_alone_is_refused(client: Client, provider: ProConnect, awa):
    provider.token = _wrong("acr", "eidas1-mfa")
    assert comes_back(client, provider).status_code == 403
    assert journaled() == ["identity.refused_acr"]


def test_a_return_serves_once_and_in_its_own_browser(client: Client, provider: ProConnect, awa):
    back = provider.agree(leaves(client), "sub-awa")
    assert Client().get(back).status_code == 403, "another browser did not leave"
    assert client.get(back.replace("state=", "state=x")).status_code == 403
    assert client.get(back).status_code == 403, "the journey was spent by the wrong state"
    assert set(journaled()) == {"identity.refused_state"}


def test_declined_or_a_code_that_is_none_opens_nothing(client: Client, provider: ProConnect, awa):
    state = parse_qs(urlsplit(leaves(client)).query)["state"][0]
    assert client.get(f"/connexion/fournisseur/retour/?error=access_denied&state={state}").status_code == 403
    state = parse_qs(urlsplit(leaves(client)).query)["state"][0]
    assert client.get(f"/connexion/fournisseur/retour/?code=invente&state={state}").status_code == 403
    assert journaled() == ["identity.refused_declined", "identity.refused_code"]


@pytest.mark.expects_error_log
def test_a_provider_that_does_not_answer_leaves_the_password(client: Client, provider: ProConnect, settings):
    settings.OIDC_ISSUER = "http://localhost:9"
    page = client.post("/connexion/fournisseur/")
    assert page.status_code == 503 and "votre mot de passe" in page.content.decode()
    settings.OIDC_ISSUER = "http://proconnect.example"
    assert client.post("/connexion/fournisseur/").status_code == 503, "never without TLS"


def test_an_unknown_identity_makes_no_account_whatever_its_address(client: Client, provider: ProConnect):
    known = member(organisation(), email="awa@montbrume.example")
    provider.acr, provider.person = "eidas3", _wrong("email", "awa@montbrume.example")
    answer = comes_back(client, provider, "inconnue")
    assert answer.status_code == 403 and "n’est reliée à aucun compte" in answer.content.decode()
    assert not known.identities.exists() and journaled() == ["identity.refused_unknown"]


def test_a_closed_account_is_opened_by_no_identity(client: Client, provider: ProConnect, awa):
    services.close_account(actor=TERMINAL, member_id=awa.pk, now=timezone.now())
    provider.acr = "eidas3"
    assert comes_back(client, provider).status_code == 403 and not is_signed_in(client)


def test_signed_in_awa_ties_her_identity_then_unties_it(provider: ProConnect):
    awa = member(organisation())
    browser = signed_in(awa)
    assert "Reliez ProConnect" in browser.get("/compte/securite/").content.decode()
    back = provider.agree(leaves(browser, "/compte/securite/identite/"), "sub-awa")
    assert browser.get(back)["Location"] == "/compte/securite/"
    tied = awa.identities.get()
    assert tied.subject == "sub-awa" and AccessNotice.objects.filter(recipient=awa, event="identity_tied").exists()
    other = signed_in(member(awa.organisation, "ines"))
    other.get(provider.agree(leaves(other, "/compte/securite/identite/"), "sub-awa"))
    assert FederatedIdentity.objects.count() == 1, "an identity opens one account only"
    other.post(f"/compte/securite/identite/{tied.pk}/retirer/")
    assert awa.identities.exists(), "somebody else's is not theirs to remove"
    browser.post(f"/compte/securite/identite/{tied.pk}/retirer/")
    assert not awa.identities.exists() and journaled() == ["identity.tied", "identity.untied"]


def test_an_administrator_takes_an_identity_away_and_everybody_concerned_sees_it(provider: ProConnect, awa):
    house = awa.organisation
    head, admin = member(house, "ines", Role.HEAD), member(house, "theo", Role.TECHNICIAN)
    hers, keeper, stranger = signed_in(awa), signed_in(admin), signed_in(member(organisation("ailleurs"), "leon", Role.TECHNICIAN))
    at = f"/comptes/{awa.pk}/identite/"
    assert "Retirer l’identité ProConnect" in keeper.get(f"/comptes/{awa.pk}/").content.decode()
    assert "Retirer l’identité" not in signed_in(head).get(f"/comptes/{awa.pk}/").content.decode()
    for other in (stranger, signed_in(head), hers):
        assert other.get(at).status_code == other.post(at).status_code == 404
    assert awa.identities.count() == 1
    asked = keeper.get(at).content.decode()
    assert "toutes ses sessions se ferment" in asked and "sans quoi rien" not in asked, "she has a password too"
    assert keeper.post(at)["Location"] == f"/comptes/{awa.pk}/"
    assert not awa.identities.exists() and not is_signed_in(hers)
    assert journaled() == ["identity.untied"]
    assert set(AccessNotice.objects.filter(event="identity_untied").values_list("recipient_id", "author_id")) == {
        (awa.pk, admin.pk),
        (head.pk, admin.pk),
    }
    assert "retirée par" in signed_in(awa).get("/compte/").content.decode()
    assert keeper.get(at).status_code == 404, "nothing is left to take away"


def test_one_whom_nothing_else_opens_is_told_before(provider: ProConnect, awa):
    Member.objects.filter(pk=awa.pk).update(password="!")
    keeper = signed_in(member(awa.organisation, "theo", Role.TECHNICIAN))
    assert "donnez ensuite un lien" in keeper.get(f"/comptes/{awa.pk}/identite/").content.decode()


def test_an_invitation_is_taken_with_the_identity_and_without_password(client: Client, provider: ProConnect):
    asked = Invitation("awa", "Awa", frozenset({Role.SOCIAL_WORKER}), None)
    awa, token = services.invite_by_link(actor=TERMINAL, organisation=organisation(), invitation=asked, now=timezone.now())
    provider.acr = "eidas1-mfa"
    back = provider.agree(leaves(client, f"/invitation/{token}/fournisseur/"), "sub-awa")
    assert client.get(back)["Location"] == "/journee/" and is_signed_in(client)
    assert not awa.has_usable_password() and awa.identities.get().subject == "sub-awa"
    assert Client().post(f"/invitation/{token}/fournisseur/").status_code == 404, "a link serves once"
    client.post(f"/compte/securite/identite/{awa.identities.get().pk}/retirer/")
    assert awa.identities.exists(), "nothing else opens this account"


def proves_again(client: Client, provider: ProConnect, who: str = "sub-awa", **more: str):
    return client.get(provider.agree(leaves(client, "/connexion/fournisseur/encore/", **more), who))


def test_a_locked_session_opens_again_by_the_provider_with_the_text_that_was_typed(client: Client, provider: ProConnect, awa):
    Member.objects.filter(pk=awa.pk).update(password="!")
    provider.acr = "eidas1-mfa"
    comes_back(client, provider)
    page = BeautifulSoup(client.get("/dossiers/ouvrir/").content, "html.parser")
    assert page.select_one("#session form[data-provider]") and not page.select_one("#session input[type=password]")
    form = Words(desk=Desk(acting(awa), key="test.words", page="/compte/mot-de-passe/"))
    slip = str(BeautifulSoup(str(form), "html.parser").select_one("input[data-draft-slip]")["value"])  # type: ignore[index]
    client.post("/compte/verrouiller/")
    lost = client.post("/compte/mot-de-passe/", {"words": "Elle veut rester chez elle.", slips.FIELD: slip}, follow=True)
    assert lost.redirect_chain[-1][0].startswith("/compte/deverrouiller/")
    said = lost.content.decode()
    assert "S’identifier avec ProConnect" in said and "Votre texte vous attend" in said and "Mot de passe" not in said
    waiting = str(BeautifulSoup(said, "html.parser").select_one("main input[name=next]")["value"])  # type: ignore[index]
    assert proves_again(client, provider, next=waiting)["Location"] == waiting == "/compte/mot-de-passe/"
    assert is_signed_in(client)
    again = Words(desk=Desk(acting(awa), key="test.words", page="/compte/mot-de-passe/"))
    assert again["words"].value() == "Elle veut rester chez elle."
    assert JournalEntry.objects.filter(action="session.unlocked", actor_id=awa.pk).count() == 1
    asked = provider.asked[-1]
    assert (asked["prompt"], asked["max_age"]) == ("login", "0"), "the provider is not to remember: it asks"


def test_a_page_that_covered_itself_is_opened_from_another_tab(client: Client, provider: ProConnect, awa):
    provider.acr = "eidas1-mfa"
    comes_back(client, provider)
    client.post("/compte/verrouiller/", {"ici": "oui"})
    answer = proves_again(client, provider, ici="oui", next="/dossiers/")
    assert answer["Location"] == "/compte/"
    assert "Revenez à l’autre onglet" in client.get("/compte/").content.decode()
    assert client.post("/compte/prolonger/", {"ici": "oui"}).status_code == 204, "by this the first tab knows it"


@pytest.mark.parametrize(
    ("spoilt", "who", "reason"),
    [
        (_wrong("auth_time", PAST), "sub-awa", "auth_time"),
        (_without("auth_time"), "sub-awa", "auth_time"),
        (_wrong("auth_time", "maintenant"), "sub-awa", "auth_time"),
        (_wrong("nonce", "x" * 43), "sub-awa", "nonce"),
        (lambda claims: None, "inconnue", "other"),
    ],
)
def test_a_lock_stays_unless_the_provider_has_just_asked_its_own_member(spoilt, who, reason, client: Client, provider: ProConnect, awa):
    provider.acr = "eidas1-mfa"
    comes_back(client, provider)
    client.post("/compte/verrouiller/")
    provider.token = spoilt
    assert proves_again(client, provider, who).status_code == 403
    assert journaled() == [f"identity.refused_{reason}"] and not is_signed_in(client)


def test_without_password_an_act_on_her_account_is_confirmed_by_the_provider(client: Client, provider: ProConnect, awa):
    Member.objects.filter(pk=awa.pk).update(password="!")
    provider.acr = "eidas1-mfa"
    comes_back(client, provider)
    kept = client.session
    kept["relais.proved"] = time.time() - 3600
    kept.save()
    page = client.get("/compte/confirmer/?next=/compte/securite/codes/").content.decode()
    assert "vous demande encore une fois qui vous êtes" in page and "écrivez votre mot de passe" not in page
    assert proves_again(client, provider, next="/compte/securite/codes/")["Location"] == "/compte/securite/codes/"
    assert client.session["relais.proved"] > time.time() - 60


def test_nobody_signed_in_proves_nothing_again(client: Client, provider: ProConnect):
    assert client.post("/connexion/fournisseur/encore/")["Location"].startswith("/connexion/")


def test_signing_out_ends_both_sessions(client: Client, provider: ProConnect, awa):
    provider.acr = "eidas1-mfa"
    comes_back(client, provider)
    page = client.post("/deconnexion/")
    there = html.unescape(re.search(r'content="0; url=([^"]+)"', page.content.decode())[1])  # type: ignore[index]
    asked = {name: value[0] for name, value in parse_qs(urlsplit(there).query).items()}
    assert there.startswith(provider.issuer) and asked["id_token_hint"].count(".") == 2
    assert asked["post_logout_redirect_uri"] == "http://testserver/deconnexion/retour/"
    assert not is_signed_in(client)
    assert client.get(f"/deconnexion/retour/?state={asked['state']}")["Location"] == "/connexion/"
    assert client.get("/deconnexion/retour/?state=invente")["Location"] == "/"


def test_a_session_opened_by_password_ends_here_only(provider: ProConnect, awa):
    assert signed_in(awa).post("/deconnexion/")["Location"] == "/connexion/"
