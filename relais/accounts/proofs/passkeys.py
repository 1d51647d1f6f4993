"""Passkeys (WebAuthn): the key of a computer, of a telephone or of a stick proves itself to this site and to no other.

One challenge serves once; the browser's answer is checked by python-fido2: challenge, address of the site, signature, presence.
The credential kept is public: stolen, it opens nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

#: the longest answer of a browser that is read at all, in characters.
LONGEST = 20_000


class NotProven(Exception):
    """The answer does not prove the key: wrong challenge, other site, unknown key, changed signature, or unreadable."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """``options`` for the browser (JSON), ``state`` to keep on the server until its answer."""

    options: dict[str, Any]
    state: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Proof:
    """The key that answered, and the count of its signatures (0 for those that do not count)."""

    credential_id: bytes
    counter: int


def _server(host: str) -> Fido2Server:
    """The checks for this site; ``host`` without its port."""
    return Fido2Server(PublicKeyCredentialRpEntity(name="Relais", id=host), attestation=AttestationConveyancePreference.NONE)


def to_add(*, host: str, member_id: UUID, name: str, known: Sequence[bytes]) -> Challenge:
    """Ask the browser for a new key; those ``known`` already are not offered again."""
    who = PublicKeyCredentialUserEntity(name=name, id=member_id.bytes, display_name=name)
    options, state = _server(host).register_begin(
        who,
        credentials=[AttestedCredentialData(one) for one in known],
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Challenge(dict(options), dict(state))


def to_prove(*, host: str, known: Sequence[bytes]) -> Challenge:
    """Ask the browser to prove one of these keys."""
    options, state = _server(host).authenticate_begin(
        credentials=[AttestedCredentialData(one) for one in known], user_verification=UserVerificationRequirement.PREFERRED
    )
    return Challenge(dict(options), dict(state))


def _answer(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise NotProven("too long")
    try:
        answer = json.loads(text)
    except ValueError as problem:
        raise NotProven("unreadable") from problem
    if not isinstance(answer, dict):
        raise NotProven("unreadable")
    return answer


def added(*, host: str, state: dict[str, Any], answer: str) -> bytes:
    """The public credential to keep, once the browser's answer is checked; NotProven otherwise."""
    try:
        data: AuthenticatorData = _server(host).register_complete(state, _answer(answer))
    except NotProven:
        raise
    except Exception as problem:  # fido2 and cbor raise many kinds on a forged answer, each of them a refusal
        raise NotProven("registration") from problem
    if data.credential_data is None:
        raise NotProven("no credential")
    return bytes(data.credential_data)


def proven(*, host: str, state: dict[str, Any], answer: str, known: Sequence[bytes]) -> Proof:
    """Which of the ``known`` keys answered; NotProven when none did."""
    said = _answer(answer)
    try:
        credential = _server(host).authenticate_complete(state, [AttestedCredentialData(one) for one in known], said)
        counter = AuthenticatorData(_bytes_of(said)).counter
    except Exception as problem:  # as above
        raise NotProven("authentication") from problem
    return Proof(credential.credential_id, counter)


def _bytes_of(answer: dict[str, Any]) -> bytes:
    from fido2.utils import websafe_decode

    return websafe_decode(answer["response"]["authenticatorData"])


def credential_id(kept: bytes) -> bytes:
    """Identifier of a credential that was kept."""
    return bytes(AttestedCredentialData(kept).credential_id)
