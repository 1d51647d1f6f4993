"""Marks of the parts of a request, and of the minutes of a session, as a page shows them (``foundation/marks.py``)."""

from collections.abc import Mapping
from typing import Final

from relais.aids.models import AidRequest, AidSession
from relais.aids.queries.sheets import opened
from relais.foundation import marks

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
    return marks.mark(f"aids.{part}", request.pk, told)


def mark_of_minutes(session: AidSession) -> str:
    """The same of who sat and of the remarks of a session."""
    return marks.mark("aids.minutes", session.pk, [session.present, session.remarks])
