"""``relais vault``: halves made and joined by the command, refusals in one line."""

from pathlib import Path

import pytest

from relais.foundation.models import DataKey, JournalEntry
from relais.foundation.vault import keys as vault_keys
from relais.project import keys
from relais.project.cli import main
from tests.factories.accounts import organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings) -> Path:
    monkeypatch.setenv("RELAIS_DATA", str(tmp_path))
    settings.MASTER_KEYS = keys.read(tmp_path / "keys", keys.MASTER)
    settings.MASTER_KEYS_FILE = tmp_path / "keys" / keys.MASTER
    vault_keys.forget_opened_keys()
    vault_keys.current_key(organisation().pk)
    return tmp_path


def test_two_people_bring_the_key_back(instance: Path, capsys):
    before = (instance / "keys" / keys.MASTER).read_text()
    assert main(["vault", "split", "--out", str(instance)]) == 0
    halves = [instance / f"moitie-{rank}.txt" for rank in (1, 2)]
    assert all(path.stat().st_mode & 0o077 == 0 for path in halves)
    assert JournalEntry.objects.filter(action="vault.halves_made").count() == 1
    (instance / "keys" / keys.MASTER).unlink()
    assert main(["vault", "join", str(halves[1]), str(halves[0])]) == 0
    assert (instance / "keys" / keys.MASTER).read_text() == before
    assert main(["vault", "status"]) == 0
    assert "moitiés : faites" in capsys.readouterr().out.replace("\u00a0", " ")


def test_joining_never_overwrites_a_key_and_wrong_halves_are_bad_usage(instance: Path, capsys):
    main(["vault", "split", "--out", str(instance)])
    half = str(instance / "moitie-1.txt")
    assert main(["vault", "join", half, half]) == 1
    (instance / "keys" / keys.MASTER).unlink()
    assert main(["vault", "join", half, half]) == 2
    assert main(["vault", "join", half, str(instance / "absent")]) == 2
    assert not (instance / "keys" / keys.MASTER).exists()


def test_a_new_master_key_asks_for_new_halves(instance: Path, capsys):
    main(["vault", "split", "--out", str(instance)])
    keys.rotate(instance / "keys", keys.MASTER)
    assert main(["vault", "split", "--out", str(instance)]) == 1
    assert main(["vault", "rewrap"]) == 0
    assert main(["vault", "status"]) == 0
    assert "à faire" in capsys.readouterr().out
    assert DataKey.objects.get().master_id == vault_keys.newest_masters().current


def test_a_lost_master_key_is_told(instance: Path, settings, capsys):
    (instance / "keys" / keys.MASTER).unlink()
    settings.MASTER_KEYS = keys.read(instance / "keys", keys.MASTER)
    vault_keys.forget_opened_keys()
    assert main(["vault", "status"]) == 1
    assert main(["vault", "rewrap"]) == 1
    assert "manque" in capsys.readouterr().err


def test_rotating_the_data_keys_is_journaled(instance: Path):
    assert main(["vault", "rotate"]) == 0
    assert main(["vault", "rotate", "--resume"]) == 0
    assert DataKey.objects.count() == 2
    assert JournalEntry.objects.filter(action="vault.rotated").count() == 2
