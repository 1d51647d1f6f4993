"""Report a problem of Relais, and see what becomes of each report."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited
from relais.kernel.decisions import Refused
from relais.shell import queries, rules, services
from relais.shell.web.forms import ReportFeedback


@require_http_methods(["GET", "HEAD", "POST"])
@limited("signalement", rate=10, per=timedelta(hours=1))
def report(request: ActorRequest) -> HttpResponse:
    """The form; 422 with what was typed when refused, then the public list with the report's number."""
    if request.method != "POST":
        return render(
            request, "shell/feedback.html", {"form": ReportFeedback(initial={"page": rules.path_of(request.GET.get("page", ""))})}
        )
    form = ReportFeedback(request.POST)
    if form.is_valid():
        try:
            number = services.report_feedback(actor=request.actor, now=timezone.now(), **form.cleaned_data)
        except (services.UnableToReport, Refused) as problem:
            form.add_error("text", _(str(problem)))
        else:
            return redirect(f"{reverse('feedback-list')}#signalement-{number}")
    return render(request, "shell/feedback.html", {"form": form}, status=422)


@require_safe
def followed(request: ActorRequest) -> HttpResponse:
    """Every report with its state and its answer."""
    return render(request, "shell/feedback_list.html", {"reports": queries.reports(request.actor)})
