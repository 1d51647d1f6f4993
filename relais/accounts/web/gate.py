"""The gate: sessions end in time, and every request carries its actor."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.auth import logout
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from relais.accounts import policies, queries
from relais.accounts.web.opening import BY_PASSWORD, OPENED, PROOF
from relais.foundation.access import ANONYMOUS, Actor, ActorRequest

if TYPE_CHECKING:
    from relais.accounts.models import Member

Answer = Callable[[HttpRequest], HttpResponse]
#: the cookie that remembers the last request of a member, so that reading a page writes nothing in the database.
LAST_SEEN = "relais-vu"
#: the cookie is renewed when it is older than this, in seconds: a session may end that much sooner than the last request says.
RENEW = 60


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="relais.accounts.last-seen")


class SessionsEnd:
    """Ends a session twelve hours after sign-in, or once idle for settings.SESSION_IDLE_SECONDS."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out a session whose time is over, then answer; remember that it was seen."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        opened = float(request.session.get(OPENED, 0))
        seen = self._seen(request)
        if time.time() - opened > settings.SESSION_COOKIE_AGE or (seen is None and time.time() - opened > settings.SESSION_IDLE_SECONDS):
            logout(request)
            return self.get_response(request)
        response = self.get_response(request)
        if request.user.is_authenticated and (seen is None or seen > RENEW):
            response.set_cookie(
                LAST_SEEN,
                _signer().sign(str(request.user.pk)),
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    @staticmethod
    def _seen(request: HttpRequest) -> float | None:
        """Seconds since this member's last request; None when unknown or too long ago."""
        try:
            value = _signer().unsign(request.COOKIES.get(LAST_SEEN, ""), max_age=settings.SESSION_IDLE_SECONDS)
        except BadSignature:
            return None
        if value != str(request.user.pk):
            return None
        for age in (RENEW, settings.SESSION_IDLE_SECONDS):
            try:
                _signer().unsign(request.COOKIES[LAST_SEEN], max_age=age)
            except BadSignature:
                continue
            return float(age)
        return None


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
        alone = request.session.get(PROOF, BY_PASSWORD) == BY_PASSWORD
        if alone and policies.second_factor_is_required(actor.roles, is_demo=member.organisation.is_demo):
            logout(request)
            return ANONYMOUS
        return actor
