"""The rights engine behind one small face: columns of facts in, columns of results out.

Importing this package, its ``face`` or anything above them loads no OpenFisca: that takes a second, paid at the first ``load_engine``.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relais.law.engine.openfisca_engine import OpenFiscaEngine


def load_engine(cache_dir: Path | None = None) -> "OpenFiscaEngine":
    """The engine of this process, loaded once; the first call says where parameters are kept (None: nothing on disk)."""
    from relais.law.engine.openfisca_engine import load_engine as load  # it imports OpenFisca

    return load(cache_dir)


__all__ = ["load_engine"]
