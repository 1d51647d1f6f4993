"""How a second factor is kept: sealed under the keys of the instance, for one row and no other.

The purpose of the seal names the row: a secret copied onto another row does not open there.
"""

from datetime import datetime, timedelta
from uuid import UUID

from relais.foundation.sealing import seal, unseal

#: long enough never to end: the row itself says how long it is kept.
_FOR_GOOD = timedelta(days=36_525)


def keep(secret: bytes, *, factor_id: UUID, now: datetime) -> str:
    """Text to store for this row."""
    return seal(secret, purpose=f"accounts/factor/{factor_id}", lifetime=_FOR_GOOD, now=now)


def opened(sealed: str, *, factor_id: UUID, now: datetime) -> bytes:
    """What was kept; Unsealable when it was changed, moved to another row, or its key is gone."""
    return unseal(sealed, purpose=f"accounts/factor/{factor_id}", now=now)
