"""Slips: a page's form says whose drafts it holds, in a hidden field that only this server writes and reads, for half a day.

A form posted when its session is over or locked still tells, by its slip, whose text it is: the text is kept for its author, and for
nobody else. A slip keeps and erases drafts of one form; it shows none, signs nobody in, and is not worth a session.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from relais.foundation import drafts
from relais.foundation.access import Actor
from relais.foundation.sealing import Unsealable, seal, unseal

#: name of the hidden field of a form.
FIELD = "brouillon"
#: as long as a session may last.
LIFE = timedelta(hours=12)
_PURPOSE = "foundation/draft-slip"


@dataclass(frozen=True, slots=True)
class Slip:
    """The form ``key`` of one author on one ``page``; ``fields``: names under which its texts are posted."""

    author: str
    organisation: str
    key: str
    page: str
    fields: tuple[str, ...]

    @property
    def owner(self) -> Actor:
        """The author, without a role: enough to keep their own text, and for nothing else."""
        return Actor(user_id=UUID(self.author), organisation_id=UUID(self.organisation))

    @property
    def keys(self) -> dict[str, str]:
        """Field → key of its draft."""
        return {field: f"{self.key}:{field.lower()}" for field in self.fields}


def slip_of(actor: Actor, *, key: str, page: str, fields: tuple[str, ...]) -> Slip | None:
    """The slip of a form for this actor; None for a visitor, who has no draft."""
    if actor.user_id is None or actor.organisation_id is None:
        return None
    return Slip(str(actor.user_id), str(actor.organisation_id), key, page, fields)


def sealed(slip: Slip, *, now: datetime) -> str:
    """What the hidden field holds."""
    return seal(json.dumps(asdict(slip)).encode(), purpose=_PURPOSE, lifetime=LIFE, now=now)


def opened(token: str, *, now: datetime) -> Slip | None:
    """The slip of a hidden field; None when it is not ours or its time is over."""
    if not token:
        return None
    try:
        told = json.loads(unseal(token, purpose=_PURPOSE, now=now))
    except Unsealable:
        return None
    return Slip(**{**told, "fields": tuple(told["fields"])})


def keep_posted(slip: Slip, data: Mapping[str, object], *, now: datetime) -> int:
    """Keep the texts of this form that were sent; answers how many hold something. UnableToKeepDraft when one is too long."""
    written = 0
    for field, key in slip.keys.items():
        if isinstance(text := data.get(field), str):
            drafts.keep(actor=slip.owner, key=key, text=text, page=slip.page, now=now)
            written += bool(text.strip())
    return written
