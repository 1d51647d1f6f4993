"""Attesting a mandate, and checking that it still is what was attested: the fields, the signed copy, the seal of this instance."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db.models import Prefetch

from relais.casework.models import DocumentContent
from relais.foundation.sealing import keyring
from relais.foundation.vault.keys import VaultProblem
from relais.mandates.models import Mandate, MandateAct
from relais.mandates.rules import attestation
from relais.mandates.rules.attestation import GROWS, Value

if TYPE_CHECKING:
    from relais.foundation.vault.fields import SealedDocument

_PURPOSE = "mandats"
#: what moved when the fields hold and the seal does not: somebody wrote the attestation anew without the key.
SEAL = "sceau"
SCAN = "copie_signee"


def fields_of(mandate: Mandate, acts: list[MandateAct]) -> dict[str, Value]:
    """The canonical fields, in the order of a reader; days and moments in ISO 8601, moments in UTC."""
    given: list[Value] = [[one.position, one.domain, one.words] for one in acts]
    withdrawn: list[Value] = [
        [one.position, one.revoked_on.isoformat(), one.revoked_how, str(one.revoked_by_id), one.revoked_at.astimezone(UTC).isoformat()]
        for one in acts
        if one.revoked_on is not None and one.revoked_at is not None
    ]
    return {
        "mandat": str(mandate.pk),
        "nature": mandate.kind,
        "donne_par": mandate.given_by,
        "donne_a": mandate.given_to,
        "represente_par": mandate.agent,
        "actes": given,
        "duree": mandate.days,
        "signe_le": mandate.signed_on.isoformat() if mandate.signed_on else "",
        "finit_le": mandate.ends_on.isoformat() if mandate.ends_on else "",
        "texte": mandate.wording,
        "numero": mandate.number,
        SCAN: mandate.scan_digest,
        "enregistre_par": str(mandate.recorded_by_id or ""),
        "enregistre_le": mandate.recorded_at.astimezone(UTC).isoformat() if mandate.recorded_at else "",
        GROWS: withdrawn,
    }


def _seal(mandate: Mandate, key_id: str) -> str:
    key = keyring().derived(key_id, _PURPOSE)
    told = "\n".join(
        [str(mandate.pk), mandate.nonce, mandate.fingerprint, *(f"{name}={one}" for name, one in sorted(mandate.digests.items()))]
    )
    return hmac.digest(key, told.encode(), "sha256").hex()


def attest(mandate: Mandate) -> None:
    """Write the attestation on a mandate that is signed, or of which an act was just withdrawn; the caller saves it."""
    acts = list(mandate.acts.order_by("position"))
    fields = fields_of(mandate, acts)
    mandate.nonce = mandate.nonce or secrets.token_hex(16)
    mandate.digests = attestation.digests(fields, nonce=mandate.nonce)
    mandate.fingerprint = attestation.fingerprint(fields, nonce=mandate.nonce)
    mandate.seal_key = keyring().current
    mandate.seal = _seal(mandate, mandate.seal_key)


#: the columns that ``attest`` writes.
ATTESTED = ("nonce", "digests", "fingerprint", "seal_key", "seal")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. ``moved``: names of the fields that are no longer what was attested; ``grown``: acts withdrawn since a file of
    attestation was taken; ``foreign``: its seal is that of another instance, and could not be checked."""

    mandate_id: UUID
    moved: tuple[str, ...] = ()
    grown: int = 0
    foreign: bool = False

    @property
    def holds(self) -> bool:
        """Whether nothing moved."""
        return not self.moved


def check(mandate: Mandate, *, scan: bool = True) -> Checked:
    """Compare a mandate with its attestation. ``scan``: open the signed copy and count its digest again (the command does)."""
    fields = fields_of(mandate, sorted(mandate.acts.all(), key=lambda one: one.position))
    moved = attestation.moved(before=mandate.digests, now=attestation.digests(fields, nonce=mandate.nonce))
    foreign = mandate.seal_key not in keyring().keys
    # each field is as attested: then the fingerprint of all must be too
    whole = mandate.fingerprint == attestation.fingerprint(fields, nonce=mandate.nonce) or bool(moved)
    if not whole or not (foreign or hmac.compare_digest(mandate.seal, _seal(mandate, mandate.seal_key))):
        moved.append(SEAL)
    if scan and mandate.scan_digest and SCAN not in moved and _scan_digest(mandate) != mandate.scan_digest:
        moved.append(SCAN)
    return Checked(mandate.pk, tuple(moved), foreign=foreign)


def _scan_digest(mandate: Mandate) -> str:
    """The digest of the signed copy as it is kept; "" when it is gone or does not open."""
    content = DocumentContent.objects.filter(document_id=mandate.scan_id).first() if mandate.scan_id else None
    if content is None:
        return ""
    try:
        return hashlib.sha256(cast("SealedDocument", content.sealed).open()).hexdigest()
    except VaultProblem:
        return ""


def against(mandate: Mandate, told: dict[str, str]) -> Checked:
    """Compare a mandate with a file of attestation: ``told`` are its digests by field. Acts withdrawn since are no fault."""
    found = check(mandate)
    moved = [name for name in attestation.moved(before=told, now=mandate.digests) if name not in found.moved]
    withdrawn = sum(one.revoked_on is not None for one in mandate.acts.all()) if GROWS in moved else 0
    moved = [name for name in moved if name != GROWS or not withdrawn]
    return Checked(mandate.pk, (*found.moved, *moved), grown=withdrawn, foreign=found.foreign)


def signed(mandate_id: UUID | None = None) -> Iterator[Mandate]:
    """Every signed mandate of this instance, or that one, for whoever holds the machine: nothing of them is shown."""
    acts = Prefetch("acts", MandateAct.objects.order_by("position"))
    found = Mandate.objects.exclude(signed_on=None).prefetch_related(acts).order_by("pk")
    yield from (found if mandate_id is None else found.filter(pk=mandate_id)).iterator(chunk_size=500)
