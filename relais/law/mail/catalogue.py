"""The types of letters received offered by an instance, by sender then title (``sheets.offer``)."""

from pathlib import Path

from relais.law.mail.mail import SENDERS, Mail
from relais.law.mail.reading import read_data
from relais.law.sheets.offer import Offer
from relais.law.sheets.shelf import Shelf

DATA = Path(__file__).parent / "data"
_SENDERS = list(SENDERS)


def _rank(mail: Mail) -> tuple[int, str]:
    return _SENDERS.index(mail.senders[0]), mail.title


_OFFER = Offer(Shelf(DATA, read_data, either=(("horloges", "sans_horloge"),)), key=_rank, called="types of letters received")
national, offered, problems_of = _OFFER.national, _OFFER.offered, _OFFER.problems_of
