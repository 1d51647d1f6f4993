"""What a signed answer of the provider must be to be believed: its signature, its issuer, its audience, its hour, and whom it is about."""

from collections.abc import Iterable, Mapping
from typing import Any

import jwt

#: asymmetric only: with a shared secret, whoever reads our settings could sign.
ALGORITHMS = ("RS256", "ES256")
#: seconds by which the two clocks may differ.
LEEWAY = 30
Claims = Mapping[str, Any]


class Untrusted(Exception):
    """An answer that is not believed; ``reason``: its code in the journal, ``signature``, ``iss``, ``aud``, ``exp``, ``nonce``, ``sub``…"""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_REASONS: tuple[tuple[type[jwt.PyJWTError], str], ...] = (
    (jwt.InvalidIssuerError, "iss"),
    (jwt.InvalidAudienceError, "aud"),
    (jwt.ExpiredSignatureError, "exp"),
    (jwt.ImmatureSignatureError, "exp"),
    (jwt.InvalidIssuedAtError, "exp"),
    (jwt.exceptions.InvalidSubjectError, "sub"),
    (jwt.MissingRequiredClaimError, "incomplete"),
)


def key_named_in(token: str) -> str | None:
    """Identifier of the key that the token says it is signed with, None when it names none; Untrusted when it is no signed token."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as problem:
        raise Untrusted("signature") from problem
    named = header.get("kid")
    return named if isinstance(named, str) else None


def _signer(token: str, among: Iterable[jwt.PyJWK]) -> jwt.PyJWK:
    """The key named by the token; without a name, the only key there is."""
    named, known = key_named_in(token), list(among)
    fitting = known if named is None else [key for key in known if key.key_id == named]
    if len(fitting) != 1:
        raise Untrusted("signature")
    return fitting[0]


def read(token: str, *, among: Iterable[jwt.PyJWK], issuer: str, audience: str) -> Claims:
    """What a token says, once it is signed by one of these keys, by this issuer, for us, and now; Untrusted otherwise."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_signer(token, among),
            algorithms=list(ALGORITHMS),
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY,
            options={"require": ["iss", "aud", "exp", "sub"]},
        )
    except jwt.PyJWTError as problem:
        reason = next((code for kind, code in _REASONS if isinstance(problem, kind)), "signature")
        raise Untrusted(reason) from problem
    told = claims["aud"]
    if isinstance(told, list) and len(told) > 1 and claims.get("azp") != audience:
        raise Untrusted("aud")
    if not claims["sub"]:
        raise Untrusted("sub")
    return claims


def proves_second_factor(claims: Claims, *, strong: frozenset[str]) -> bool:
    """Whether the provider itself asked for a second factor: a level among ``strong``, or the method «mfa» (RFC 8176)."""
    methods = claims.get("amr")
    return claims.get("acr") in strong or (isinstance(methods, list) and "mfa" in methods)


def asked_at(claims: Claims) -> int:
    """When the provider asked the person who they are (``auth_time``, seconds since 1970); 0 when it does not say."""
    told = claims.get("auth_time")
    return told if isinstance(told, int) else 0
