"""The desk of a process: kept while the day and the rights are the same, changed when either changes."""

from datetime import date

import pytest

from relais.law.rights.catalogue import catalogue
from relais.screening import queries
from tests.law.answers.toy import TODAY, ToyEngine


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> ToyEngine:
    engine = ToyEngine()
    monkeypatch.setattr(queries, "engine", lambda: engine)
    monkeypatch.setattr(queries, "_desks", [])
    return engine


def test_the_same_day_with_the_same_rights_has_one_desk() -> None:
    offered = catalogue()
    desk = queries._desk(TODAY, frozenset(), offered)
    assert queries._desk(TODAY, frozenset(), offered) is desk


def test_another_day_a_late_scale_or_a_changed_right_has_another() -> None:
    offered = catalogue()
    desks = [queries._desk(TODAY, frozenset(), offered)]
    desks.append(queries._desk(date(2026, 11, 23), frozenset(), offered))
    desks.append(queries._desk(date(2026, 11, 23), frozenset({"rsa"}), offered))
    desks.append(queries._desk(date(2026, 11, 23), frozenset({"rsa"}), dict(offered)))
    assert len(set(map(id, desks))) == 4
    assert len(queries._desks) == 1


def test_another_engine_has_another_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = catalogue()
    desk = queries._desk(TODAY, frozenset(), offered)
    other = ToyEngine()
    monkeypatch.setattr(queries, "engine", lambda: other)
    assert queries._desk(TODAY, frozenset(), offered).engine is other is not desk.engine
