"""Which months a request may record: a visitor who names others must not make everybody wait."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from relais.foundation import schedules
from relais.kernel.months import Month
from relais.project import wiring
from relais.screening import queries


@pytest.mark.parametrize(
    ("month", "may"),
    [("2026-10", False), ("2026-11", True), ("2026-12", True), ("2027-01", True), ("2027-02", False), ("2035-12", False)],
)
def test_a_request_records_this_month_and_its_neighbours_only(monkeypatch: pytest.MonkeyPatch, month: str, may: bool) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 12, 31))
    monkeypatch.setattr(queries, "load_engine", lambda *about, **options: options)
    given = queries._loaded.__wrapped__()
    assert given["records"](Month.parse(month)) is may  # type: ignore[index]
    assert given["clock"]() <= given["clock"]()  # type: ignore[index]


class Apart:
    """Plans that a child records, told month by month; those of ``missing`` cannot be had."""

    missing: tuple[str, ...] = ()
    asked: list[str] = []  # emptied by each test

    def __init__(self, store: object, folder: object) -> None:
        assert store is not None
        assert folder is not None

    def plan(self, month: Month) -> str | None:
        self.asked.append(str(month))
        return None if str(month) in self.missing else "plan"


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> type[Apart]:
    monkeypatch.setattr(Apart, "asked", [])
    monkeypatch.setattr(Apart, "missing", ())
    monkeypatch.setattr(queries, "RecordedApart", Apart)
    return Apart


def test_each_day_the_plans_of_this_month_and_of_the_next_are_recorded(apart: type[Apart]) -> None:
    wiring._record_plans(datetime(2026, 12, 31, 12, tzinfo=UTC))
    assert apart.asked == ["2026-12", "2027-01"]


def test_the_month_is_that_of_the_clock_of_france(apart: type[Apart]) -> None:
    wiring._record_plans(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert apart.asked[0] == "2027-01"


def test_a_plan_that_cannot_be_had_is_an_act_that_failed(apart: type[Apart], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "missing", ("2027-01",))
    with pytest.raises(wiring.PlanMissing, match=r"^2027-01$"):
        wiring._record_plans(datetime(2026, 12, 2, tzinfo=UTC))


def test_the_act_is_declared_once_a_day() -> None:
    (found,) = (schedule for schedule in schedules.declared() if schedule.name == "plans de calcul")
    assert found.period == timedelta(days=1)
