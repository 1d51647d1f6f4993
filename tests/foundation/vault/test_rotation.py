"""Keys change without losing a word, also when the rotation is cut off."""

import base64
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from relais.foundation.models import DataKey
from relais.foundation.vault import keys, rotation
from tests.foundation.vault.probe import Note, make_table, put, raw

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HOUSE = uuid.UUID(int=7)
NEW_MASTER = f"99999999:{base64.b64encode(b'n' * 32).decode()}"


@pytest.fixture(autouse=True)
def notes(db: None) -> list[Note]:
    keys.forget_opened_keys()
    make_table()
    return [Note.objects.create(organisation_id=house, text=f"note {rank}") for rank, house in enumerate([HOUSE, HOUSE, uuid.UUID(int=8)])]


def opened() -> list[str]:
    keys.forget_opened_keys()
    return sorted(note.text.open() for note in Note.objects.all())


WHOLE = ["note 0", "note 1", "note 2"]


def test_a_new_master_key_wraps_again_every_data_key_and_no_text_moves(settings, notes):
    before = [raw(note) for note in notes]
    settings.MASTER_KEYS = [NEW_MASTER, *settings.MASTER_KEYS]
    assert rotation.rewrap() == 2
    assert rotation.rewrap() == 0
    assert [raw(note) for note in notes] == before
    settings.MASTER_KEYS = [NEW_MASTER]
    assert opened() == WHOLE


def test_a_wrapping_cut_off_goes_on(settings, monkeypatch):
    settings.MASTER_KEYS = [NEW_MASTER, *settings.MASTER_KEYS]
    genuine, calls = keys.wrap, []

    def wrap(*arguments, **named):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return genuine(*arguments, **named)

    monkeypatch.setattr(keys, "wrap", wrap)
    with pytest.raises(KeyboardInterrupt):
        rotation.rewrap()
    assert opened() == WHOLE
    assert rotation.rewrap() == 1
    assert opened() == WHOLE


def test_a_new_data_key_seals_again_every_text(notes):
    before = [raw(note) for note in notes]
    progress = rotation.rotate_data_keys(now=NOW, tables=[Note])
    assert (progress.resealed, progress.dropped, progress.unopened) == (3, 0, ())
    assert DataKey.objects.filter(retired_at=None).count() == 2
    assert all(keys.key_of(raw(note)) != keys.key_of(old) for note, old in zip(notes, before, strict=True))
    assert opened() == WHOLE


def test_a_sealing_cut_off_loses_nothing_and_goes_on(monkeypatch):
    genuine, calls = rotation._reseal, []

    def reseal(*arguments):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return genuine(*arguments)

    monkeypatch.setattr(rotation, "_reseal", reseal)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate_data_keys(now=NOW, tables=[Note])
    assert opened() == WHOLE
    assert rotation.rotate_data_keys(now=NOW, tables=[Note], resume=True).resealed == 2
    assert opened() == WHOLE
    assert DataKey.objects.count() == 4, "resuming makes no further key"


def test_a_retired_key_goes_once_nothing_uses_it_and_its_grace_is_over(notes):
    rotation.rotate_data_keys(now=NOW, tables=[Note])
    later = NOW + rotation.GRACE + timedelta(hours=1)
    assert rotation.rotate_data_keys(now=later, tables=[Note], resume=True).dropped == 2
    assert opened() == WHOLE


def test_a_row_that_does_not_open_is_named_and_no_key_is_dropped(notes):
    put(notes[0], raw(notes[1]))
    rotation.rotate_data_keys(now=NOW, tables=[Note])
    progress = rotation.rotate_data_keys(now=NOW + timedelta(days=3), tables=[Note], resume=True)
    assert progress.unopened == (f"foundation.note:{notes[0].pk} text",)
    assert progress.dropped == 0


def test_destroying_the_keys_of_a_house_leaves_the_others():
    rotation.destroy(HOUSE)
    with pytest.raises(keys.DataKeyMissing):
        Note.objects.filter(organisation_id=HOUSE).first().text.open()
    assert Note.objects.get(organisation_id=uuid.UUID(int=8)).text.open() == "note 2"


def test_a_key_written_in_the_file_after_the_start_is_found(settings, tmp_path):
    path = tmp_path / "master.key"
    path.write_text("\n".join([NEW_MASTER, *settings.MASTER_KEYS]))
    settings.MASTER_KEYS_FILE = path
    assert rotation.rewrap() == 2
    assert opened() == WHOLE
