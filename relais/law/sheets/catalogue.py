"""The sheets offered by an instance, in the order of the needs then of the titles (``offer``)."""

from pathlib import Path

from relais.law.sheets.offer import Offer
from relais.law.sheets.reading import read_data
from relais.law.sheets.sheet import NEEDS, Sheet
from relais.law.sheets.shelf import Shelf

DATA = Path(__file__).parent / "data"
_NEEDS = list(NEEDS)


def _rank(sheet: Sheet) -> tuple[int, str]:
    return _NEEDS.index(sheet.needs[0]), sheet.title


_OFFER = Offer(Shelf(DATA, read_data), key=_rank, called="sheets of procedures")
national, offered, problems_of = _OFFER.national, _OFFER.offered, _OFFER.problems_of
