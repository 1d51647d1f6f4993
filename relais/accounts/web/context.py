"""What every page knows of the instance: whether it is a demonstration, so that nobody takes it for the real thing."""

import time

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from relais.accounts import queries

_KEPT = 60.0
_known: dict[str, tuple[float, bool]] = {}


def is_demo() -> bool:
    """True when this instance hosts a demonstration; asked of the database at most once a minute and process."""
    asked_at, answer = _known.get("demo", (float("-inf"), False))
    if time.monotonic() - asked_at > _KEPT:
        answer = queries.has_demo()
        _known["demo"] = (time.monotonic(), answer)
    return answer


def instance(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001  # the signature of a context processor
    """``is_demo``, asked only when the template reads it."""
    return {"is_demo": SimpleLazyObject(is_demo)}
