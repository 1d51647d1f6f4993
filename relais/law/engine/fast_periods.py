"""Acceleration of periods: the same few hundred months are added and cut thousands of times; answers are remembered."""

import functools
from collections.abc import Callable

from openfisca_core import periods as core_periods
from openfisca_core.periods import Instant, Period

from relais.law.engine.untyped import Untyped

_KEPT = 65_536
_REMEMBERED = (
    "stop",
    "last_month",
    "last_3_months",
    "last_year",
    "n_2",
    "this_year",
    "first_month",
    "first_week",
    "first_day",
    "first_weekday",
)


def _remember_offsets() -> None:
    instant_offset = Instant.offset
    period_offset = Period.offset
    Instant.offset = functools.lru_cache(_KEPT)(instant_offset)
    Period.offset = functools.lru_cache(_KEPT)(period_offset)


def _remember_subperiods() -> None:
    stock = Period.get_subperiods
    remembered = functools.lru_cache(_KEPT)(lambda self, unit: tuple(stock(self, unit)))
    # a fresh list each time: a caller may change the one it was given
    Period.get_subperiods = lambda self, unit: list(remembered(self, unit))


def _remember_properties() -> None:
    for name in _REMEMBERED:
        stock = getattr(Period, name, None)
        if isinstance(stock, property) and stock.fget is not None:
            setattr(Period, name, _remembered_property(stock.fget))


def _remembered_property(getter: Callable[[Untyped], Untyped]) -> property:
    remembered = functools.lru_cache(_KEPT)(getter)
    return property(remembered)


def _remember_reading() -> None:
    stock = core_periods.period
    remembered = functools.lru_cache(_KEPT, typed=True)(stock)

    def period(value: Untyped) -> Untyped:
        """Read a period; one already read is returned as is."""
        if isinstance(value, Period):
            return value
        try:
            return remembered(value)
        except TypeError:  # not hashable: let core say what is wrong
            return stock(value)

    core_periods.period = period


def install() -> None:
    """Put all of them in place for the whole process."""
    _remember_offsets()
    _remember_subperiods()
    _remember_properties()
    _remember_reading()
