"""A file encrypted by pieces under a key that is shown once: AES-256-GCM, each piece bound to its rank and to being the last."""

import base64
import io
import os
import struct
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"RELAIS-EXPORT-1\n"
_PIECE = 1 << 20
_HEADER = struct.Struct(">8s")
_SIZE = struct.Struct(">I")


class WrongKey(Exception):
    """The archive does not open with this key, or was changed."""


def new_key() -> str:
    """A key of 256 bits, as people copy it: groups of four letters and digits."""
    text = base64.b32encode(os.urandom(32)).decode().rstrip("=")
    return "-".join(text[rank : rank + 4] for rank in range(0, len(text), 4))


def key_bytes(key: str) -> bytes:
    """The 32 bytes; WrongKey when it is no key of ours."""
    text = "".join(key.split()).replace("-", "").upper()
    try:
        found = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError:
        raise WrongKey from None
    if len(found) != 32:
        raise WrongKey
    return found


class Encrypting(io.RawIOBase):
    """Written to, it writes pieces encrypted; ``close`` writes the last one and leaves the file open."""

    def __init__(self, file: IO[bytes], key: str) -> None:
        self._file, self._cipher, self._rank = file, AESGCM(key_bytes(key)), 0
        self._salt = os.urandom(8)
        self._held = bytearray()
        file.write(MAGIC + _HEADER.pack(self._salt))

    def writable(self) -> bool:
        """Yes; it cannot be sought, which a zip does without."""
        return True

    def write(self, data: object) -> int:
        """Keep what does not fill a piece."""
        piece = bytes(data)  # type: ignore[call-overload]  # any buffer
        self._held += piece
        while len(self._held) > _PIECE:
            self._out(bytes(self._held[:_PIECE]), last=False)
            del self._held[:_PIECE]
        return len(piece)

    def _out(self, piece: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(self._salt + _SIZE.pack(self._rank), piece, b"last" if last else b"more")
        self._file.write(_SIZE.pack(len(sealed)) + sealed)
        self._rank += 1

    def close(self) -> None:
        """Write the last piece."""
        if not self.closed:
            self._out(bytes(self._held), last=True)
            self._held.clear()
        super().close()


def decrypted(file: IO[bytes], key: str, into: IO[bytes]) -> None:
    """Write the content of an encrypted file; WrongKey for another key, a piece changed, moved or missing."""
    cipher = AESGCM(key_bytes(key))
    (salt,) = _HEADER.unpack(file.read(_HEADER.size))
    rank, last = 0, False
    while not last:
        size = file.read(_SIZE.size)
        if len(size) < _SIZE.size:
            raise WrongKey
        sealed = file.read(min(_SIZE.unpack(size)[0], _PIECE + 64))
        nonce = salt + _SIZE.pack(rank)
        try:
            into.write(cipher.decrypt(nonce, sealed, b"more"))
        except InvalidTag:
            last = True
            try:
                into.write(cipher.decrypt(nonce, sealed, b"last"))
            except InvalidTag:
                raise WrongKey from None
        rank += 1
