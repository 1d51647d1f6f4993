"""What a page showed of a part of a request, or of minutes, as a mark that its form carries back: another tab that wrote is told.

The mark is a digest under the key of the instance: it tells nothing of the words it stands for.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.crypto import salted_hmac

from relais.aids.models import AidRequest, AidSession
from relais.aids.queries.sheets import opened

#: what each form writes, by field; the documents of ``proofs`` come besides.
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "request": ("kind_id", "need", "asked", "payee_kind", "payee", "invoice"),
    "budget": ("budget",),
    "proofs": ("missing",),
    "proposal": ("presentation", "proposal", "proposed"),
}
_SEALED: Final = frozenset({"need", "payee", "invoice", "budget", "missing", "presentation", "proposal"})


def mark(request: AidRequest, part: str) -> str:
    """The mark of one part as it stands; another as soon as one word of it changes."""
    told = [opened(getattr(request, name)) if name in _SEALED else getattr(request, name) for name in PARTS[part]]
    if part == "proofs":
        told.append(sorted(str(one) for one in request.proofs.values_list("document_id", flat=True)))
    return _digest(part, str(request.pk), told)


def mark_of_minutes(session: AidSession) -> str:
    """The same of who sat and of the remarks of a session."""
    return _digest("minutes", str(session.pk), [session.present, session.remarks])


def _digest(part: str, row: str, told: list[object]) -> str:
    return salted_hmac("relais.aids.seen", repr((part, row, told)), algorithm="sha256").hexdigest()[:32]
