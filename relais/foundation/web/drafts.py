"""Addresses of drafts: a page sends what is typed some seconds after typing stops; a button erases what was found again."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from relais.foundation import drafts, limits, slips

#: drafts that one author may send, whatever the number of pages: one each two seconds for ten minutes.
RATE, PER = 300, timedelta(minutes=10)


# the sealed slip of the page is the proof, and outlives the token of a session that was opened again elsewhere meanwhile
@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the texts of a form for the author that its slip names; the words to show beside, or 404 without a slip of ours."""
    now = timezone.now()
    slip = slips.opened(request.POST.get(slips.FIELD, ""), now=now)
    if slip is None:
        return HttpResponse(status=404)
    verdict = limits.allow(f"brouillon|{slip.author}", rate=RATE, per=PER)
    if not verdict:
        return HttpResponse(status=429, headers={"Retry-After": str(verdict.retry_after)})
    try:
        written = slips.keep_posted(slip, request.POST, now=now)
    except drafts.UnableToKeepDraft as problem:
        return HttpResponse(str(problem), status=422, content_type="text/plain; charset=utf-8")
    hour = date_format(timezone.localtime(now), "G \\h i")
    words = _("Brouillon gardé à %(hour)s.") % {"hour": hour} if written else ""
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


@never_cache
@sensitive_post_parameters()
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Forget the drafts of a form and show its page again, empty."""
    slip = slips.opened(request.POST.get(slips.FIELD, ""), now=timezone.now())
    if slip is None:
        return HttpResponse(status=404)
    drafts.forget_all(actor=slip.owner, keys=list(slip.keys.values()))
    return redirect(slip.page or "/")
