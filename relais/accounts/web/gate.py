"""The gate: sessions are locked and end in time, and every request carries its actor."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from relais.accounts import policies, queries
from relais.accounts.session_store import LOCKED, OPENED, SEEN
from relais.accounts.web.opening import ALONE, BY_PASSWORD, PROOF
from relais.foundation.access import ANONYMOUS, Actor, ActorRequest

if TYPE_CHECKING:
    from relais.accounts.models import Member

Answer = Callable[[HttpRequest], HttpResponse]
#: the cookie that remembers the last request of a member, so that reading a page writes nothing in the database.
LAST_SEEN = "relais-vu"
#: the cookie is renewed when it is older than this, in seconds: a session may be locked that much sooner than the last request says.
RENEW = 60
#: the list of one's sessions is right to within so many seconds: the row of the session is written no more often.
NOTED = 300


def _signer() -> Signer:
    return Signer(salt="relais.accounts.last-seen")


class SessionsEnd:
    """Locks a session idle for settings.SESSION_LOCK_SECONDS; ends it twelve hours after sign-in, or idle for SESSION_IDLE_SECONDS.

    A locked session is a visitor for every page: only its own screen (``request.locked_member``) opens it again.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lock or end a session whose time is over, then answer; remember that it was seen."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        now, opened = time.time(), float(request.session.get(OPENED, 0))
        seen = max(self._seen(request), float(request.session.get(SEEN, opened)))
        if now - opened > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS:
            logout(request)
            return self.get_response(request)
        if request.session.get(LOCKED) or now - seen > settings.SESSION_LOCK_SECONDS:
            return self._locked(request)
        if now - float(request.session.get(SEEN, opened)) > NOTED:
            request.session[SEEN] = now
        response = self.get_response(request)
        if request.user.is_authenticated and now - self._seen(request) > RENEW:
            note_seen(request, response)
        return response

    def _locked(self, request: HttpRequest) -> HttpResponse:
        if not request.session.get(LOCKED):
            request.session[LOCKED] = True
        request.locked_member = request.user  # type: ignore[attr-defined]  # read by ``locked_member``
        request.user = AnonymousUser()
        return self.get_response(request)

    @staticmethod
    def _seen(request: HttpRequest) -> float:
        """When this member's last request came, by the cookie (seconds since 1970); 0 when it does not say."""
        try:
            who, _point, at = _signer().unsign(request.COOKIES.get(LAST_SEEN, "")).partition(".")
            return float(at) if who == str(request.user.pk) else 0.0
        except (BadSignature, ValueError):
            return 0.0


def note_seen(request: HttpRequest, response: HttpResponse) -> None:
    """Remember in the browser that this member asked something now."""
    response.set_cookie(
        LAST_SEEN,
        _signer().sign(f"{request.user.pk}.{time.time():.0f}"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def locked_member(request: HttpRequest) -> "Member | None":
    """Whose session this is when it is locked; None otherwise."""
    return getattr(request, "locked_member", None)


def seconds_left(request: HttpRequest) -> int:
    """How long the session of this member may last at most, whatever she does."""
    opened = float(request.session.get(OPENED, 0))
    return max(0, int(opened + settings.SESSION_COOKIE_AGE - time.time()))


class ActorGate:
    """Sets ``request.actor``: the member's scope and roles, or a visitor. A visitor without a session costs no query.

    A session that the password alone opened ends as soon as a role of its member asks for more: a role granted this morning
    reads nothing before the second factor is shown.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say who acts, then answer."""
        known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        cast("ActorRequest", request).actor = self._actor(request) if known else ANONYMOUS
        return self.get_response(request)

    @staticmethod
    def _actor(request: HttpRequest) -> Actor:
        member = cast("Member", request.user)
        actor = queries.actor_of(member, on=timezone.localdate())
        alone = request.session.get(PROOF, BY_PASSWORD) in ALONE
        if alone and policies.second_factor_is_required(actor.roles, is_demo=member.organisation.is_demo):
            logout(request)
            return ANONYMOUS
        return actor
