"""Screens where a person's words are typed: bounded in number and in size, kept by no cache of any browser or proxy."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _

from relais.foundation.limited import limited

#: exchanges from one network address: a whole service types behind one address.
RATE, PER = 900, timedelta(minutes=5)
#: bytes of one exchange; the fullest letter stays far below.
LONGEST_BODY = 128 * 1024

View = Callable[..., HttpResponse]


def unkept(view: View) -> View:
    """No cache holds the answer, not even for the «back» of a shared post; a body over ``LONGEST_BODY`` is a 413."""

    @wraps(view)
    def kept_nowhere(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        length = request.headers.get("Content-Length", "0")
        if length.isdecimal() and int(length) > LONGEST_BODY:
            response = HttpResponse(_("La page envoyée est trop longue."), status=413, content_type="text/plain; charset=utf-8")
        else:
            response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        patch_cache_control(response, no_store=True, private=True)
        return response

    return limited("outils-saisie", rate=RATE, per=PER)(kept_nowhere)
