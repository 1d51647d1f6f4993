"""Where sessions are kept: Django's own table of sessions, with the member in a column (``settings.SESSION_ENGINE``).

Django documents this extension («Extending database-backed session engines»). The columns are copied from the session each time it is
saved; nothing reads them to decide who is signed in.
"""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from relais.accounts.models import OpenSession

#: in the session: when it was opened, when it was last seen (seconds since 1970), the browser in plain words, and that it is locked.
OPENED = "relais.opened"
SEEN = "relais.seen"
DEVICE = "relais.device"
LOCKED = "relais.locked"


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(float(seconds), tz=UTC) if isinstance(seconds, (int, float)) else None


class SessionStore(DatabaseStore):
    """Sessions in ``OpenSession``."""

    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        """The table."""
        return OpenSession

    def create_model_instance(self, data: dict[str, Any]) -> OpenSession:
        """The row of this session, its columns copied from what it says."""
        row = cast("OpenSession", super().create_model_instance(data))
        if SESSION_KEY in data:
            row.member_id = UUID(str(data[SESSION_KEY]))
        row.opened_at = _moment(data.get(OPENED))
        row.seen_at = _moment(data.get(SEEN, data.get(OPENED)))
        row.device = str(data.get(DEVICE, ""))[:80]
        return row
