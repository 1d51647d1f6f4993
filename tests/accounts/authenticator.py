"""A passkey made of software, for the tests: it answers challenges as the key of a computer does."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

#: user present, user verified, credential attached
_PRESENT, _VERIFIED, _ATTACHED = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """One key for one site; ``counter`` grows at each signature when ``counts``."""

    host: str = "testserver"
    origin: str = "https://testserver"
    counts: bool = True
    identifier: bytes = field(default_factory=lambda: os.urandom(16))
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    counter: int = 0

    def _data(self, *, attached: bytes = b"") -> bytes:
        self.counter += 1 if self.counts else 0
        flags = _PRESENT | _VERIFIED | (_ATTACHED if attached else 0)
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big") + attached

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _answer(self, response: dict[str, bytes]) -> str:
        told = {name: websafe_encode(value) for name, value in response.items()}
        name = websafe_encode(self.identifier)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": told})

    def create(self, options: dict[str, Any]) -> str:
        """The browser's answer to a challenge of creation."""
        public = cbor.encode(ES256.from_cryptography_key(self.private.public_key()))
        attached = bytes(16) + len(self.identifier).to_bytes(2, "big") + self.identifier + public
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": self._data(attached=attached)})
        client = self._client("webauthn.create", options["publicKey"]["challenge"])
        return self._answer({"clientDataJSON": client, "attestationObject": attestation})

    def get(self, options: dict[str, Any]) -> str:
        """The browser's answer to a challenge of sign-in."""
        client, data = self._client("webauthn.get", options["publicKey"]["challenge"]), self._data()
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer({"clientDataJSON": client, "authenticatorData": data, "signature": signature})
