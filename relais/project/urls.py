"""Every address of Relais, room by room; each has its row in tests/access/doors.py."""

from django.urls import URLPattern, URLResolver, include, path

from relais.foundation.web import drafts
from relais.foundation.web.health import health
from relais.project.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("sante/", health, name="health"),
    path("brouillon/", drafts.keep, name="draft-keep"),
    path("brouillon/effacer/", drafts.erase, name="draft-erase"),
    path("api/", api.urls),
    path("", include("relais.shell.web.urls")),
    path("", include("relais.accounts.web.urls")),
    path("", include("relais.people.web.urls")),
    path("", include("relais.casework.web.urls")),
    path("", include("relais.exchange.web.urls")),
    path("", include("relais.reception.web.urls")),
    path("", include("relais.administration.web.urls")),
    path("", include("relais.reporting.web.urls")),
    path("", include("relais.domiciliation.web.urls")),
    path("", include("relais.screening.web.urls")),
    path("", include("relais.mandates.web.urls")),
    path("", include("relais.observatory.web.urls")),
    path("", include("relais.aids.web.urls")),
    path("", include("relais.procedures.web.urls")),
    path("", include("relais.procedures.web.followed_urls")),
]

handler400 = "relais.shell.web.errors.bad_request"
handler403 = "relais.shell.web.errors.forbidden"
handler404 = "relais.shell.web.errors.not_found"
handler500 = "relais.shell.web.errors.server_error"
