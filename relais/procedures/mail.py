"""Reads of the first tool: the types of letters received that this instance knows. No database, nothing kept."""

from collections.abc import Mapping

from django.conf import settings

from relais.law.mail.catalogue import offered
from relais.law.mail.mail import SENDERS, Mail, Sender
from relais.law.sheets.sheet import Sheet
from relais.procedures.queries import texts as queries


def mails() -> Mapping[str, Mail]:
    """The types by code: the national ones, as structures of this instance completed or corrected them."""
    return offered(settings.LOCAL_MAIL)


def mails_by_sender() -> tuple[tuple[str, Sender, tuple[Mail, ...]], ...]:
    """Code and words of each sender, then the letters that it sends; a letter that two senders send stands under both."""
    known = mails().values()
    groups = ((code, sender, tuple(one for one in known if code in one.senders)) for code, sender in SENDERS.items())
    return tuple(group for group in groups if group[2])


def sheets_of(mail: Mail) -> tuple[Sheet, ...]:
    """The sheets of procedures that go with a letter, as far as this instance has them."""
    known = queries.sheets()
    return tuple(known[code] for code in mail.sheets if code in known)
