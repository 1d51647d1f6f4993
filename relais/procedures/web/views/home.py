"""``/outils/``: the home of the toolbox, and its one search box."""

from datetime import timedelta

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.procedures.finding import found
from relais.procedures.queries import texts as queries
from relais.procedures.rules.search import LONGEST
from relais.procedures.toolbox import tools
from relais.ui.fragments import page_or_part

#: searches from one network address: a whole service types behind one address.
RATE, PER = 1200, timedelta(minutes=5)


@limited("outils", rate=RATE, per=PER)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: ActorRequest) -> HttpResponse:
    """The tools that exist here; posted, what answers the words typed. Posted since words may be a name: never in an address."""
    asked = request.POST.get("mots", "")[:LONGEST].strip()
    context = {"tools": tools(), "asked": asked, "longest": LONGEST, "searched": request.method == "POST", "found": found(asked)}
    context["may_write"] = queries.may_write_texts(request.actor)
    return page_or_part(request, "procedures/home.html", context, part="found")
