"""A form sent twice is one form: a double click, «Précédent» then «Envoyer» again, a page reloaded after its answer got lost on the way.

    @of_file(Level.ADMINISTRATIVE)
    @require_http_methods(["GET", "HEAD", "POST"])
    @sent_once
    def contact(request, found): ...

Each page that Relais shows carries a token of its own (the CSRF token, masked anew at each page). Same member, page, token, fields and
files: the same sending. The first one does its work, the others are led where it led and told so. Two sendings at once wait for each
other. A form refused (422) leaves no print: it may be sent again. The print is a digest salted by the token; it tells nothing.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.db import models, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.foundation.access import ActorRequest

P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponse]
#: as long as a page may stay open; a session lives half of it.
LIFE = timedelta(hours=24)
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of Django's field


class SentForm(models.Model):
    """One form done. ``led_to``: the path, made of identifiers, where its author was led."""

    print = models.CharField(max_length=64, primary_key=True)
    author_id = models.UUIDField()
    led_to = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(db_index=True)

    class Meta:
        """Among the tables of this room, although declared beside what it stands on."""

        app_label = "foundation"
        verbose_name = "formulaire envoyé"

    def __str__(self) -> str:
        return self.print[:8]


def _print(request: ActorRequest, author: UUID) -> str:
    """What tells this sending from any other; empty when the page carries no token of its own (a program, not a page)."""
    token = request.POST.get(_TOKEN, "")
    if not token:
        return ""
    told = hashlib.sha256(f"{author}|{request.path}|{token}".encode())
    for name, values in sorted(request.POST.lists()):
        told.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for held in files:
            told.update(repr((name, held.name)).encode())
            for piece in held.chunks():
                told.update(piece)
            held.seek(0)
    return told.hexdigest()


def sent_once(view: View[P]) -> View[P]:
    """A screen whose form creates something: sent again as it was, it creates nothing more. Stands just above the view."""

    @wraps(view)
    def screen(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        author = request.actor.user_id
        mark = _print(request, author) if request.method == "POST" and author is not None else ""
        if author is None or not mark:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            sent, fresh = SentForm.objects.get_or_create(print=mark, defaults={"author_id": author, "sent_at": timezone.now()})
            if not fresh:
                messages.info(request, _("Vous aviez déjà envoyé ce formulaire : il est enregistré une fois, et une seule."))
                return HttpResponseRedirect(sent.led_to)
            answer = view(request, *args, **kwargs)
            if isinstance(answer, HttpResponseRedirect):
                sent.led_to = answer.url[:300]
                sent.save(update_fields=["led_to"])
            else:
                sent.delete()
        return answer

    return screen


def purge(*, now: datetime) -> int:
    """Forget the forms of more than a day ago; how many."""
    return SentForm.objects.filter(sent_at__lt=now - LIFE).delete()[0]
