"""What a page showed, as a mark that its form carries back: another tab that wrote since is told, and nothing is written over.

The mark is a digest under the key of the instance: it tells nothing of the words it stands for.
"""

from collections.abc import Sequence

from django.db.models import Model
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop

#: characters of a mark.
LENGTH = 32
#: what whoever sends a page left behind is told.
LEFT_BEHIND = gettext_noop("Quelqu’un, ou un autre onglet, a changé ceci : rien n’est écrasé. Ce qui est enregistré est montré au-dessus.")


def mark(what: str, row: object, told: Sequence[object]) -> str:
    """The mark of one part of one row, ``told`` being its values in a fixed order; another as soon as one of them changes."""
    return salted_hmac("relais.seen", repr((what, str(row), list(told))), algorithm="sha256").hexdigest()[:LENGTH]


def mark_of(row: Model | None, fields: Sequence[str]) -> str:
    """The mark of these fields of a row; of one that is not kept yet, the same for all."""
    if row is None or row._state.adding:  # noqa: SLF001  # where Django says whether a row is kept
        return mark("nothing", "", [])
    return mark(type(row).__qualname__, row.pk, [getattr(row, name) for name in fields])


def is_behind(seen: str, now: str) -> bool:
    """Whether the page that sends ``seen`` showed something else than what stands; never for who showed no page, ""."""
    return bool(seen) and seen != now
