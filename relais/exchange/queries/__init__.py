"""Reads of exchange: one's own lots, what is offered, one's own list to take away."""

from relais.exchange.queries.lots import doubles, faults, lot, lots, offers, preview, report, rows_to_correct, services_to_bring

__all__ = ["doubles", "faults", "lot", "lots", "offers", "preview", "report", "rows_to_correct", "services_to_bring"]
