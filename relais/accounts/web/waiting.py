"""What was typed survives the session: a form sent when its session is locked, over, or another's keeps its texts for their author."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from relais.foundation import drafts, slips
from relais.foundation.access import ActorRequest

#: in the address of sign-in: a text waits.
TOLD = "texte"


class TextsWait:
    """Looks at forms that carry a slip and come from nobody, or from somebody else: keeps their texts, then sends to sign-in.

    The rest of the form is not done: what it asked is not written behind its author's back, and a form sent again is one form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep what nobody could receive, or answer as usual."""
        slip = self._lost(cast("ActorRequest", request))
        if slip is None:
            return self.get_response(request)
        try:
            slips.keep_posted(slip, request.POST, now=timezone.now())
        except drafts.UnableToKeepDraft:
            return self.get_response(request)  # too long to be kept: the page that it asked for says what it can
        return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': slip.page, TOLD: 1})}")

    @staticmethod
    def _lost(request: ActorRequest) -> slips.Slip | None:
        if request.method != "POST" or request.path in (reverse("draft-keep"), reverse("draft-erase")):
            return None
        slip = slips.opened(request.POST.get(slips.FIELD, ""), now=timezone.now())
        mine = slip is None or str(request.actor.user_id) == slip.author
        return None if mine else slip
