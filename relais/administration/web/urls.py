"""Addresses of administration: identifiers, never a name."""

from django.urls import path

from relais.administration.web.views import registers, requests, signals

app_name = "administration"
_OF_FILE = "dossiers/<uuid:file_id>/ses-demandes/"
_ONE = f"{_OF_FILE}<uuid:request_id>/"
urlpatterns = [
    path("registres/", registers.home, name="home"),
    path("registres/documents/<str:name>/", registers.paper, name="paper"),
    path("registres/politique/", registers.policy, name="policy"),
    path("registres/relecture/", registers.dated, name="dated"),
    path("registres/demandes/", registers.requests, name="requests"),
    path("registres/eliminations/", registers.eliminations, name="eliminations"),
    path("registres/signaux/", signals.signals, name="signals"),
    path("registres/signaux/<uuid:signal_id>/", signals.signal, name="signal"),
    path("registres/signaux/<uuid:signal_id>/rouvrir/", signals.reopen, name="reopen_signal"),
    path("ce-que-note-le-journal/", signals.noted, name="noted"),
    path("copies-a-relire/", requests.readings, name="readings"),
    path("copies-a-relire/<uuid:request_id>/", requests.reading, name="reading"),
    path(_OF_FILE, requests.requests, name="requests_of_file"),
    path(f"{_ONE}preparer/", requests.prepare, name="prepare"),
    path(f"{_ONE}repondre/", requests.answer, name="answer"),
    path(f"{_ONE}lever/", requests.lift, name="lift"),
    path(f"{_ONE}remettre/", requests.hand_over, name="hand_over"),
]
