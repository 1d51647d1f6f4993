"""The screen of the link by which somebody takes their account."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from relais.accounts import queries, services
from relais.accounts.federation.provider import provider_name
from relais.accounts.web import forms
from relais.accounts.web.views import password_is_right
from relais.foundation.access import ActorRequest
from relais.foundation.limited import limited


@never_cache
@sensitive_post_parameters()
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
@limited("lien", rate=30, per=timedelta(minutes=10), methods=("GET", "POST"))
def take(request: ActorRequest, token: str) -> HttpResponse:
    """Choose one's password; a link that is over answers 404, as one that never was."""
    link = queries.waiting_link(token_digest=services.digest_of(token), now=timezone.now())
    if link is None:
        return render(request, "accounts/link_over.html", status=404)
    form = forms.ChoosePassword(request.POST or None, member=link.member)
    if request.method == "POST" and form.is_valid():
        try:
            member = services.take_account(token=token, password=form.cleaned_data["new"], now=timezone.now())
        except services.UnableToKeepAccounts as problem:
            form.add_error(None, " ".join(problem.problems))
        else:
            return password_is_right(request, member, to="")
    context = {"form": form, "member": link.member, "token": token, "provider": provider_name()}
    return render(request, "accounts/take.html", context, status=422 if request.method == "POST" else 200)
