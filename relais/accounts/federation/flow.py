"""The authorization code flow with PKCE, state and nonce: leave for the provider, come back with an identity, say goodbye."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from relais.accounts.federation import provider as at
from relais.accounts.federation import tokens
from relais.accounts.federation.provider import Endpoints, Provider, Unreachable
from relais.accounts.federation.tokens import Claims, Untrusted


@dataclass(frozen=True, slots=True)
class Departure:
    """What one journey to the provider must bring back; kept on the server, used once. 43 signs each (ProConnect asks 32)."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody whom the provider vouches for. ``strong``: it asked them for a second factor; ``hint``: what ends their session there.

    ``asked_at``: when it asked them who they are, in seconds since 1970; 0 when it does not say.
    """

    issuer: str
    subject: str
    strong: bool
    hint: str
    asked_at: int = 0

    def asked_since(self, at: float) -> bool:
        """Whether the provider asked them after this time (seconds since 1970), and not only remembered them."""
        return self.asked_at >= at - tokens.LEEWAY


def departure() -> Departure:
    """A new one, from the system's randomness."""
    return Departure(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(32))


def challenge_of(verifier: str) -> str:
    """PKCE, S256 (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def way_there(trusted: Provider, leaving: Departure, *, back: str, again: bool = False) -> str:
    """Address where the browser goes; Unreachable when the provider does not say it.

    ``again``: the provider must ask who is there even when it remembers, and say when it asked.
    """
    wanted: dict[str, object] = {"amr": None, "acr": {"essential": False, "values": sorted(trusted.strong)}}
    if again:
        wanted["auth_time"] = {"essential": True}
    asked = {
        "response_type": "code",
        "client_id": trusted.client_id,
        "redirect_uri": back,
        "scope": trusted.scopes,
        "state": leaving.state,
        "nonce": leaving.nonce,
        "code_challenge": challenge_of(leaving.verifier),
        "code_challenge_method": "S256",
        "claims": json.dumps({"id_token": wanted}, separators=(",", ":")),
        **({"prompt": "login", "max_age": "0"} if again else {}),
    }
    return f"{at.endpoints(trusted).authorization}?{urlencode(asked)}"


def way_out(trusted: Provider, *, hint: str, state: str, back: str) -> str:
    """Address that ends the provider's own session, "" when it has none."""
    there = at.endpoints(trusted).end_session
    return there and f"{there}?{urlencode({'id_token_hint': hint, 'state': state, 'post_logout_redirect_uri': back})}"


def _believed(token: str, trusted: Provider, there: Endpoints) -> Claims:
    keys = at.keys(there, wanted=tokens.key_named_in(token))
    return tokens.read(token, among=keys, issuer=trusted.issuer, audience=trusted.client_id)


def _tokens(trusted: Provider, there: Endpoints, *, code: str, verifier: str, back: str) -> tuple[str, str]:
    """Identity token and access token for this code, which serves once."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": trusted.client_id,
        "client_secret": trusted.client_secret,
        "code_verifier": verifier,
    }
    try:
        told = at.asked_json(there.token, form=form)
    except Unreachable as problem:
        # a code that is none, has served, or is over (RFC 6749, 5.2)
        raise (Untrusted("code") if problem.status in (400, 401) else problem) from problem
    identity, access = told.get("id_token"), told.get("access_token")
    if not (isinstance(identity, str) and isinstance(access, str)):
        raise Untrusted("incomplete")
    return identity, access


def _person(trusted: Provider, there: Endpoints, access: str) -> Claims:
    """What the provider says of the person, signed: a bare JSON could have been changed on the way, and is not read."""
    kind, body = at.asked(there.userinfo, headers={"Authorization": f"Bearer {access}", "Accept": "application/jwt"})
    if kind != "application/jwt":
        raise Untrusted("unsigned")
    try:
        return _believed(body.decode("ascii").strip(), trusted, there)
    except UnicodeDecodeError as problem:
        raise Untrusted("signature") from problem


def come_back(trusted: Provider, leaving: Departure, *, code: str, back: str) -> Identity:
    """Who came back with this code; Untrusted with its reason, Unreachable when the provider does not answer.

    The token and the person's answer must be signed, from this issuer, for us, in time; the token carries the nonce of this
    departure; both are about the same subject, and where both tell a level it is the same.
    """
    there = at.endpoints(trusted)
    token, access = _tokens(trusted, there, code=code, verifier=leaving.verifier, back=back)
    claims = _believed(token, trusted, there)
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), leaving.nonce.encode()):
        raise Untrusted("nonce")
    person = _person(trusted, there, access)
    if person["sub"] != claims["sub"]:
        raise Untrusted("sub")
    if "acr" in person and person["acr"] != claims.get("acr"):
        raise Untrusted("acr")
    strong = tokens.proves_second_factor(claims, strong=trusted.strong)
    return Identity(trusted.issuer, str(claims["sub"]), strong, token, tokens.asked_at(claims))
