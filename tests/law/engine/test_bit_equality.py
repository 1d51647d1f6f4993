"""The accelerated engine gives the very bytes of the unpatched one, loaded by the packages' own loader in another process."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from relais.law.engine.openfisca_engine import OpenFiscaEngine
from tests.factories.blocks import OUTPUTS, rows_of, synthetic_block

ROOT = Path(__file__).parents[3]


def stock_values(households: int, seed: int, folder: Path) -> dict[str, np.ndarray]:
    out = folder / "stock.npz"
    command = [sys.executable, "-W", "ignore", "-m", "tests.law.engine.stock_reference", str(households), str(seed), str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=170, check=False)
    assert done.returncode == 0, done.stderr
    with np.load(out) as kept:
        return {name: kept[name] for name in kept.files}


def assert_same_bytes(ours: dict[str, np.ndarray], stock: dict[str, np.ndarray]) -> None:
    assert set(ours) == set(stock) == set(OUTPUTS)
    different = [name for name in OUTPUTS if ours[name].dtype != stock[name].dtype or ours[name].tobytes() != stock[name].tobytes()]
    assert not different


def test_three_hundred_households_have_the_bytes_of_the_stock_engine(engine: OpenFiscaEngine, tmp_path: Path) -> None:
    ours = dict(engine.compute(synthetic_block(300, 11), OUTPUTS).values)
    assert_same_bytes(ours, stock_values(300, 11, tmp_path))


@pytest.mark.slow
def test_five_thousand_households_have_the_bytes_of_the_stock_engine(engine: OpenFiscaEngine, tmp_path: Path) -> None:
    block = synthetic_block(5_000, 12)
    whole = dict(engine.compute(block, OUTPUTS).values)
    idle = [name for name in OUTPUTS if not (whole[name] > 0).any()]
    assert not idle, "a benefit that nobody has proves nothing"
    stock = stock_values(5_000, 12, tmp_path)
    assert_same_bytes(whole, stock)
    parts = [engine.compute(rows_of(block, first, first + 500), OUTPUTS).values for first in range(0, 5_000, 500)]
    assert_same_bytes({name: np.concatenate([part[name] for part in parts]) for name in OUTPUTS}, stock)


def test_a_household_alone_has_the_same_answer_as_among_others(engine: OpenFiscaEngine) -> None:
    block = synthetic_block(200, 13)
    together = engine.compute(block, OUTPUTS).values
    for row in (0, 57, 199):
        alone = engine.compute(rows_of(block, row, row + 1), OUTPUTS).values
        assert [name for name in OUTPUTS if alone[name][0] != together[name][row]] == []
