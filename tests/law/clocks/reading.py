"""Reads golden clocks, and makes the days that rules take."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from relais.law.clocks.engine import Reckoning, reckon
from relais.law.clocks.given import Given, Pause
from relais.law.clocks.tables import rules

GOLDEN = Path(__file__).with_name("golden.yaml")


def golden() -> list[dict[str, Any]]:
    return yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))


def given(days: dict[str, Any]) -> Given:
    pauses = {name: tuple(Pause(*pair) for pair in days[name]) for name in ("suspended", "interrupted") if name in days}
    return Given(**{**days, **pauses})


def reckoned(rule: str, **days: Any) -> Reckoning:
    """The dates of a rule; days may be written in ISO form."""
    read = {name: date.fromisoformat(value) if isinstance(value, str) and name != "zone" else value for name, value in days.items()}
    return reckon(rules()[rule], given(read))


def dates(rule: str, **days: Any) -> dict[str, tuple[date, date]]:
    """Code → safe and legal day."""
    return {dated.code: (dated.safe, dated.legal) for dated in reckoned(rule, **days).dates}
