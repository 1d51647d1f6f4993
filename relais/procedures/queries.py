"""Reads of the toolbox: the sheets offered here and the index of everything that may be found. No database, nothing kept."""

from collections.abc import Mapping

from django.conf import settings

from relais.law.sheets.catalogue import offered
from relais.law.sheets.sheet import NEEDS, Sheet


def sheets() -> Mapping[str, Sheet]:
    """The sheets of procedures by code, in the order of the screen: national ones, then those of the structures of this instance."""
    return offered(settings.LOCAL_SHEETS)


def sheets_by_need() -> tuple[tuple[str, tuple[Sheet, ...]], ...]:
    """Label of a need, then its sheets; a sheet stands under its first need, needs without a sheet are left out."""
    groups = ((label, tuple(sheet for sheet in sheets().values() if sheet.needs[0] == need)) for need, label in NEEDS.items())
    return tuple((label, found) for label, found in groups if found)
