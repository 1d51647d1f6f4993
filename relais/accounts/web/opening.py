"""How a session opens: the password first, then the second factor, and only then Django's own sign-in.

Between the two nobody is signed in: the server keeps, for ten minutes, which password was proved. A session says by what it was
opened, and the gate closes one that its roles would not have opened so.
"""

import time
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from relais.accounts import devices, queries, services
from relais.accounts.session_store import DEVICE, OPENED

if TYPE_CHECKING:
    from relais.accounts.models import Member

#: in the session, beside those of the store: what proved the member, when they last proved who they are (seconds since 1970).
PROOF = "relais.proof"
PROVED = "relais.proved"
#: in the session of nobody yet: the password that was proved, and the challenge under way for a passkey.
PENDING = "relais.pending"
CHALLENGE = "relais.challenge"
#: seconds to show the second factor after the password.
PATIENCE = 600
#: seconds during which who proved who they are is not asked again, before an act on their own account.
FRESH = 600
#: in the session that a provider opened: what ends the provider's own (docs/operating/proconnect.md).
HINT = "relais.hint"
BY_PASSWORD = "mot-de-passe"  # noqa: S105 - the name of a proof, not a password
BY_FEDERATION, BY_FEDERATION_STRONG = "fournisseur", "fournisseur-deux-facteurs"
#: proofs that say one thing only: a session opened by them ends as soon as a role asks for a second factor.
ALONE = frozenset({BY_PASSWORD, BY_FEDERATION})
BACKEND = "relais.accounts.backends.MemberBackend"


def next_page(request: HttpRequest, asked: object = None) -> str:
    """Where to go once signed in: the page that was asked for, when it is one of ours, as a path."""
    page = str(asked or request.POST.get("next") or request.GET.get("next") or "")
    safe = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return page if safe and page.startswith("/") else reverse(settings.LOGIN_REDIRECT_URL)


def first_proof(request: HttpRequest, member: "Member", *, to: str, proof: str, hint: str = "") -> HttpResponse:
    """A password was right, or a provider vouches: open the session, or ask for the second factor, or for the choice of one."""
    if not queries.needs_second_factor(member, queries.actor_of(member, on=timezone.localdate())):
        open_session(request, member, proof=proof, hint=hint)
        return redirect(to)
    _remember(request, member, to=to, hint=hint)
    return redirect("accounts:second_factor" if queries.has_factor(member) else "accounts:enrol")


def _remember(request: HttpRequest, member: "Member", *, to: str, hint: str) -> None:
    """Remember, for ten minutes and for this browser, what this member has proved first."""
    request.session.flush()
    request.session[PENDING] = {
        "member": str(member.pk),
        "seal": member.get_session_auth_hash(),
        "at": time.time(),
        "next": to,
        "hint": hint,
    }


def pending(request: HttpRequest) -> "tuple[Member, str] | None":
    """Who proved their password less than ten minutes ago and where they were going; None when nobody did."""
    waiting = request.session.get(PENDING)
    if not waiting or time.time() - float(waiting["at"]) > PATIENCE:
        return None
    member = queries.signing_in(UUID(waiting["member"]), password_seal=waiting["seal"])
    return None if member is None else (member, str(waiting["next"]))


def open_session(request: HttpRequest, member: "Member", *, proof: str, hint: str = "") -> None:
    """Sign the member in, now that all that was asked is proved."""
    waiting = request.session.get(PENDING) or {}
    hint = hint or (str(waiting.get("hint", "")) if waiting.get("member") == str(member.pk) else "")
    request.session.flush()
    login(request, member, backend=BACKEND)
    request.session[OPENED] = request.session[PROVED] = time.time()
    request.session[PROOF] = proof
    request.session[DEVICE] = devices.in_words(request.headers.get("User-Agent", ""))
    if hint:
        request.session[HINT] = hint
    services.record_sign_in(actor=queries.actor_of(member, on=timezone.localdate()), now=timezone.now())


def proved_again(request: HttpRequest) -> None:
    """The member has just proved who they are in an open session."""
    request.session[PROVED] = time.time()


def is_fresh(request: HttpRequest) -> bool:
    """Whether the member proved who they are lately enough for an act on their own account; twice as long once a page is open."""
    patience = FRESH if request.method in ("GET", "HEAD") else 2 * FRESH
    return time.time() - float(request.session.get(PROVED, 0)) < patience
