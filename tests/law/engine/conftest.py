"""One engine for all the tests of this folder: loading it takes seconds."""

import pytest

from relais.law.engine.openfisca_engine import OpenFiscaEngine, load_engine


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> OpenFiscaEngine:
    return load_engine(tmp_path_factory.mktemp("engine"))
