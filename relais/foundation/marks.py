"""What a page showed, as a mark that its form carries back: another tab that wrote since is told, and nothing is written over.

The mark is a digest under the key of the instance: it tells nothing of the words it stands for.
"""

from collections.abc import Sequence

from django.utils.crypto import salted_hmac

#: characters of a mark.
LENGTH = 32


def mark(what: str, row: object, told: Sequence[object]) -> str:
    """The mark of one part of one row, ``told`` being its values in a fixed order; another as soon as one of them changes."""
    return salted_hmac("relais.seen", repr((what, str(row), list(told))), algorithm="sha256").hexdigest()[:LENGTH]
