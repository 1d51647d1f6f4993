"""What every page knows of the instance: whether it is a demonstration, so that nobody takes it for the real thing."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def is_demo(request: HttpRequest) -> bool:
    """True when ``relais demo`` furnished this instance, or when the reader belongs to a demonstration organisation.

    Costs no query: a file that the command leaves, and the organisation that the gate has already read.
    """
    if (settings.DATA_DIR / "demo.json").exists():
        return True
    user = getattr(request, "user", None)
    return bool(user is not None and user.is_authenticated and user.organisation.is_demo)


def instance(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``is_demo``, looked at only when the template reads it."""
    return {"is_demo": SimpleLazyObject(lambda: is_demo(request))}
