"""Reads of the third tool: the letters that this instance offers. No database, nothing kept."""

from collections.abc import Mapping

from django.conf import settings

from relais.law.letters.catalogue import offered
from relais.law.letters.letter import SITUATIONS, Letter


def letters() -> Mapping[str, Letter]:
    """The letters by code, in the order of the screen: the national ones, as structures of this instance completed or corrected them."""
    return offered(settings.LOCAL_LETTERS)


def letters_by_situation() -> tuple[tuple[str, str, tuple[Letter, ...]], ...]:
    """Code and label of each situation that has letters, then its letters."""
    known = letters().values()
    groups = ((code, label, tuple(one for one in known if one.situation == code)) for code, label in SITUATIONS.items())
    return tuple(group for group in groups if group[2])
