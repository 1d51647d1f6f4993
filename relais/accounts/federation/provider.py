"""The provider that this instance trusts, its addresses and its keys: read from settings, then from the provider itself."""

import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

import jwt
from django.conf import settings
from django.core.cache import cache

#: seconds before the provider's answer is waited for no more; bytes beyond which it is not read.
PATIENCE, LARGEST = 10, 256_000
#: seconds during which its addresses and its keys are not asked again; between two askings for a key that is not among them.
KEPT, RELOADED = 3600, 60
_LOOP = {"127.0.0.1", "::1", "localhost"}


class Unreachable(Exception):
    """The provider does not answer, or not what its standard says; ``status``: what it answered, 0 when it did not."""

    def __init__(self, told: str, *, status: int = 0) -> None:
        super().__init__(told)
        self.status = status


@dataclass(frozen=True, slots=True)
class Provider:
    """What the instance's settings say. ``strong``: the ``acr`` values that prove a second factor."""

    name: str
    issuer: str
    client_id: str
    client_secret: str
    scopes: str
    strong: frozenset[str]


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses that the provider publishes; ``end_session`` empty when it has none."""

    authorization: str
    token: str
    userinfo: str
    jwks: str
    end_session: str


def provider() -> Provider | None:
    """The provider of this instance, None when sign-in is by password only."""
    if not settings.OIDC_ISSUER:
        return None
    return Provider(
        settings.OIDC_NAME,
        settings.OIDC_ISSUER,
        settings.OIDC_CLIENT_ID,
        settings.OIDC_CLIENT_SECRET,
        settings.OIDC_SCOPES,
        frozenset(settings.OIDC_STRONG),
    )


def provider_name() -> str:
    """What the button says, "" when there is no provider."""
    return settings.OIDC_NAME if settings.OIDC_ISSUER else ""


def is_safe(address: str) -> bool:
    """Whether an address may be spoken to: TLS, or this very machine (tests)."""
    parts = urllib.parse.urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOP)


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """A redirection would carry the client's secret elsewhere."""

    def redirect_request(self, *_told: object, **_more: object) -> None:
        """Never followed: urllib then tells the status as an error."""
        return


def asked(address: str, *, form: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> tuple[str, bytes]:
    """Type of content and body of what this address answers (POST when there is a form); Unreachable when it does not."""
    if not is_safe(address):
        raise Unreachable("an address without TLS")
    data = None if form is None else urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(address, data=data, headers=headers or {})  # noqa: S310 - its scheme was checked above
    try:
        with urllib.request.build_opener(_NoRedirection).open(request, timeout=PATIENCE) as answer:
            body = answer.read(LARGEST + 1)
            kind = answer.headers.get_content_type()
    except urllib.error.HTTPError as problem:
        problem.close()
        raise Unreachable(f"status {problem.code}", status=problem.code) from problem
    except (OSError, ValueError) as problem:
        raise Unreachable(type(problem).__name__) from problem
    if len(body) > LARGEST:
        raise Unreachable("too long")
    return kind, body


def asked_json(address: str, *, form: dict[str, str] | None = None) -> dict[str, Any]:
    """The JSON object that this address answers."""
    try:
        read = json.loads(asked(address, form=form, headers={"Accept": "application/json"})[1])
    except ValueError as problem:
        raise Unreachable("not JSON") from problem
    if not isinstance(read, dict):
        raise Unreachable("not an object")
    return read


def _remembered(name: str, address: str, *, fresh: bool = False) -> dict[str, Any]:
    key = f"relais.oidc.{name}|{address}"
    known = None if fresh else cache.get(key)
    if known is None:
        known = asked_json(address)
        cache.set(key, known, KEPT)
    return dict(known)


def endpoints(of: Provider) -> Endpoints:
    """The provider's addresses, asked once an hour; Unreachable when it names another issuer or an address without TLS."""
    told = _remembered("discovery", of.issuer.rstrip("/") + "/.well-known/openid-configuration")
    names = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
    authorization, token, userinfo, jwks = (str(told.get(name, "")) for name in names)
    end_session = str(told.get("end_session_endpoint", ""))
    spoken_to = [authorization, token, userinfo, jwks, *filter(None, [end_session])]
    if told.get("issuer") != of.issuer or not all(map(is_safe, spoken_to)):
        raise Unreachable("its configuration is not that of this issuer")
    return Endpoints(authorization, token, userinfo, jwks, end_session)


def keys(at: Endpoints, *, wanted: str | None) -> list[jwt.PyJWK]:
    """The provider's public keys; asked again, once a minute at most, when the one that signed is not among those remembered."""
    found = _keys(_remembered("jwks", at.jwks))
    if wanted is not None and all(key.key_id != wanted for key in found) and cache.add(f"relais.oidc.reloaded|{at.jwks}", 1, RELOADED):
        found = _keys(_remembered("jwks", at.jwks, fresh=True))
    return found


def _keys(told: dict[str, Any]) -> list[jwt.PyJWK]:
    try:
        return [key for key in jwt.PyJWKSet.from_dict(told).keys if key.public_key_use in (None, "sig")]
    except jwt.PyJWTError as problem:
        raise Unreachable("its keys cannot be read") from problem
