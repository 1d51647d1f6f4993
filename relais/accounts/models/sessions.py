"""Open sessions, each with its member: what lets one see one's own, and end them."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from relais.accounts.models.members import Member


class OpenSession(AbstractBaseSession):
    """One session of one browser; ``member`` None as long as nobody is signed in (a password proved, the second factor awaited).

    The four columns repeat what the session itself says, written by ``accounts/session_store.py``. ``device``: browser and system in
    plain words, never an address nor a full signature of the browser. ``seen_at``: to within five minutes.
    """

    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "session"

    @classmethod
    def get_session_store_class(cls):  # type: ignore[no-untyped-def]  # noqa: ANN206  # Django's signature
        """The store that writes these rows."""
        return import_module(settings.SESSION_ENGINE).SessionStore
