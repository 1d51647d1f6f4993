"""A page carries its state sealed: nobody reads it, changes it, keeps it, or uses it elsewhere."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relais.foundation.sealing import LONGEST_TOKEN, Expired, Keyring, Tampered, expires_at, seal, unseal

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OTHER_KEY = f"ffffffff:{base64.b64encode(b'k' * 32).decode()}"


@given(st.binary(max_size=3000))
def test_what_is_sealed_comes_back(data: bytes):
    assert unseal(seal(data, purpose="page", lifetime=HOUR, now=NOW), purpose="page", now=NOW) == data


def test_nothing_of_it_can_be_read_and_two_seals_differ():
    first, second = (seal(b"loyer 620 Roubaix" * 20, purpose="page", lifetime=HOUR, now=NOW) for _ in range(2))
    assert first != second
    assert b"Roubaix" not in base64.urlsafe_b64decode(first + "==")
    assert len(first) < 200


@given(position=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_any_flipped_bit_shows(position: int, bit: int):
    token = seal(b"faits", purpose="page", lifetime=HOUR, now=NOW)
    raw = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    raw[position % len(raw)] ^= 1 << bit
    changed = base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()
    with pytest.raises(Tampered):
        unseal(changed, purpose="page", now=NOW)


@pytest.mark.parametrize("token", ["", "a", "é", "x" * 50, "AAAA====", "x" * (LONGEST_TOKEN + 1), "../../etc/passwd"])
def test_what_is_not_ours_is_refused(token: str):
    with pytest.raises(Tampered):
        unseal(token, purpose="page", now=NOW)


def test_one_purpose_does_not_open_another():
    token = seal(b"faits", purpose="page", lifetime=HOUR, now=NOW)
    with pytest.raises(Tampered):
        unseal(token, purpose="mandat", now=NOW)


def test_its_time_ends_and_is_known_after():
    token = seal(b"faits", purpose="page", lifetime=HOUR, now=NOW)
    assert unseal(token, purpose="page", now=NOW + HOUR - timedelta(seconds=1)) == b"faits"
    with pytest.raises(Expired):
        unseal(token, purpose="page", now=NOW + HOUR)
    assert expires_at(token, purpose="page") == NOW + HOUR


def test_a_rotation_keeps_what_was_sealed_and_the_loss_of_a_key_is_told(settings):
    old = seal(b"avant", purpose="page", lifetime=HOUR, now=NOW)
    settings.DATA_KEYS = [OTHER_KEY, *settings.DATA_KEYS]
    new = seal(b"depuis", purpose="page", lifetime=HOUR, now=NOW)
    assert unseal(old, purpose="page", now=NOW) == b"avant"
    settings.DATA_KEYS = [OTHER_KEY]
    assert unseal(new, purpose="page", now=NOW) == b"depuis"
    with pytest.raises(Tampered):
        unseal(old, purpose="page", now=NOW)


@pytest.mark.parametrize("line", ["", "zz:AAAA", "0a0b0c0d:AAAA", f"0a0b:{base64.b64encode(b'k' * 32).decode()}"])
def test_a_key_that_cannot_be_one_is_refused(line: str):
    with pytest.raises(ValueError, match=r".+"):
        Keyring.parse([line])
    with pytest.raises(ValueError, match="at least one"):
        Keyring.parse([])
