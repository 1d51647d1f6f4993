"""Run as a program: the unpatched engine on synthetic households, its bytes written for the equality tests to compare.

A separate process, because accelerations replace methods of core for the whole process that installs them.
"""

import sys
from pathlib import Path

import numpy as np

from relais.law.engine.loading import stock_system
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from tests.factories.blocks import OUTPUTS, synthetic_block


def main(households: int, seed: int, out: Path) -> None:
    engine = OpenFiscaEngine(stock_system())
    values = engine.compute(synthetic_block(households, seed), OUTPUTS).values
    patched = [name for name in sys.modules if name.startswith("relais.law.engine.fast_")]
    if patched:
        raise SystemExit(f"the reference is not stock: {patched}")
    np.savez(out, **values)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
