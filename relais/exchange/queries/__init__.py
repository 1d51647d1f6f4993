"""Reads of exchange: one's own lots, what is offered, one's own list to take away."""

from relais.exchange.queries.lots import (
    faults,
    lot,
    lots,
    may_bring,
    offers,
    preview,
    report,
    rows_to_correct,
    services_to_bring,
    to_decide,
)
from relais.exchange.queries.whole import WHYS, takes_whole, whole_exports, written

__all__ = [
    "WHYS",
    "faults",
    "lot",
    "lots",
    "may_bring",
    "offers",
    "preview",
    "report",
    "rows_to_correct",
    "services_to_bring",
    "takes_whole",
    "to_decide",
    "whole_exports",
    "written",
]
