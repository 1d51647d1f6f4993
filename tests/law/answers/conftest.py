"""The real legislation, loaded once, and everything tried for the stories."""

from collections.abc import Sequence

import pytest

from relais.law.answers.screen import trials
from relais.law.answers.trial import Trial
from relais.law.engine.openfisca_engine import OpenFiscaEngine, load_engine
from relais.law.rights.card import Card
from relais.law.rights.catalogue import catalogue
from tests.law.answers.stories import STORIES


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> OpenFiscaEngine:
    return load_engine(tmp_path_factory.mktemp("engine-answers"))


@pytest.fixture(scope="session")
def cards() -> tuple[Card, ...]:
    return tuple(catalogue().values())


@pytest.fixture(scope="session")
def tried(engine: OpenFiscaEngine, cards: tuple[Card, ...]) -> Sequence[Trial]:
    return trials(STORIES, engine=engine, cards=cards)
