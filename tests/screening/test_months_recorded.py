"""Which months a request may record: a visitor who names others must not make everybody wait."""

from datetime import date

import pytest
from django.utils import timezone

from relais.kernel.months import Month
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
