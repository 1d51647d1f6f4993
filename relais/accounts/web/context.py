"""What every page knows of the instance: whether it is a demonstration, and when the session of its reader ends."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from relais.accounts.federation.provider import provider_name
from relais.accounts.web.gate import RENEW, seconds_left
from relais.accounts.web.opening import HINT


def is_demo(request: HttpRequest) -> bool:
    """True when ``relais demo`` furnished this instance, or when the reader belongs to a demonstration organisation.

    Costs no query: a file that the command leaves, and the organisation that the gate has already read.
    """
    if (settings.DATA_DIR / "demo.json").exists():
        return True
    user = getattr(request, "user", None)
    return bool(user is not None and user.is_authenticated and user.organisation.is_demo)


def papers_unread(request: HttpRequest) -> bool:
    """True while the delegate of the reader's organisation has not dated the papers about its data. Costs no query."""
    user = getattr(request, "user", None)
    return bool(user is not None and user.is_authenticated and user.organisation.papers_read_on is None)


@dataclass(frozen=True, slots=True)
class SessionEnd:
    """In seconds: ``idle`` without a request at the soonest, the session of a member is locked; ``left``: it ends whatever happens.

    What opens it again in place: ``password``, when its member has one; ``provider``, its name when the session was opened by it.
    """

    idle: int
    left: int
    password: bool = True
    provider: str = ""


def session_end(request: HttpRequest) -> SessionEnd | None:
    """None for a visitor. Costs no query: the gate has already read the session."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    provider = provider_name() if HINT in request.session else ""
    return SessionEnd(settings.SESSION_LOCK_SECONDS - RENEW, seconds_left(request), user.has_usable_password(), provider)


def instance(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``is_demo``, ``papers_unread`` and ``session_end``, looked at only when the template reads them."""
    return {
        "papers_unread": SimpleLazyObject(lambda: papers_unread(request)),
        "is_demo": SimpleLazyObject(lambda: is_demo(request)),
        "session_end": SimpleLazyObject(lambda: session_end(request)),
    }
