"""``/sante/``: is this instance able to answer? For the supervisor, the proxy and the monitoring; says nothing of its content."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from relais import __version__


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  # a view's signature
    """200 when the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"etat": "base injoignable", "version": __version__}, status=503)
    return JsonResponse({"etat": "ok", "version": __version__})
