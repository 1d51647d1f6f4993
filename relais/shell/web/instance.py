"""How the instance is, for whoever runs it: the looks of ``relais doctor``, the recurring acts, the queue."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from relais import __version__
from relais.accounts.queries import runs_the_instance
from relais.foundation import instance_state
from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope
from relais.people.file_screens import signed_in


@signed_in
@require_safe
@never_cache
def instance(request: ActorRequest) -> HttpResponse:
    """What answers and what does not, with what to type; 404 for whoever does not run the instance."""
    if not runs_the_instance(request.actor):
        raise OutOfScope
    now = timezone.now()
    context = {
        "looks": instance_state.looks(),
        "recurring": instance_state.recurring(now=now),
        "queue": instance_state.queue(now=now),
        "version": __version__,
    }
    return render(request, "shell/instance.html", context)
