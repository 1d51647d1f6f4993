"""Screen of the rows that colleagues' tables offer: open the file, or decline."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relais.exchange import queries
from relais.exchange.services import offers as services
from relais.foundation.access import ActorRequest
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.people.file_screens import signed_in
from relais.ui.forms import in_words

SHOWN = 100


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def offered(request: ActorRequest) -> HttpResponse:
    """Each row offered, its name and its birth; what is chosen is done, the others wait."""
    if not queries.services_to_bring(request.actor):
        raise OutOfScope
    lines = services.offered(request.actor, most=SHOWN)
    if request.method == "POST":
        done = sum(_answered(request, row.pk) for row, _told in lines)
        if done:
            messages.success(request, _("C’est fait."))
        return redirect("exchange:offers")
    return render(request, "exchange/offers.html", {"lines": lines})


def _answered(request: ActorRequest, row_id: UUID) -> bool:
    """Whether something was chosen for this row, and done."""
    chosen = request.POST.get(f"ligne-{row_id}", "")
    try:
        if chosen == "ouvrir":
            services.accept(actor=request.actor, row_id=row_id, now=timezone.now())
        elif chosen == "decliner":
            services.decline(actor=request.actor, row_id=row_id, now=timezone.now())
        else:
            return False
    except (Unable, Refused) as problem:
        messages.error(request, in_words(problem))
        return False
    return True
